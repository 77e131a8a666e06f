package io.keywatch.detect.access;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.Arrays;

/**
 * How many different secrets a principal reads a day: an exponentially weighted mean and variance over whole days, and
 * the secrets of the day that is running.
 * Immutable.
 */
final class Profile {
    /** Span of 14 days: two weeks carry about 86 % of the weight. */
    static final double ALPHA = 2.0 / (14 + 1);

    /** Beyond this a day is far above anybody's usual, whatever the exact number. */
    static final int MAX_TODAY = 2_048;

    /** More quiet days than this change nothing any more. */
    private static final int MAX_QUIET_DAYS = 60;

    private final long firstSeen;
    private final long day;
    /** Hashes of what was read on that day, sorted, at most {@link #MAX_TODAY}. */
    private final long[] today;

    private final double mean;
    private final double variance;
    private final long days;

    private Profile(long firstSeen, long day, long[] today, double mean, double variance, long days) {
        this.firstSeen = firstSeen;
        this.day = day;
        this.today = today;
        this.mean = mean;
        this.variance = variance;
        this.days = days;
    }

    /** Epoch milliseconds. */
    long firstSeen() {
        return firstSeen;
    }

    /** The running UTC day. */
    long day() {
        return day;
    }

    /** Different secrets on the running day. */
    int distinctToday() {
        return today.length;
    }

    /** Of the days before. */
    double mean() {
        return mean;
    }

    /** Whole days since the principal was first seen. */
    long days() {
        return days;
    }

    static Profile startingAt(long at) {
        return new Profile(at, TimeKeys.dayOf(at), new long[0], 0, 0, 0);
    }

    Profile on(long newDay) {
        if (newDay <= day) {
            return this;
        }
        Profile next = this;
        long quiet = Math.min(newDay - day - 1, MAX_QUIET_DAYS);
        next = next.closed(today.length);
        for (long i = 0; i < quiet; i++) {
            next = next.closed(0);
        }
        return new Profile(firstSeen, newDay, new long[0], next.mean, next.variance, days + newDay - day);
    }

    private Profile closed(int count) {
        double difference = count - mean;
        double increment = ALPHA * difference;
        double newMean = days == 0 ? count : mean + increment;
        double newVariance = days == 0 ? 0 : (1 - ALPHA) * (variance + difference * increment);
        return new Profile(firstSeen, day, today, newMean, newVariance, days + 1);
    }

    boolean has(long hash) {
        return Arrays.binarySearch(today, hash) >= 0;
    }

    Profile with(long hash) {
        int at = Arrays.binarySearch(today, hash);
        if (at >= 0 || today.length >= MAX_TODAY) {
            return this;
        }
        int place = -at - 1;
        long[] next = new long[today.length + 1];
        System.arraycopy(today, 0, next, 0, place);
        next[place] = hash;
        System.arraycopy(today, place, next, place + 1, today.length - place);
        return new Profile(firstSeen, day, next, mean, variance, days);
    }

    /** Four standard deviations above the mean, where the variance never counts below that of a Poisson process. */
    double ceiling() {
        return mean + 4 * Math.sqrt(variance + mean + 1);
    }

    static final Codec<Profile> CODEC = new Codec<>() {
        private static final int VERSION = 1;
        private static final double SCALE = 1_000;

        @Override
        public byte[] encode(Profile profile) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .number(profile.firstSeen)
                    .number(profile.day)
                    .number(Math.round(profile.mean * SCALE))
                    .number(Math.round(profile.variance * SCALE))
                    .number(profile.days)
                    .number(profile.today.length);
            long before = 0;
            for (long hash : profile.today) {
                out.number(hash - before);
                before = hash;
            }
            return out.bytes();
        }

        @Override
        public Profile decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long firstSeen = in.number();
            long day = in.number();
            double mean = in.number() / SCALE;
            double variance = in.number() / SCALE;
            long days = in.number();
            long[] today = new long[in.count()];
            long before = 0;
            for (int i = 0; i < today.length; i++) {
                before += in.number();
                today[i] = before;
            }
            return new Profile(firstSeen, day, today, mean, variance, days);
        }
    };
}
