package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one principal, or one other account, was lately allowed and what it read for the first time: about 250 bytes a
 * grant and read, kept for two days.
 */
record GrantLedger(List<Grant> grants, List<FirstRead> reads) {
    static final GrantLedger EMPTY = new GrantLedger(List.of(), List.of());
    static final int MAX_GRANTS = 16;
    static final int MAX_READS = 32;

    /** @param secret the only one it is about; null for a policy that may allow any */
    record Grant(Use use, @Nullable String secret) {}

    GrantLedger granted(Grant grant) {
        return new GrantLedger(
                newest(grants, grant, Comparator.comparing(Grant::use, Use.OLDEST_FIRST), MAX_GRANTS), reads);
    }

    GrantLedger read(FirstRead read) {
        return new GrantLedger(
                grants, newest(reads, read, Comparator.comparing(FirstRead::use, Use.OLDEST_FIRST), MAX_READS));
    }

    long lastTouched() {
        return Math.max(
                grants.isEmpty() ? Long.MIN_VALUE : grants.getLast().use().at(),
                reads.isEmpty() ? Long.MIN_VALUE : reads.getLast().use().at());
    }

    private static <T> List<T> newest(List<T> entries, T entry, Comparator<T> oldestFirst, int limit) {
        if (entries.contains(entry)) {
            return entries;
        }
        List<T> next = new ArrayList<>(entries);
        next.add(entry);
        next.sort(oldestFirst);
        return next.size() <= limit ? next : new ArrayList<>(next.subList(next.size() - limit, next.size()));
    }

    static final Codec<GrantLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(GrantLedger ledger) {
            BinaryOut out = new BinaryOut().version(VERSION).number(ledger.grants.size());
            for (Grant grant : ledger.grants) {
                out.text(grant.secret());
                grant.use().write(out);
            }
            out.number(ledger.reads.size());
            ledger.reads.forEach(read -> read.write(out));
            return out.bytes();
        }

        @Override
        public GrantLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            List<Grant> grants = in.list(() -> {
                String secret = in.textOrNull();
                return new Grant(Use.read(in), secret);
            });
            List<FirstRead> reads = in.list(() -> FirstRead.read(in));
            return new GrantLedger(grants, reads);
        }
    };
}
