package io.keywatch.detect.access;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many different secrets a principal reads a day: an exponentially weighted mean and variance over whole days, and
 * the secrets of the day that is running; how many it has ever read, and whether it makes some itself. Immutable.
 *
 * @param firstSeen epoch milliseconds of whatever it did
 * @param firstTouch of its first read or write of a secret; {@link #NEVER} before
 * @param day the running UTC day
 * @param today hashes of what was read on that day, sorted, at most {@link #MAX_TODAY}
 * @param novelToday how many of these were new to the principal
 * @param novel the first {@link #MAX_NOVEL} of them to come
 * @param mean of the days before
 * @param variance likewise
 * @param days whole days since the principal was first seen
 * @param breadth different secrets read so far
 * @param writeDays days on which it wrote secrets
 * @param lastWriteDay the newest of them
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after it was made, and compared by nobody
record Profile(
        long firstSeen,
        long firstTouch,
        long day,
        long[] today,
        int novelToday,
        List<Novel> novel,
        double mean,
        double variance,
        long days,
        int breadth,
        int writeDays,
        long lastWriteDay) {
    /** Span of 14 days: two weeks carry about 86 % of the weight. */
    static final double ALPHA = 2.0 / (14 + 1);

    /** Beyond this a day is far above anybody's usual, whatever the exact number. */
    static final int MAX_TODAY = 2_048;

    /** As much evidence as a finding shows. */
    static final int MAX_NOVEL = 20;

    /** A read of something new to the principal; epoch milliseconds. */
    record Novel(String resource, String action, long at, String eventId) {
        Evidence evidence() {
            return Evidence.newBuilder()
                    .setEventId(eventId)
                    .setTime(Instant.ofEpochMilli(at))
                    .setAction(action)
                    .setResource(resource)
                    .build();
        }
    }

    /** More quiet days than this change nothing any more. */
    private static final int MAX_QUIET_DAYS = 60;

    static final long NEVER = Long.MAX_VALUE;

    /** Once may be an accident, or the thief's own. */
    private static final int MAKER_DAYS = 2;

    /** Who did so once, and nothing came of it. */
    private static final long MAKER_SINCE = 7;

    /** Different secrets on the running day. */
    int distinctToday() {
        return today.length;
    }

    long daysKnown(long at) {
        return Math.max(0, (at - firstSeen) / TimeKeys.DAY);
    }

    /** Whole days since it first had to do with a secret. */
    long daysReading(long at) {
        return firstTouch == NEVER ? 0 : Math.max(0, (at - firstTouch) / TimeKeys.DAY);
    }

    /** Infrastructure code, a rotation: somebody whose work it is to make secrets. */
    boolean maker(long at) {
        return writeDays >= MAKER_DAYS || (writeDays == 1 && TimeKeys.dayOf(at) - lastWriteDay >= MAKER_SINCE);
    }

    static Profile startingAt(long at) {
        return new Profile(at, NEVER, TimeKeys.dayOf(at), new long[0], 0, List.of(), 0, 0, 0, 0, 0, Long.MIN_VALUE);
    }

    Profile on(long newDay) {
        if (newDay <= day) {
            return this;
        }
        double nextMean = mean;
        double nextVariance = variance;
        long closed = days;
        long quiet = Math.min(newDay - day - 1, MAX_QUIET_DAYS);
        for (long i = 0; i <= quiet; i++) {
            double count = i == 0 ? today.length : 0;
            double difference = count - nextMean;
            double increment = ALPHA * difference;
            nextVariance = closed == 0 ? 0 : (1 - ALPHA) * (nextVariance + difference * increment);
            nextMean = closed == 0 ? count : nextMean + increment;
            closed++;
        }
        return new Profile(
                firstSeen,
                firstTouch,
                newDay,
                new long[0],
                0,
                List.of(),
                nextMean,
                nextVariance,
                days + newDay - day,
                breadth,
                writeDays,
                lastWriteDay);
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
        return copy(next, novelToday, novel, breadth, writeDays, lastWriteDay);
    }

    Profile with(long hash, Novel read) {
        List<Novel> more = novel;
        if (novel.size() < MAX_NOVEL) {
            more = new ArrayList<>(novel);
            more.add(read);
        }
        return copy(with(hash).today, novelToday + 1, more, breadth, writeDays, lastWriteDay);
    }

    /** It turns out to have been there before, without reading anything. */
    Profile since(long at) {
        return new Profile(
                at,
                firstTouch,
                day,
                today,
                novelToday,
                novel,
                mean,
                variance,
                days + TimeKeys.dayOf(firstSeen) - TimeKeys.dayOf(at),
                breadth,
                writeDays,
                lastWriteDay);
    }

    Profile touched(long at) {
        return at >= firstTouch
                ? this
                : new Profile(
                        firstSeen,
                        at,
                        day,
                        today,
                        novelToday,
                        novel,
                        mean,
                        variance,
                        days,
                        breadth,
                        writeDays,
                        lastWriteDay);
    }

    Profile broader() {
        return copy(today, novelToday, novel, breadth + 1, writeDays, lastWriteDay);
    }

    Profile wroteOn(long writeDay) {
        return writeDay <= lastWriteDay ? this : copy(today, novelToday, novel, breadth, writeDays + 1, writeDay);
    }

    private Profile copy(
            long[] ofToday, int novels, List<Novel> reads, int nextBreadth, int nextDays, long nextWriteDay) {
        return new Profile(
                firstSeen,
                firstTouch,
                day,
                ofToday,
                novels,
                reads,
                mean,
                variance,
                days,
                nextBreadth,
                nextDays,
                nextWriteDay);
    }

    /** So many standard deviations above the mean, where the variance never counts below that of a Poisson process. */
    double allowance(double deviations) {
        return mean + deviations * Math.sqrt(variance + mean + 1);
    }

    static final Codec<Profile> CODEC = new Codec<>() {
        private static final int VERSION = 3;
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
            out.number(profile.novel.size());
            for (Novel read : profile.novel) {
                out.text(read.resource()).text(read.action()).number(read.at()).text(read.eventId());
            }
            return out.number(profile.novelToday)
                    .number(profile.breadth)
                    .number(profile.writeDays)
                    .number(profile.lastWriteDay)
                    .number(profile.firstTouch == NEVER ? -1 : Math.max(0, profile.firstTouch - profile.firstSeen))
                    .bytes();
        }

        @Override
        public Profile decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            int version = in.version(VERSION);
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
            if (version < 2) {
                return new Profile(
                        firstSeen, firstSeen, day, today, 0, List.of(), mean, variance, days, 0, 0, Long.MIN_VALUE);
            }
            List<Novel> novel = new ArrayList<>();
            for (int left = in.count(); left > 0; left--) {
                novel.add(new Novel(in.text(), in.text(), in.number(), in.text()));
            }
            int novelToday = in.count();
            int breadth = in.count();
            int writeDays = in.count();
            long lastWriteDay = in.number();
            // profiles once began with the first touch
            long touchedAfter = version < 3 ? 0 : in.number();
            return new Profile(
                    firstSeen,
                    touchedAfter < 0 ? NEVER : firstSeen + touchedAfter,
                    day,
                    today,
                    novelToday,
                    novel,
                    mean,
                    variance,
                    days,
                    breadth,
                    writeDays,
                    lastWriteDay);
        }
    };
}
