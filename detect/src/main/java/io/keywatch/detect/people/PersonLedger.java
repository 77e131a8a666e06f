package io.keywatch.detect.people;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Use;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one person. About 200 bytes a change, use and secret; a person with twenty secrets takes some 6 kB.
 *
 * @param changes what was done to the ways in, oldest first
 * @param keys long-term keys and temporary keys of roles taken with them
 * @param uses earliest of each key, address and hour
 * @param reads newest of each secret and principal
 * @param told by a personnel system or a file; null where nobody has said anything
 */
record PersonLedger(
        List<Change> changes,
        List<Key> keys,
        List<Use> uses,
        List<Read> reads,
        @Nullable Told told,
        long ingestedAt) {
    static final PersonLedger EMPTY =
            new PersonLedger(List.of(), List.of(), List.of(), List.of(), null, Long.MIN_VALUE);

    /** More changes of one name than these are several people's: the newest count. */
    static final int MAX_CHANGES = 64;

    static final int MAX_KEYS = 32;
    /** Enough to tell the story; a name with many sessions must not grow a large value. */
    static final int MAX_USES = 24;

    static final int MAX_READS = 128;

    enum Way {
        USER_CREATED,
        USER_DELETED,
        LOGIN_CREATED,
        LOGIN_DELETED,
        KEY_ON,
        KEY_OFF
    }

    /** @param account {@link Standing#EVERYWHERE} for what the identity store tells */
    record Change(Way way, String account, String key, long at, String eventId, String action) {}

    /** @param temporary of a role session that the user took */
    record Key(String id, String account, boolean temporary, long firstAt) {}

    record Read(String secret, Use use) {}

    record Told(boolean left, long at, String source) {}

    PersonLedger changed(Change change, long ingested) {
        return new PersonLedger(
                with(
                        changes,
                        change,
                        Change::eventId,
                        (known, given) -> known,
                        Comparator.comparingLong(Change::at)
                                .thenComparing(Change::way)
                                .thenComparing(Change::eventId),
                        MAX_CHANGES),
                keys,
                uses,
                reads,
                told,
                Math.max(ingestedAt, ingested));
    }

    PersonLedger seen(Key key) {
        return new PersonLedger(
                changes,
                with(
                        keys,
                        key,
                        Key::id,
                        (known, given) -> known.firstAt() <= given.firstAt() ? known : given,
                        Comparator.comparingLong(Key::firstAt).thenComparing(Key::id),
                        MAX_KEYS),
                uses,
                reads,
                told,
                ingestedAt);
    }

    PersonLedger used(Use use, long ingested) {
        return new PersonLedger(
                changes,
                keys,
                with(
                        uses,
                        use,
                        PersonLedger::cell,
                        (known, given) -> Use.OLDEST_FIRST.compare(known, given) <= 0 ? known : given,
                        Use.OLDEST_FIRST,
                        MAX_USES),
                reads,
                told,
                Math.max(ingestedAt, ingested));
    }

    PersonLedger read(String secret, Use use, long ingested) {
        return new PersonLedger(
                changes,
                keys,
                uses,
                with(
                        reads,
                        new Read(secret, use),
                        PersonLedger::reading,
                        (known, given) -> Use.OLDEST_FIRST.compare(known.use(), given.use()) >= 0 ? known : given,
                        Comparator.comparing(Read::use, Use.OLDEST_FIRST).thenComparing(Read::secret),
                        MAX_READS),
                told,
                Math.max(ingestedAt, ingested));
    }

    PersonLedger told(Told news) {
        boolean newer = told == null || news.at() >= told.at();
        return newer ? new PersonLedger(changes, keys, uses, reads, news, ingestedAt) : this;
    }

    long lastTouched() {
        long last = told == null ? Long.MIN_VALUE : told.at();
        for (Use use : uses) {
            last = Math.max(last, use.at());
        }
        for (Read read : reads) {
            last = Math.max(last, read.use().at());
        }
        for (Change change : changes) {
            last = Math.max(last, change.at());
        }
        return last;
    }

    /** By principal, too: a role's read must not hide the user's own, who may be the one that left. */
    private static String reading(Read read) {
        return read.secret() + "|" + read.use().caller().id();
    }

    private static String cell(Use use) {
        return Math.floorDiv(use.at(), TimeKeys.HOUR) + "|" + use.caller().ip() + "|"
                + use.caller().accessKeyId();
    }

    private interface Chooser<T> {
        T of(T known, T given);
    }

    /** One entry a cell, the newest {@code limit}: a function of the set of entries, whatever their order. */
    private static <T> List<T> with(
            List<T> entries,
            T entry,
            Function<T, String> cell,
            Chooser<T> chooser,
            Comparator<T> oldestFirst,
            int limit) {
        List<T> next = new ArrayList<>(entries.size() + 1);
        T kept = entry;
        for (T known : entries) {
            if (cell.apply(known).equals(cell.apply(entry))) {
                kept = chooser.of(known, kept);
            } else {
                next.add(known);
            }
        }
        next.add(kept);
        next.sort(oldestFirst);
        return next.size() <= limit ? next : new ArrayList<>(next.subList(next.size() - limit, next.size()));
    }

    static final Codec<PersonLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(PersonLedger ledger) {
            BinaryOut out =
                    new BinaryOut().version(VERSION).number(ledger.ingestedAt).number(ledger.changes.size());
            for (Change change : ledger.changes) {
                out.text(change.way().name())
                        .text(change.account())
                        .text(change.key())
                        .number(change.at())
                        .text(change.eventId())
                        .text(change.action());
            }
            out.number(ledger.keys.size());
            for (Key key : ledger.keys) {
                out.text(key.id())
                        .text(key.account())
                        .number(key.temporary() ? 1 : 0)
                        .number(key.firstAt());
            }
            Use.writeAll(ledger.uses, out);
            out.number(ledger.reads.size());
            for (Read read : ledger.reads) {
                out.text(read.secret());
                read.use().write(out);
            }
            Told told = ledger.told;
            out.number(told == null ? -1 : told.left() ? 1 : 0);
            if (told != null) {
                out.number(told.at()).text(told.source());
            }
            return out.bytes();
        }

        @Override
        public PersonLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long ingestedAt = in.number();
            List<Change> changes = in.list(
                    () -> new Change(in.constant(Way.class), in.text(), in.text(), in.number(), in.text(), in.text()));
            List<Key> keys = in.list(() -> new Key(in.text(), in.text(), in.number() == 1, in.number()));
            List<Use> uses = Use.readAll(in);
            List<Read> reads = in.list(() -> new Read(in.text(), Use.read(in)));
            long told = in.number();
            return new PersonLedger(
                    changes,
                    keys,
                    uses,
                    reads,
                    told < 0 ? null : new Told(told == 1, in.number(), in.text()),
                    ingestedAt);
        }
    };
}
