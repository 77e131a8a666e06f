package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who reads one secret.
 *
 * @param readers at most {@link #MAX_READERS}: a secret that as many as these read surprises nobody
 * @param createdAt epoch milliseconds; {@link Long#MIN_VALUE} when its creation was not seen
 */
record ReaderLedger(List<Reader> readers, long createdAt) {
    static final ReaderLedger EMPTY = new ReaderLedger(List.of(), Long.MIN_VALUE);
    static final int MAX_READERS = 64;

    /**
     * @param principal hash of its id
     * @param breadth different secrets that it had read when it last said that it reads this one
     * @param first epoch milliseconds of its first read
     * @param told epoch milliseconds at which it last said so
     */
    record Reader(long principal, int breadth, long first, long told) {
        /** It has read the secret, and not said that it still does. */
        boolean onlyOnce() {
            return told == first;
        }

        void write(BinaryOut out) {
            out.number(principal).number(breadth).number(first / 1_000).number((told - first) / 1_000);
        }

        static Reader read(BinaryIn in) {
            long principal = in.number();
            int breadth = in.count();
            long first = in.number() * 1_000;
            return new Reader(principal, breadth, first, first + in.number() * 1_000);
        }
    }

    @Nullable
    Reader of(long principal) {
        for (Reader reader : readers) {
            if (reader.principal() == principal) {
                return reader;
            }
        }
        return null;
    }

    /** With {@code reader}, without those who have not said so since {@code oldest}. */
    ReaderLedger with(Reader reader, long oldest) {
        List<Reader> next = new ArrayList<>(readers.size() + 1);
        Reader merged = reader;
        for (Reader known : readers) {
            if (known.principal() == reader.principal()) {
                merged = new Reader(
                        known.principal(),
                        Math.max(known.breadth(), reader.breadth()),
                        Math.min(known.first(), reader.first()),
                        Math.max(known.told(), reader.told()));
            } else if (known.told() >= oldest) {
                next.add(known);
            }
        }
        if (next.size() < MAX_READERS) {
            next.add(merged);
        }
        return new ReaderLedger(next, createdAt);
    }

    ReaderLedger created(long at) {
        return new ReaderLedger(readers, Math.max(createdAt, at));
    }

    static final Codec<ReaderLedger> CODEC = new Codec<>() {
        private static final int VERSION = 2;

        @Override
        public byte[] encode(ReaderLedger ledger) {
            BinaryOut out =
                    new BinaryOut().version(VERSION).number(ledger.createdAt).number(ledger.readers.size());
            ledger.readers.forEach(reader -> reader.write(out));
            return out.bytes();
        }

        @Override
        public ReaderLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            int version = in.version(VERSION);
            long createdAt = in.number();
            if (version < VERSION) {
                // readers by name, without their breadth: they tell of themselves again within days
                return new ReaderLedger(List.of(), createdAt);
            }
            List<Reader> readers = in.list(() -> Reader.read(in));
            return new ReaderLedger(readers, createdAt);
        }
    };
}
