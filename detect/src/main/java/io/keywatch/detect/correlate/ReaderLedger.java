package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.List;

/**
 * Who reads one secret.
 *
 * @param readers at most {@link #MAX_READERS}: a secret that more than these read surprises nobody
 * @param createdAt epoch milliseconds; {@link Long#MIN_VALUE} when its creation was not seen
 */
record ReaderLedger(List<Reader> readers, long createdAt) {
    static final ReaderLedger EMPTY = new ReaderLedger(List.of(), Long.MIN_VALUE);
    static final int MAX_READERS = 64;

    record Reader(String principal, String account, boolean machine, long first) {}

    ReaderLedger with(Reader reader) {
        List<Reader> next = new ArrayList<>(readers.size() + 1);
        long first = reader.first();
        for (Reader known : readers) {
            if (known.principal().equals(reader.principal())) {
                first = Math.min(first, known.first());
            } else {
                next.add(known);
            }
        }
        if (next.size() < MAX_READERS) {
            next.add(new Reader(reader.principal(), reader.account(), reader.machine(), first));
        }
        return new ReaderLedger(next, createdAt);
    }

    ReaderLedger created(long at) {
        return new ReaderLedger(readers, Math.max(createdAt, at));
    }

    static final Codec<ReaderLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(ReaderLedger ledger) {
            BinaryOut out =
                    new BinaryOut().version(VERSION).number(ledger.createdAt).number(ledger.readers.size());
            for (Reader reader : ledger.readers) {
                out.text(reader.principal())
                        .text(reader.account())
                        .number(reader.machine() ? 1 : 0)
                        .number(reader.first());
            }
            return out.bytes();
        }

        @Override
        public ReaderLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long createdAt = in.number();
            int size = in.count();
            List<Reader> readers = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                readers.add(new Reader(in.text(), in.text(), in.number() == 1, in.number()));
            }
            return new ReaderLedger(readers, createdAt);
        }
    };
}
