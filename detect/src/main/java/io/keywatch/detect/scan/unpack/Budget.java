package io.keywatch.detect.scan.unpack;

import io.keywatch.detect.scan.ScanLimits;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** What is left of one artifact's limits, and what went wrong on the way. Used by one thread. */
public final class Budget {
    /** Reasons kept: a damaged archive has one per member. */
    private static final int MAX_REASONS = 5;

    private final ScanLimits limits;
    private final LongSupplier nanos;
    private final long deadline;
    private final Set<String> reasons = new LinkedHashSet<>();
    private long inflated;
    private int entries;

    public Budget(ScanLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.deadline = nanos.getAsLong() + limits.maxTime().toNanos();
    }

    public ScanLimits limits() {
        return limits;
    }

    /** @param reason a constant text: never from the content */
    public void partial(String reason) {
        if (reasons.size() < MAX_REASONS) {
            reasons.add(reason);
        }
    }

    public boolean isPartial() {
        return !reasons.isEmpty();
    }

    public String reasons() {
        return String.join("; ", reasons);
    }

    public boolean inTime() {
        if (nanos.getAsLong() - deadline < 0) {
            return true;
        }
        partial("over the time limit of " + limits.maxTime());
        return false;
    }

    public boolean admitEntry() {
        if (entries >= limits.maxEntries()) {
            partial("over the limit of " + limits.maxEntries() + " archive entries");
            return false;
        }
        entries++;
        return inTime();
    }

    /** Charges bytes before anybody sees them. */
    void charge(long bytes) throws OverLimit {
        inflated += bytes;
        if (inflated > limits.maxInflatedBytes()) {
            throw new OverLimit("over the limit of " + limits.maxInflatedBytes() + " unpacked bytes");
        }
        if (!inTime()) {
            throw new OverLimit("over the time limit of " + limits.maxTime());
        }
    }

    /** Passes through the streams of libraries, which know no other way to stop. */
    static final class OverLimit extends java.io.IOException {
        private static final long serialVersionUID = 1L;

        OverLimit(String reason) {
            super(reason);
        }
    }
}
