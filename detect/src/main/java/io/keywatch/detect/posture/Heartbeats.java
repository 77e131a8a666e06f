package io.keywatch.detect.posture;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which stretches of the last days one account and region was heard of: a bit each, about 20 bytes a day and 350 in
 * all.
 *
 * @param last newest stretch, counted from the epoch
 * @param days by day from the epoch; at most {@link #MAX_DAYS}
 * @param timer newest time at which a timer is set
 * @param tampered newest time at which somebody changed a trail; {@link Long#MIN_VALUE} for never
 */
record Heartbeats(long last, Map<Long, BitSet> days, long timer, long tampered, String tamperedBy) {
    static final Heartbeats NONE = new Heartbeats(Long.MIN_VALUE, Map.of(), Long.MIN_VALUE, Long.MIN_VALUE, "");

    /** Two weeks have two weekends. */
    static final int MAX_DAYS = 15;

    static final int PER_DAY = (int) (TimeKeys.DAY / LogSilence.BEAT);

    Heartbeats heard(long at) {
        long beat = Math.floorDiv(at, LogSilence.BEAT);
        long day = Math.floorDiv(beat, PER_DAY);
        int bit = Math.floorMod(beat, PER_DAY);
        BitSet known = days.get(day);
        if (known != null && known.get(bit)) {
            return this;
        }
        TreeMap<Long, BitSet> next = new TreeMap<>(days);
        BitSet bits = known == null ? new BitSet(PER_DAY) : (BitSet) known.clone();
        bits.set(bit);
        next.put(day, bits);
        while (next.size() > MAX_DAYS || next.firstKey() <= next.lastKey() - MAX_DAYS) {
            next.pollFirstEntry();
        }
        return new Heartbeats(Math.max(last, beat), next, timer, tampered, tamperedBy);
    }

    Heartbeats timerAt(long at) {
        return new Heartbeats(last, days, at, tampered, tamperedBy);
    }

    Heartbeats tampered(long at, String by) {
        return at <= tampered ? this : new Heartbeats(last, days, timer, at, by);
    }

    /** Days between the first and the last that are remembered. */
    long span() {
        TreeMap<Long, BitSet> ordered = new TreeMap<>(days);
        return ordered.isEmpty() ? 0 : ordered.lastKey() - ordered.firstKey();
    }

    /** The longest silence between two signs of life, in stretches. */
    long longestGap() {
        return longestGap(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Heard of from one stretch to the other, and beyond, with no longer silence than {@code pause}. */
    boolean goesOn(long from, long to, long pause) {
        return last >= to && longestGap(from, to + pause) <= pause;
    }

    private long longestGap(long from, long to) {
        long longest = 0;
        long before = from;
        for (Map.Entry<Long, BitSet> day : new TreeMap<>(days).entrySet()) {
            BitSet bits = day.getValue();
            for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
                long beat = day.getKey() * PER_DAY + bit;
                if (beat < from || beat > to) {
                    continue;
                }
                if (before != Long.MIN_VALUE) {
                    longest = Math.max(longest, beat - before);
                }
                before = beat;
            }
        }
        return longest;
    }

    static final Codec<Heartbeats> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(Heartbeats beats) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .number(beats.last)
                    .number(beats.timer)
                    .number(beats.tampered)
                    .text(beats.tamperedBy)
                    .number(beats.days.size());
            new TreeMap<>(beats.days).forEach((day, bits) -> {
                long[] words = bits.toLongArray();
                out.number(day).number(words.length);
                for (long word : words) {
                    out.number(word);
                }
            });
            return out.bytes();
        }

        @Override
        public Heartbeats decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long last = in.number();
            long timer = in.number();
            long tampered = in.number();
            String by = in.text();
            TreeMap<Long, BitSet> days = new TreeMap<>();
            for (int left = in.size(); left > 0; left--) {
                long day = in.number();
                long[] words = new long[in.size()];
                for (int i = 0; i < words.length; i++) {
                    words[i] = in.number();
                }
                days.put(day, BitSet.valueOf(words));
            }
            return new Heartbeats(last, days, timer, tampered, by);
        }
    };
}
