package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;

/**
 * Somebody who has left had read a secret. Sent by secret.
 *
 * @param left false takes it back: they are there after all
 * @param departedAt epoch milliseconds
 * @param cause what told of the departure, for people to read
 * @param lastRead the newest read, whose caller is the person
 */
public record Leaver(String person, boolean left, long departedAt, String cause, Use lastRead, long ingestedAt) {
    private static final int VERSION = 1;

    public static final Codec<Leaver> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Leaver leaver) {
            BinaryOut out = new BinaryOut().version(VERSION);
            leaver.write(out);
            return out.bytes();
        }

        @Override
        public Leaver decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            return read(in);
        }
    };

    public void write(BinaryOut out) {
        out.text(person).number(left ? 1 : 0).number(departedAt).text(cause).number(ingestedAt);
        lastRead.write(out);
    }

    public static Leaver read(BinaryIn in) {
        String person = in.text();
        boolean left = in.number() == 1;
        long departedAt = in.number();
        String cause = in.text();
        long ingestedAt = in.number();
        return new Leaver(person, left, departedAt, cause, Use.read(in), ingestedAt);
    }
}
