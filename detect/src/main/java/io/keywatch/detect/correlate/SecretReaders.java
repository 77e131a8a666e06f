package io.keywatch.detect.correlate;

import io.keywatch.detect.state.Fnv;
import io.keywatch.detect.state.Table;
import java.util.List;
import java.util.function.Consumer;

/**
 * The half of D1 that knows a secret's readers. It tells each reader who else reads the secret; how surprising the read
 * is, only those can say who know which of these the reader has met before: {@link RareReads}. It has met them when it
 * comes back days later: a thief's first reads make him nobody's peer.
 */
final class SecretReaders {
    /** As long as a pair is remembered. */
    private static final long FORGOTTEN_AFTER = 90L * 24 * 3_600_000;

    private static final long NEW = 30L * 24 * 3_600_000;

    private final Table<ReaderLedger> ledgers;

    SecretReaders(Table<ReaderLedger> ledgers) {
        this.ledgers = ledgers;
    }

    /** @param onward receives what must be judged where the principal is known */
    void observe(FirstRead read, Consumer<Company> onward) {
        ReaderLedger known = ledgers.get(read.secret());
        ReaderLedger ledger = known == null ? ReaderLedger.EMPTY : known;
        long principal = Fnv.hash(read.use().caller().id());
        long at = read.use().at();
        ReaderLedger.Reader own = ledger.of(principal);
        if (read.kind() == FirstRead.Kind.CREATED) {
            ledgers.put(read.secret(), ledger.created(at));
            if (own != null) {
                onward.accept(new Company(read, List.of(), true, false));
            }
            return;
        }
        long since = own == null || own.onlyOnce() || read.kind() == FirstRead.Kind.FIRST ? Long.MIN_VALUE : own.told();
        List<ReaderLedger.Reader> met = ledger.readers().stream()
                .filter(reader -> reader.principal() != principal && reader.first() > since)
                .toList();
        ledgers.put(
                read.secret(),
                ledger.with(new ReaderLedger.Reader(principal, read.breadth(), at, at), at - FORGOTTEN_AFTER));
        if (read.kind() == FirstRead.Kind.FIRST || !met.isEmpty()) {
            boolean fresh = ledger.createdAt() != Long.MIN_VALUE && at - ledger.createdAt() <= NEW;
            boolean popular = ledger.readers().size() >= ReaderLedger.MAX_READERS;
            onward.accept(new Company(read, met, fresh, popular));
        }
    }
}
