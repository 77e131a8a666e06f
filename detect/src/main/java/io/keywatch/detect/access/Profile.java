package io.keywatch.detect.access;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;

/**
 * What one principal is used to: since when it is known, how many different secrets it reads a day and has ever read,
 * and whether it makes some itself. Immutable.
 *
 * @param firstSeen epoch milliseconds of whatever it did
 * @param firstTouch of its first read or write of a secret; {@link #NEVER} before
 * @param breadth different secrets read so far
 * @param writeDays days on which it wrote secrets
 * @param lastWriteDay the newest of them
 * @param yesterday the day before {@code today}, to which late reads are still added
 * @param today the newest UTC day
 */
record Profile(
        long firstSeen,
        long firstTouch,
        int breadth,
        int writeDays,
        long lastWriteDay,
        ReadDay yesterday,
        ReadDay today) {
    static final long NEVER = Long.MAX_VALUE;

    /** More quiet days than this change nothing any more. */
    private static final int MAX_QUIET_DAYS = 60;

    /** Once may be an accident, or the thief's own. */
    private static final int MAKER_DAYS = 2;

    /** Who did so once, and nothing came of it. */
    private static final long MAKER_SINCE = 7;

    static Profile startingAt(long at) {
        long day = TimeKeys.dayOf(at);
        return new Profile(at, NEVER, 0, 0, Long.MIN_VALUE, ReadDay.quiet(day - 1, 0, 0), ReadDay.quiet(day, 0, 0));
    }

    private long firstDay() {
        return TimeKeys.dayOf(firstSeen);
    }

    /** Whole days before {@code day} on which it was there. */
    long daysBefore(long day) {
        return day - firstDay();
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

    /** With {@code day} as the newest, unless a newer one has been. */
    Profile on(long day) {
        if (day <= today.day()) {
            return this;
        }
        long from = Math.max(today.day(), day - MAX_QUIET_DAYS);
        ReadDay before = yesterday.on(from - 1);
        ReadDay running = today.on(from);
        while (running.day() < day) {
            ReadDay next = running.next(before, firstDay());
            before = running;
            running = next;
        }
        return new Profile(firstSeen, firstTouch, breadth, writeDays, lastWriteDay, before, running);
    }

    /** With one of its two days as it is now. */
    Profile with(ReadDay changed) {
        boolean late = changed.day() < today.day();
        return new Profile(
                firstSeen,
                firstTouch,
                breadth,
                writeDays,
                lastWriteDay,
                late ? changed : yesterday,
                late ? today : changed);
    }

    /** It turns out to have been there before, without reading anything. */
    Profile since(long at) {
        return new Profile(at, firstTouch, breadth, writeDays, lastWriteDay, yesterday, today);
    }

    Profile touched(long at) {
        return at >= firstTouch ? this : new Profile(firstSeen, at, breadth, writeDays, lastWriteDay, yesterday, today);
    }

    Profile broader() {
        return new Profile(firstSeen, firstTouch, breadth + 1, writeDays, lastWriteDay, yesterday, today);
    }

    Profile wroteOn(long day) {
        return day <= lastWriteDay
                ? this
                : new Profile(firstSeen, firstTouch, breadth, writeDays + 1, day, yesterday, today);
    }

    static final Codec<Profile> CODEC = new Codec<>() {
        private static final int VERSION = 4;

        @Override
        public byte[] encode(Profile profile) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .number(profile.firstSeen)
                    .number(profile.firstTouch == NEVER ? -1 : Math.max(0, profile.firstTouch - profile.firstSeen))
                    .number(profile.breadth)
                    .number(profile.writeDays)
                    .number(profile.lastWriteDay)
                    .number(profile.today.day());
            profile.yesterday.write(out);
            profile.today.write(out);
            return out.bytes();
        }

        @Override
        public Profile decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            int version = in.version(VERSION);
            long firstSeen = in.number();
            if (version < VERSION) {
                // days were counted by another measure; how long it has been there is what others cannot tell again
                return startingAt(firstSeen).touched(firstSeen);
            }
            long touchedAfter = in.number();
            int breadth = in.count();
            int writeDays = in.count();
            long lastWriteDay = in.number();
            long day = in.number();
            return new Profile(
                    firstSeen,
                    touchedAfter < 0 ? NEVER : firstSeen + touchedAfter,
                    breadth,
                    writeDays,
                    lastWriteDay,
                    ReadDay.read(day - 1, in),
                    ReadDay.read(day, in));
        }
    };
}
