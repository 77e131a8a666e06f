package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;

/**
 * A principal reads a secret for the first time, or created it. Sent by secret, to those who know its readers.
 *
 * @param daysKnown whole days for which the principal has been seen
 * @param surpriseMilli thousandths of how surprising it is; 0 before the secret's readers were asked
 * @param peers of the same account and kind that read it before
 */
public record FirstRead(
        Use use, String secret, long daysKnown, boolean created, long surpriseMilli, int peers, long ingestedAt) {

    static final int VERSION = 1;

    public static FirstRead of(Use use, String secret, long daysKnown, boolean created, long ingestedAt) {
        return new FirstRead(use, secret, daysKnown, created, 0, 0, ingestedAt);
    }

    FirstRead judged(long milli, int byPeers) {
        return new FirstRead(use, secret, daysKnown, created, milli, byPeers, ingestedAt);
    }

    void write(BinaryOut out) {
        out.text(secret)
                .number(daysKnown)
                .number(created ? 1 : 0)
                .number(surpriseMilli)
                .number(peers)
                .number(ingestedAt);
        use.write(out);
    }

    static FirstRead read(BinaryIn in) {
        String secret = in.text();
        long daysKnown = in.number();
        boolean created = in.number() == 1;
        long surprise = in.number();
        int peers = in.count();
        long ingestedAt = in.number();
        return new FirstRead(Use.read(in), secret, daysKnown, created, surprise, peers, ingestedAt);
    }

    public static final Codec<FirstRead> CODEC = new Codec<>() {
        @Override
        public byte[] encode(FirstRead read) {
            BinaryOut out = new BinaryOut().version(VERSION);
            read.write(out);
            return out.bytes();
        }

        @Override
        public FirstRead decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            return read(in);
        }
    };
}
