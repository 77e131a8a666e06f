package io.keywatch.app.bench.quality;

import io.keywatch.app.quality.judge.Contender;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.time.Instant;
import java.util.List;

/**
 * The cores of the service over tables on the heap, fed in order of delivery and flushed as the service flushes. It is
 * told nothing but calls and exposures: peer labels it does not use, it learns who resembles whom.
 */
public final class KeywatchUnderTest implements DetectorUnderTest {
    private final Harvest harvest = new Harvest(this::flush);
    private final Replay replay;

    private KeywatchUnderTest(AccessSettings settings) {
        this.replay = new Replay(settings, JoinSettings.DEFAULTS, SigmaRuleSet.EMPTY, harvest::add);
    }

    private int flush() {
        return replay.flush();
    }

    public static Contender contender(String name, String note, AccessSettings settings) {
        return new Contender(name, Contender.Kind.SHIPPED, note, briefing -> new KeywatchUnderTest(settings));
    }

    @Override
    public void exposure(Exposure exposure) {
        replay.exposed(exposure);
    }

    @Override
    public List<Finding> accept(ApiCall call, Instant deliveredAt) {
        replay.accept(call);
        return harvest.after(deliveredAt);
    }

    @Override
    public List<Finding> end() {
        return harvest.atTheEnd();
    }
}
