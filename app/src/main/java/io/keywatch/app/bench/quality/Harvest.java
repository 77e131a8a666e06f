package io.keywatch.app.bench.quality;

import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.schemas.v1.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** What a core has told since it was last asked, flushed as the service flushes. One thread. */
final class Harvest {
    private final List<Finding> told = new ArrayList<>();
    private final IntSupplier flush;
    private Instant flushed = Instant.MIN;

    /** @param flush of the core, which tells {@link #add} and returns how many it told */
    Harvest(IntSupplier flush) {
        this.flush = flush;
    }

    void add(Finding finding) {
        told.add(finding);
    }

    /** Once the core has taken the call that was delivered then. */
    List<Finding> after(Instant deliveredAt) {
        if (!deliveredAt.isBefore(flushed)) {
            flushed = deliveredAt.plus(AccessAnalyzer.FLUSH_INTERVAL);
            var _ = flush.getAsInt();
        }
        return taken();
    }

    List<Finding> atTheEnd() {
        while (flush.getAsInt() > 0) {
            // until nothing is left unpublished
        }
        return taken();
    }

    private List<Finding> taken() {
        if (told.isEmpty()) {
            return List.of();
        }
        List<Finding> all = List.copyOf(told);
        told.clear();
        return all;
    }
}
