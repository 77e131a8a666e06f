package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Whom one principal meets at the secrets it reads, and how much surprise its days hold.
 *
 * <p>A reader is a peer when the two share clearly more secrets than chance would have it, given how many each reads:
 * who reads everything, as a backup does, meets everybody and is nobody's peer. No label is needed for this, and a wrong
 * one cannot mislead it.
 *
 * @param met at most {@link #MAX_MET}, by hash
 * @param day the newest UTC day with a surprise
 * @param lately thousandths of surprise on that day, the day before and so on: two weeks that are not yet a habit, or the
 *     patient thief would make himself one
 * @param mean of the days before these, exponentially weighted
 */
record Circle(List<Met> met, long day, List<Long> lately, double mean) {
    /** A busy account's machines share secrets with a few dozen others. */
    static final int MAX_MET = 128;

    /** How much more than chance two must share. */
    private static final double LIFT = 2.5;

    /** One secret in common is an accident, whatever the chance of it. */
    private static final int FEWEST_SHARED = 2;

    /**
     * The world is taken to be at least so many times what the principal reads, and at least as large as the broadest
     * reader met: nobody here knows how many secrets there are.
     */
    private static final int WORLD = 4;

    /** Below this a principal does not read everything, however little there is. */
    private static final int MANY = 20;

    /** Span of 14 days, as for daily reads. */
    private static final double ALPHA = 2.0 / (14 + 1);

    private static final int MAX_QUIET_DAYS = 60;

    /** The running day and two weeks: the patient thief's first week must not excuse his second. */
    private static final int LATELY = 15;

    /** As it once was. */
    private static final int LATELY_1 = 8;

    private static final List<Long> QUIET = Collections.nCopies(LATELY, 0L);

    static final Circle EMPTY = new Circle(List.of(), Long.MIN_VALUE, QUIET, 0);

    /**
     * @param shared secrets at which the two met
     * @param breadth the most that the other was known to read
     */
    record Met(long principal, int shared, int breadth) {}

    /** How many secrets there are, as far as a principal can tell that has read {@code breadth}. */
    long world(List<ReaderLedger.Reader> readers, int breadth) {
        return Math.max((long) WORLD * breadth, broadest(readers));
    }

    /** The most that anybody met reads. */
    private long broadest(List<ReaderLedger.Reader> readers) {
        long broadest = 0;
        for (Met other : met) {
            broadest = Math.max(broadest, other.breadth());
        }
        for (ReaderLedger.Reader reader : readers) {
            broadest = Math.max(broadest, reader.breadth());
        }
        return broadest;
    }

    /** Whether it reads nearly all that anybody reads whom it meets: a backup, a scanner. */
    boolean readsEverything(List<ReaderLedger.Reader> readers, int breadth) {
        return breadth >= MANY && breadth * 10L >= broadest(readers) * 8;
    }

    /** How many of {@code readers} resemble a principal that reads {@code breadth} secrets. */
    int peers(List<ReaderLedger.Reader> readers, int breadth) {
        int own = Math.max(1, breadth - 1);
        long world = world(readers, own);
        int peers = 0;
        for (ReaderLedger.Reader reader : readers) {
            int at = indexOf(met, reader.principal());
            if (at >= 0) {
                Met other = met.get(at);
                double others = Math.max(other.breadth(), reader.breadth());
                if (other.shared() >= FEWEST_SHARED && beyondChance(other.shared(), own, others, world)) {
                    peers++;
                }
            }
        }
        return peers;
    }

    /** Whether two who read {@code one} and {@code other} of {@code world} secrets share more than chance has it. */
    static boolean beyondChance(int shared, double one, double other, long world) {
        return shared * (double) world >= LIFT * one * other;
    }

    Circle meeting(List<ReaderLedger.Reader> readers) {
        if (readers.isEmpty()) {
            return this;
        }
        List<Met> next = new ArrayList<>(met);
        for (ReaderLedger.Reader reader : readers) {
            int at = indexOf(next, reader.principal());
            if (at >= 0) {
                Met old = next.get(at);
                next.set(at, new Met(old.principal(), old.shared() + 1, Math.max(old.breadth(), reader.breadth())));
            } else {
                next.add(-at - 1, new Met(reader.principal(), 1, reader.breadth()));
            }
        }
        if (next.size() > MAX_MET) {
            next.sort(Comparator.comparingInt(Met::shared).reversed().thenComparingLong(Met::principal));
            next = new ArrayList<>(next.subList(0, MAX_MET));
            next.sort(Comparator.comparingLong(Met::principal));
        }
        return new Circle(next, day, lately, mean);
    }

    /** {@code milli} of surprise on {@code ofDay}; what comes more than two weeks late changes nothing. */
    Circle surprised(long milli, long ofDay) {
        Circle until = day == Long.MIN_VALUE ? new Circle(met, ofDay, lately, mean) : on(ofDay);
        int back = (int) Math.min(LATELY, until.day - ofDay);
        if (back >= LATELY) {
            return until;
        }
        List<Long> next = new ArrayList<>(until.lately);
        next.set(back, next.get(back) + milli);
        return new Circle(met, until.day, next, until.mean);
    }

    private Circle on(long newDay) {
        if (newDay <= day) {
            return this;
        }
        long passed = Math.min(newDay - day, LATELY + MAX_QUIET_DAYS);
        double nextMean = mean;
        List<Long> next = lately;
        for (long i = 0; i < passed; i++) {
            nextMean += ALPHA * (next.getLast() / 1_000.0 - nextMean);
            List<Long> shifted = new ArrayList<>(LATELY);
            shifted.add(0L);
            shifted.addAll(next.subList(0, LATELY - 1));
            next = shifted;
        }
        return new Circle(met, newDay, next, nextMean);
    }

    /** Thousandths of surprise within so many days that are too much: so many more than this principal's days hold. */
    long alertAt(long milli, int within) {
        return milli + Math.round(1_000 * within * mean);
    }

    /** As {@link java.util.Arrays#binarySearch}. */
    private static int indexOf(List<Met> sorted, long principal) {
        int low = 0;
        int high = sorted.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(sorted.get(middle).principal(), principal);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    static final Codec<Circle> CODEC = new Codec<>() {
        private static final int VERSION = 3;
        private static final double SCALE = 1_000;

        @Override
        public byte[] encode(Circle circle) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .number(circle.day)
                    .number(Math.round(circle.mean * SCALE))
                    .number(circle.met.size());
            for (Met other : circle.met) {
                out.number(other.principal()).number(other.shared()).number(other.breadth());
            }
            circle.lately.forEach(out::number);
            return out.bytes();
        }

        @Override
        public Circle decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            int version = in.version(VERSION);
            int stored = version == 1 ? LATELY_1 : LATELY;
            long day = in.number();
            double mean = in.number() / SCALE;
            if (version < VERSION) {
                in.number();
            }
            List<Met> met = in.list(() -> new Met(in.number(), in.count(), in.count()));
            List<Long> lately = new ArrayList<>(LATELY);
            for (int i = 0; i < LATELY; i++) {
                lately.add(i < stored ? in.number() : 0);
            }
            return new Circle(met, day, lately, mean);
        }
    };
}
