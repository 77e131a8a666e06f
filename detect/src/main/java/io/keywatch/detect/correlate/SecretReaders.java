package io.keywatch.detect.correlate;

import io.keywatch.detect.state.Table;
import io.keywatch.schemas.v1.PrincipalType;
import java.util.function.Consumer;

/**
 * The half of D1 that knows a secret's readers: how surprising is it that this principal now reads it, too? A peer is a
 * reader of the same account and the same kind (role or user): until groups are configured that is all there is to go by.
 */
final class SecretReaders {
    /** Nobody of its kind has ever read it. */
    static final long NO_PEER = 3_000;

    /** Somebody must be the first to read a new secret. */
    static final long NEW_SECRET = 500;

    private static final long NEW = 30L * 24 * 3_600_000;

    private final Table<ReaderLedger> ledgers;

    SecretReaders(Table<ReaderLedger> ledgers) {
        this.ledgers = ledgers;
    }

    /** @param surprises receives the read with its surprise, to be summed up per principal */
    void observe(FirstRead read, Consumer<FirstRead> surprises) {
        ReaderLedger known = ledgers.get(read.secret());
        ReaderLedger ledger = known == null ? ReaderLedger.EMPTY : known;
        if (read.created()) {
            ledgers.put(read.secret(), ledger.created(read.use().at()));
            return;
        }
        ReaderLedger.Reader reader = new ReaderLedger.Reader(
                read.use().caller().id(),
                read.use().caller().trailAccount(),
                read.use().caller().type() != PrincipalType.IAM_USER,
                read.use().at());
        int others = 0;
        int peers = 0;
        for (ReaderLedger.Reader other : ledger.readers()) {
            if (other.principal().equals(reader.principal())) {
                continue;
            }
            others++;
            if (other.account().equals(reader.account()) && other.machine() == reader.machine()) {
                peers++;
            }
        }
        ledgers.put(read.secret(), ledger.with(reader));
        boolean fresh = ledger.createdAt() != Long.MIN_VALUE && read.use().at() - ledger.createdAt() <= NEW;
        long surprise = peers > 0 ? 1_000L / (1 + peers) : others == 0 && fresh ? NEW_SECRET : NO_PEER;
        surprises.accept(read.judged(surprise, peers));
    }
}
