package io.keywatch.detect.correlate;

import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.List;

/**
 * A principal reads a secret for the first time, or says that it still does, or created it. Sent by secret, to those who
 * know its readers.
 *
 * @param daysKnown whole days for which the principal has been seen
 * @param daysReading whole days since it first had to do with a secret
 * @param breadth different secrets that the principal has read so far, this one included
 * @param maker whether the principal has long been making secrets: infrastructure code, a rotation
 * @param surpriseMilli thousandths of how surprising it is; 0 before the readers were asked
 * @param peers readers that resemble the principal
 * @param near hashes of the narrowest of the secret's readers: what belongs together has these in common
 */
public record FirstRead(
        Kind kind,
        Use use,
        String secret,
        long daysKnown,
        long daysReading,
        int breadth,
        boolean maker,
        long surpriseMilli,
        int peers,
        List<Long> near,
        long ingestedAt) {

    /** Enough to know an application by. */
    static final int MAX_NEAR = 8;

    public FirstRead {
        near = List.copyOf(near);
    }

    /** The order is that of the bytes on disk. */
    public enum Kind {
        FIRST,
        AGAIN,
        CREATED
    }

    private static final int VERSION = 2;

    /** Both ages share a number, the second one more than it is: it was not always told. */
    private static final long AGES = 1 << 20;

    private static final List<Kind> KINDS = List.of(Kind.values());

    public static FirstRead of(
            Kind kind,
            Use use,
            String secret,
            long daysKnown,
            long daysReading,
            int breadth,
            boolean maker,
            long ingestedAt) {
        return new FirstRead(kind, use, secret, daysKnown, daysReading, breadth, maker, 0, 0, List.of(), ingestedAt);
    }

    /** The secret belongs to another account than the principal. */
    boolean elsewhere() {
        return ResourceNames.ofDifferentAccounts(use.caller().id(), secret);
    }

    FirstRead judged(long milli, int byPeers) {
        return new FirstRead(
                kind, use, secret, daysKnown, daysReading, breadth, maker, milli, byPeers, near, ingestedAt);
    }

    FirstRead near(List<Long> readers) {
        return new FirstRead(
                kind, use, secret, daysKnown, daysReading, breadth, maker, surpriseMilli, peers, readers, ingestedAt);
    }

    void write(BinaryOut out) {
        out.text(secret)
                .number(kind.ordinal() * 2L + (maker ? 1 : 0))
                .number(daysKnown + AGES * (daysReading + 1))
                .number(breadth)
                .number(surpriseMilli)
                .number(peers)
                .number(ingestedAt)
                .number(near.size());
        near.forEach(out::number);
        use.write(out);
    }

    static FirstRead read(BinaryIn in) {
        String secret = in.text();
        int flags = in.count();
        long ages = in.number();
        long daysKnown = ages % AGES;
        long daysReading = ages < AGES ? daysKnown : ages / AGES - 1;
        int breadth = in.count();
        long surprise = in.number();
        int peers = in.count();
        long ingestedAt = in.number();
        List<Long> near = in.list(in::number);
        return new FirstRead(
                BinaryIn.one(KINDS, flags / 2),
                Use.read(in),
                secret,
                daysKnown,
                daysReading,
                breadth,
                flags % 2 == 1,
                surprise,
                peers,
                near,
                ingestedAt);
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
