package io.keywatch.app.bench.quality;

import io.keywatch.app.quality.judge.Briefing;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every detector but the incidents, once for all that look at it in turn: to switch a detector off drops its findings and
 * changes nothing of what the others find. All that look at it must take each call before any takes the next. One thread.
 */
final class SharedCore {
    private final DetectorUnderTest core;
    private @Nullable ApiCall last;
    private final Set<String> exposed = new HashSet<>();
    private List<Finding> told = List.of();
    private boolean over;

    private SharedCore(Set<String> incidents) {
        this.core = KeywatchUnderTest.contender("core", "", AccessSettings.without(incidents))
                .open()
                .apply(new Briefing(Map.of(), Instant.EPOCH, Instant.EPOCH, Instant.EPOCH));
    }

    /** The cores of the runs that are under way. */
    static final class Runs {
        private final Map<Briefing, SharedCore> cores = new ConcurrentHashMap<>();
        private final Set<String> incidents;

        Runs(Set<String> incidents) {
            this.incidents = incidents;
        }

        SharedCore of(Briefing run) {
            return cores.computeIfAbsent(run, _ -> new SharedCore(incidents));
        }

        void over(Briefing run) {
            cores.remove(run);
        }
    }

    void exposure(Exposure exposure) {
        if (exposed.add(exposure.getId())) {
            core.exposure(exposure);
        }
    }

    @SuppressWarnings("ReferenceEquality") // one delivery of a call, told to each contender; a duplicate is another
    List<Finding> accept(ApiCall call, Instant deliveredAt) {
        if (call != last) {
            last = call;
            told = core.accept(call, deliveredAt);
        }
        return told;
    }

    List<Finding> end() {
        if (!over) {
            over = true;
            told = core.end();
        }
        return told;
    }
}
