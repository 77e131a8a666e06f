package io.keywatch.app.bench.quality;

import io.keywatch.app.quality.judge.Briefing;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.replay.IncidentReplay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Keywatch without some rules, or without none: what the others find, and the incidents that are left of that. */
final class AblatedUnderTest implements DetectorUnderTest {
    private final SharedCore.Runs runs;
    private final Briefing run;
    private final SharedCore core;
    private final Set<String> off;
    private final List<Finding> told = new ArrayList<>();
    private final IncidentReplay incidents = new IncidentReplay(this::tell);
    private Instant flushed = Instant.MIN;

    AblatedUnderTest(SharedCore.Runs runs, Briefing run, Set<String> off) {
        this.runs = runs;
        this.run = run;
        this.core = runs.of(run);
        this.off = off;
    }

    @Override
    public void exposure(Exposure exposure) {
        core.exposure(exposure);
    }

    @Override
    public List<Finding> accept(ApiCall call, Instant deliveredAt) {
        core.accept(call, deliveredAt).forEach(this::found);
        incidents.accept(call);
        if (!deliveredAt.isBefore(flushed)) {
            flushed = deliveredAt.plus(AccessAnalyzer.FLUSH_INTERVAL);
            incidents.flush();
        }
        return taken();
    }

    @Override
    public List<Finding> end() {
        core.end().forEach(this::found);
        runs.over(run);
        while (incidents.flush() > 0) {
            // until nothing is left unpublished
        }
        return taken();
    }

    private void found(Finding finding) {
        if (!off.contains(finding.getRule().getId())) {
            told.add(finding);
            incidents.found(finding);
        }
    }

    private void tell(Finding incident) {
        if (!off.contains(incident.getRule().getId())) {
            told.add(incident);
        }
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
