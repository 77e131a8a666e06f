package io.keywatch.detect.access;

import io.keywatch.detect.correlate.Use;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When one principal read one secret of late, and its decryptions that no read explains: some 10 bytes for most pairs,
 * as what is explained is forgotten.
 *
 * @param reads stretches of {@link #STRETCH}, counted from the epoch, ascending
 * @param decrypts oldest first
 */
record DecryptLedger(List<Long> reads, List<Decrypt> decrypts) {
    static final DecryptLedger EMPTY = new DecryptLedger(List.of(), List.of());

    static final long STRETCH = 30_000;
    /** A client that reads every two minutes, over the grace of two hours. */
    static final int MAX_READS = 64;
    /** What is late by as much as {@link Ceilings#RETENTION} is still explained by a read of its own time. */
    private static final long REMEMBERED = (Ceilings.RETENTION + DecryptsWithoutRead.GRACE) / STRETCH;

    /** A story needs no more. */
    static final int MAX_DECRYPTS = 16;

    /** @param direct asked of KMS by the principal itself, and not by a service for it */
    record Decrypt(Use use, boolean direct, long ingestedAt) {}

    DecryptLedger read(long at) {
        long stretch = Math.floorDiv(at, STRETCH);
        if (reads.contains(stretch)) {
            return this;
        }
        int place = reads.size();
        while (place > 0 && reads.get(place - 1) > stretch) {
            place--;
        }
        List<Long> next = new ArrayList<>(reads);
        next.add(place, stretch);
        long oldest = Math.max(next.getLast() - REMEMBERED, next.size() > MAX_READS ? next.get(1) : Long.MIN_VALUE);
        next.removeIf(read -> read < oldest);
        return new DecryptLedger(next, decrypts);
    }

    DecryptLedger decrypted(Decrypt decrypt) {
        List<Decrypt> next = new ArrayList<>(decrypts);
        next.add(decrypt);
        next.sort(Comparator.comparing(Decrypt::use, Use.OLDEST_FIRST));
        return new DecryptLedger(
                reads, next.size() <= MAX_DECRYPTS ? next : List.copyOf(next.subList(0, MAX_DECRYPTS)));
    }

    DecryptLedger without(List<Decrypt> gone) {
        List<Decrypt> next = new ArrayList<>(decrypts);
        next.removeAll(gone);
        return new DecryptLedger(reads, next);
    }

    boolean explains(long at, long tolerance) {
        for (long stretch : reads) {
            if (stretch * STRETCH <= at + tolerance && (stretch + 1) * STRETCH > at - tolerance) {
                return true;
            }
        }
        return false;
    }

    static final Codec<DecryptLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(DecryptLedger ledger) {
            BinaryOut out = new BinaryOut().version(VERSION).number(ledger.reads.size());
            long before = 0;
            for (long read : ledger.reads) {
                out.number(read - before);
                before = read;
            }
            out.number(ledger.decrypts.size());
            for (Decrypt decrypt : ledger.decrypts) {
                decrypt.use().write(out);
                out.number(decrypt.direct() ? 1 : 0).number(decrypt.ingestedAt());
            }
            return out.bytes();
        }

        @Override
        public DecryptLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            List<Long> reads = new ArrayList<>();
            long before = 0;
            for (int left = in.size(); left > 0; left--) {
                before += in.number();
                reads.add(before);
            }
            return new DecryptLedger(reads, in.list(() -> new Decrypt(Use.read(in), in.number() == 1, in.number())));
        }
    };
}
