package io.keywatch.detect.access;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Use;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.schemas.v1.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The different secrets that one principal read on one UTC day, and what was usual until then: a function of the reads,
 * whatever their order. Immutable.
 *
 * @param mean of the days up to the day before yesterday, exponentially weighted; yesterday may still grow
 * @param variance likewise
 * @param hashes of what was read, sorted, at most {@link #MAX_READS}
 * @param firsts when each was first read: milliseconds of the day times two, and one where it was new to the principal
 * @param novel the first {@link #MAX_NOVEL} of the new ones, oldest first
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after it was made, and compared with what it came from alone
record ReadDay(long day, double mean, double variance, long[] hashes, int[] firsts, List<Novel> novel) {
    /** Beyond this a day is far above anybody's usual, whatever the exact number. */
    static final int MAX_READS = 2_048;

    /** As many resources as a finding lists. */
    static final int MAX_NOVEL = 100;

    /** Span of 14 days: two weeks carry about 86 % of the weight. */
    private static final double ALPHA = 2.0 / (14 + 1);

    private static final double SCALE = 1_000;

    /** The first read of something that is new to the principal. */
    record Novel(String resource, Use use) {
        private static final Comparator<Novel> OLDEST_FIRST =
                Comparator.comparing(Novel::use, Use.OLDEST_FIRST).thenComparing(Novel::resource);

        Evidence evidence() {
            return Evidence.newBuilder(use.evidence()).setResource(resource).build();
        }
    }

    static ReadDay quiet(long day, double mean, double variance) {
        return new ReadDay(day, mean, variance, new long[0], new int[0], List.of());
    }

    /** Different secrets. */
    int distinct() {
        return hashes.length;
    }

    /** How many of them were new to the principal. */
    int distinctNovel() {
        return (int) Arrays.stream(firsts).filter(first -> first % 2 == 1).count();
    }

    /** So many standard deviations above the mean, where the variance never counts below that of a Poisson process. */
    double allowance(double deviations) {
        return mean + deviations * Math.sqrt(variance + mean + 1);
    }

    /**
     * When the {@code nth} secret was read, in epoch milliseconds: of the new ones where there are as many, else of all.
     */
    long reached(int nth) {
        int parity = distinctNovel() >= nth ? 1 : 0;
        return day * TimeKeys.DAY
                + IntStream.of(firsts)
                                .filter(first -> first % 2 >= parity)
                                .sorted()
                                .skip(nth - 1L)
                                .findFirst()
                                .orElseThrow()
                        / 2;
    }

    /** When the last of them was first read, in epoch milliseconds. */
    long last() {
        return day * TimeKeys.DAY + IntStream.of(firsts).max().orElseThrow() / 2;
    }

    /** @param read of something new to the principal; null where it is usual */
    ReadDay with(long hash, long at, @Nullable Novel read) {
        int first = (int) (at - day * TimeKeys.DAY) * 2 + (read == null ? 0 : 1);
        int place = Arrays.binarySearch(hashes, hash);
        if (place >= 0 ? firsts[place] / 2 <= first / 2 : hashes.length >= MAX_READS) {
            return this;
        }
        if (place >= 0) {
            int[] earlier = firsts.clone();
            earlier[place] = first;
            return new ReadDay(day, mean, variance, hashes, earlier, novelWith(read));
        }
        int next = -place - 1;
        int length = hashes.length;
        long[] moreHashes = around(next, length, hashes, new long[length + 1]);
        int[] moreFirsts = around(next, length, firsts, new int[length + 1]);
        moreHashes[next] = hash;
        moreFirsts[next] = first;
        return new ReadDay(day, mean, variance, moreHashes, moreFirsts, novelWith(read));
    }

    private List<Novel> novelWith(@Nullable Novel read) {
        if (read == null) {
            return novel;
        }
        List<Novel> next = new ArrayList<>(novel);
        next.removeIf(known -> known.resource().equals(read.resource()));
        next.add(read);
        next.sort(Novel.OLDEST_FIRST);
        return next.size() <= MAX_NOVEL ? next : next.subList(0, MAX_NOVEL);
    }

    /** Copies an array into one that is longer by one, with room at {@code place}. */
    @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of one primitive
    private static <A> A around(int place, int length, A from, A to) {
        System.arraycopy(from, 0, to, 0, place);
        System.arraycopy(from, place, to, place + 1, length - place);
        return to;
    }

    /**
     * The day after this one, quiet so far.
     *
     * @param before the day before this one, which is now over
     * @param firstDay of the principal: what was before it was not quiet, it was not
     */
    ReadDay next(ReadDay before, long firstDay) {
        if (before.day < firstDay) {
            return quiet(day + 1, mean, variance);
        }
        if (before.day == firstDay) {
            return quiet(day + 1, before.distinct(), 0);
        }
        double difference = before.distinct() - mean;
        double increment = ALPHA * difference;
        return quiet(day + 1, mean + increment, (1 - ALPHA) * (variance + difference * increment));
    }

    /** The same on another day. */
    ReadDay on(long otherDay) {
        return otherDay == day ? this : new ReadDay(otherDay, mean, variance, hashes, firsts, novel);
    }

    void write(BinaryOut out) {
        out.number(Math.round(mean * SCALE))
                .number(Math.round(variance * SCALE))
                .number(hashes.length);
        long before = 0;
        for (int i = 0; i < hashes.length; i++) {
            out.number(hashes[i] - before).number(firsts[i]);
            before = hashes[i];
        }
        out.number(novel.size());
        for (Novel read : novel) {
            read.use().write(out.text(read.resource()));
        }
    }

    static ReadDay read(long day, BinaryIn in) {
        double mean = in.number() / SCALE;
        double variance = in.number() / SCALE;
        long[] hashes = new long[in.size()];
        int[] firsts = new int[hashes.length];
        long before = 0;
        for (int i = 0; i < hashes.length; i++) {
            before += in.number();
            hashes[i] = before;
            firsts[i] = in.count();
        }
        List<Novel> novel = in.list(() -> new Novel(in.text(), Use.read(in)));
        return new ReadDay(day, mean, variance, hashes, firsts, novel);
    }
}
