package io.keywatch.detect.correlate;

import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.call.TimeKeys;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How surprising a first read is, in thousandths: much when nobody who resembles the principal has read the secret, little
 * when some have. What belongs together surprises once: who has just begun to read an application's secrets will read
 * the rest of them.
 */
final class Surprise {
    /** Nobody that resembles it has ever read it. */
    static final long NO_PEER = 3_000;

    /** As much of a secret in another account. */
    private static final long FOREIGN = 2_550;

    /** Somebody must be the first to read a new secret. */
    static final long NEW_SECRET = 500;

    /** Who reads all there is comes to every secret some time; a flood of such reads is for the ceilings. */
    static final long READS_EVERYTHING = 200;

    /** Who makes secrets for a living reads them before anybody else, often before the news that they were made. */
    static final long MAKER = 100;

    /** The first batch read by filter: whatever the filter matched, up to twenty at a time. */
    static final long MANY_AT_ONCE = 3 * NO_PEER;

    private static final int FEW_SECRETS = 30;
    private static final int FEW_READERS = 8;

    /** An application reads its own few secrets: two that it reads belong together. Of who reads more that is not said. */
    private static final int APPLICATION = 8;

    /** One whom two secrets have in common says less than a peer that is known. */
    private static final double TOGETHER = 0.3;

    private Surprise() {}

    /**
     * @param lately what surprised about the principal before, in the order of time
     * @param critical nothing excuses a reader that has no peer
     */
    static FirstRead judge(Company company, Circle circle, List<FirstRead> lately, boolean critical) {
        List<ReaderLedger.Reader> readers = company.readers();
        FirstRead read = company.read()
                .near(readers.stream()
                        .filter(reader -> reader.breadth() <= APPLICATION)
                        .sorted(Comparator.comparingInt(ReaderLedger.Reader::breadth)
                                .thenComparingLong(ReaderLedger.Reader::principal))
                        .limit(FirstRead.MAX_NEAR)
                        .map(ReaderLedger.Reader::principal)
                        .toList());
        if (company.popular()) {
            return read.judged(NO_PEER / ReaderLedger.MAX_READERS, ReaderLedger.MAX_READERS);
        }
        int peers = circle.peers(readers, read.breadth());
        int together = together(read, readers, circle, lately);
        if (peers + together > 0) {
            return read.judged(excused(1_000 / (1 + peers + TOGETHER * together), read), peers + together);
        }
        if (ResourceNames.isEverySecret(read.secret())) {
            return read.judged(MANY_AT_ONCE, 0);
        }
        if (readers.isEmpty() && (company.fresh() || read.maker())) {
            return read.judged(excused((double) (read.maker() ? MAKER : NEW_SECRET), read), 0);
        }
        if (circle.readsEverything(readers, read.breadth())) {
            return read.judged(READS_EVERYTHING, 0);
        }
        return read.judged(critical ? NO_PEER : excused(strange(read, readers.size()), read), 0);
    }

    /** Who reads much comes upon more that is new. */
    private static long excused(double milli, FirstRead read) {
        return Math.round(milli * FEW_SECRETS / Math.max(FEW_SECRETS, read.breadth()));
    }

    /**
     * What many read is nobody's own; and another account's secret is read by whom its owner lets in, which a thief can
     * count on in the account of the role that he stole alone.
     */
    private static double strange(FirstRead read, int readers) {
        return (double) (read.elsewhere() ? FOREIGN : NO_PEER) * FEW_READERS / Math.max(FEW_READERS, readers);
    }

    /** Readers of few secrets whom this one has in common with those first read within the day before. */
    private static int together(
            FirstRead read, List<ReaderLedger.Reader> readers, Circle circle, List<FirstRead> lately) {
        Set<Long> near = new HashSet<>();
        int recent = 0;
        for (FirstRead earlier : lately) {
            if (Math.abs(read.use().at() - earlier.use().at()) < TimeKeys.DAY) {
                near.addAll(earlier.near());
                recent++;
            }
        }
        if (recent == 0) {
            return 0;
        }
        long world = circle.world(readers, read.breadth());
        int together = 0;
        for (ReaderLedger.Reader reader : readers) {
            if (near.contains(reader.principal()) && Circle.beyondChance(1, recent, reader.breadth(), world)) {
                together++;
            }
        }
        return together;
    }

    /**
     * Thousandths: nothing on the first day, which has no baseline; three tenths until the principal is grown up, and until
     * it has been reading for as long, except for what no beginner reads.
     */
    static long weighed(FirstRead read, int grownUpDays) {
        if (read.daysKnown() == 0) {
            return 0;
        }
        boolean beginner = read.daysReading() < grownUpDays && !ResourceNames.isEverySecret(read.secret());
        return read.daysKnown() < grownUpDays || beginner ? read.surpriseMilli() * 3 / 10 : read.surpriseMilli();
    }
}
