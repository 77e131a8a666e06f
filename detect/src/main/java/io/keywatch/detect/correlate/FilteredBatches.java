package io.keywatch.detect.correlate;

import io.keywatch.detect.call.ResourceNames;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A batch read by filter stands for what it returned, which no event of its own tells. AWS may write a GetSecretValue for
 * each secret, and KMS a decryption, or may not: whatever of it is told by name counts in place of the batch, once.
 */
final class FilteredBatches {
    /** What is derived from a batch has its time, or that of KMS a moment later. */
    private static final long DERIVED_WITHIN = 60_000;

    private FilteredBatches() {}

    /** The weights together, a batch by what is left of it. */
    static long sum(List<FirstRead> reads, ToLongFunction<FirstRead> weight) {
        long sum = 0;
        for (FirstRead read : reads) {
            sum += isBatch(read) ? left(read, reads, weight) : weight.applyAsLong(read);
        }
        return sum;
    }

    /** By how much the sum grows with {@code read}. */
    static long more(FirstRead read, List<FirstRead> known, ToLongFunction<FirstRead> weight) {
        long own = weight.applyAsLong(read);
        if (isBatch(read)) {
            return left(read, known, weight);
        }
        for (FirstRead batch : known) {
            if (tells(read, batch)) {
                own -= Math.min(own, left(batch, known, weight));
            }
        }
        return own;
    }

    /** Without the batches of which something is told by name. */
    static List<FirstRead> byName(List<FirstRead> reads) {
        return reads.stream()
                .filter(read -> !isBatch(read) || reads.stream().noneMatch(other -> tells(other, read)))
                .toList();
    }

    private static long left(FirstRead batch, List<FirstRead> reads, ToLongFunction<FirstRead> weight) {
        long left = weight.applyAsLong(batch);
        for (FirstRead read : reads) {
            if (tells(read, batch)) {
                left -= weight.applyAsLong(read);
            }
        }
        return Math.max(0, left);
    }

    /** Of the same region and account, and of the same moment. */
    private static boolean tells(FirstRead read, FirstRead batch) {
        if (!isBatch(batch) || isBatch(read)) {
            return false;
        }
        String every = batch.secret();
        return read.secret().startsWith(every.substring(0, every.length() - 1))
                && Math.abs(read.use().at() - batch.use().at()) <= DERIVED_WITHIN;
    }

    private static boolean isBatch(FirstRead read) {
        return ResourceNames.isEverySecret(read.secret());
    }
}
