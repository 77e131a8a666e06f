package io.keywatch.detect.access;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;

/**
 * Who has read what before: an exact set of (principal, resource) pairs, because a false "seen before" would hide an
 * attack. A pair is usual some hours after its first read, or once the principal itself wrote the resource; forgotten 90 days
 * after its last use.
 */
final class Pairs {
    static final long FORGOTTEN_AFTER = 90 * TimeKeys.DAY;

    /**
     * What was first read a moment ago may be the attack itself. Later than any window of a ceiling, which has counted it
     * by then, and early enough that a plan of the first evening is no news in the night.
     */
    static final long USUAL_AFTER = Ceilings.RETENTION;

    /** Often enough for new principals to be met within the week, seldom enough to cost nothing. */
    private static final long TOLD_EVERY_DAYS = 4;

    private final Table<Pair> pairs;
    private final Rounds<Pair> rounds;

    /**
     * @param first earliest read or write, epoch milliseconds
     * @param lastDay day of the newest use
     * @param own whether the principal wrote it
     */
    record Pair(long first, long lastDay, boolean own) {
        static final Codec<Pair> CODEC = new Codec<>() {
            private static final int VERSION = 1;

            @Override
            public byte[] encode(Pair pair) {
                return new BinaryOut()
                        .version(VERSION)
                        .number(pair.first / 1_000)
                        .number(pair.lastDay * 2 + (pair.own ? 1 : 0))
                        .bytes();
            }

            @Override
            public Pair decode(byte[] bytes) {
                BinaryIn in = new BinaryIn(bytes);
                in.version(VERSION);
                long first = in.number() * 1_000;
                long last = in.number();
                return new Pair(first, last / 2, last % 2 == 1);
            }
        };
    }

    /** How a read stands to what the principal did before. */
    enum Novelty {
        /** Never read before by this principal. */
        FIRST,
        /** First read within the last hours. */
        RECENT,
        USUAL,
        /** Usual, and for the first time in some days: those who know the secret's readers are told that it still is. */
        USUAL_AGAIN;

        boolean usual() {
            return this == USUAL || this == USUAL_AGAIN;
        }
    }

    Pairs(Table<Pair> pairs) {
        this.pairs = pairs;
        this.rounds = new Rounds<>(pairs);
    }

    Novelty read(String principal, String resource, long at) {
        String key = principal + "|" + resource;
        Pair known = pairs.get(key);
        long day = TimeKeys.dayOf(at);
        if (known == null) {
            pairs.put(key, new Pair(at, day, false));
            return Novelty.FIRST;
        }
        if (day > known.lastDay() || at < known.first()) {
            pairs.put(key, new Pair(Math.min(at, known.first()), Math.max(day, known.lastDay()), known.own()));
        }
        if (!known.own() && at - known.first() < USUAL_AFTER) {
            return Novelty.RECENT;
        }
        return Math.floorDiv(day, TOLD_EVERY_DAYS) > Math.floorDiv(known.lastDay(), TOLD_EVERY_DAYS)
                ? Novelty.USUAL_AGAIN
                : Novelty.USUAL;
    }

    boolean usual(String principal, String resource, long at) {
        Pair known = pairs.get(principal + "|" + resource);
        return known != null && (known.own() || at - known.first() >= USUAL_AFTER);
    }

    /** How the principal stands to what it is about to destroy. */
    enum Making {
        /** Somebody else's, as far as is known. */
        STRANGE,
        OWN,
        /** Made within the last day. */
        OWN_OF_TODAY
    }

    Making making(String principal, String resource, long at) {
        Pair known = pairs.get(principal + "|" + resource);
        if (known == null || !known.own()) {
            return Making.STRANGE;
        }
        return at - known.first() < TimeKeys.DAY ? Making.OWN_OF_TODAY : Making.OWN;
    }

    /** True when the principal had nothing to do with the resource before. */
    boolean wrote(String principal, String resource, long at) {
        String key = principal + "|" + resource;
        Pair known = pairs.get(key);
        long day = TimeKeys.dayOf(at);
        if (known == null || !known.own() || day > known.lastDay()) {
            long first = known == null ? at : Math.min(at, known.first());
            pairs.put(key, new Pair(first, known == null ? day : Math.max(day, known.lastDay()), true));
        }
        return known == null;
    }

    /** Looks at the next {@code limit} pairs; a whole round takes as many sweeps as it takes. */
    void forget(long clock, int limit) {
        long oldest = TimeKeys.dayOf(clock - FORGOTTEN_AFTER);
        rounds.forget(clock, limit, pair -> pair.lastDay() < oldest);
    }
}
