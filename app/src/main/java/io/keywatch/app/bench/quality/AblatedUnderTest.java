package io.keywatch.app.bench.quality;

import io.keywatch.app.quality.judge.Briefing;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.replay.IncidentReplay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Keywatch without some rules, or without none: what the others find, and the incidents that are left of that. */
final class AblatedUnderTest implements DetectorUnderTest {
    private final SharedCore.Runs runs;
    private final Briefing run;
    private final SharedCore core;
    private final Set<String> off;
    private final IncidentReplay incidents = new IncidentReplay(AccessSettings.INCIDENT_AT, this::tell);
    private final Harvest harvest = new Harvest(incidents::flush);

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
        return harvest.after(deliveredAt);
    }

    @Override
    public List<Finding> end() {
        core.end().forEach(this::found);
        runs.over(run);
        return harvest.atTheEnd();
    }

    private void found(Finding finding) {
        if (!off.contains(finding.getRule().getId())) {
            harvest.add(finding);
            incidents.found(finding);
        }
    }

    private void tell(Finding incident) {
        if (!off.contains(incident.getRule().getId())) {
            harvest.add(incident);
        }
    }
}
