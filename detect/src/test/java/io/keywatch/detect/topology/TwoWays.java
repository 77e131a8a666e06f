package io.keywatch.detect.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Delivery;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.VaultValue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.TestInputTopic;

/**
 * The same stream through the access and posture topologies and through replay, which must end in the same findings;
 * incidents aside, as the two applications meet on a broker only.
 */
final class TwoWays implements AutoCloseable {
    private final Bench access = new Bench("access");
    private final Bench posture = new Bench("posture");
    private final Replay replay = new Replay(AccessSettings.defaults());
    private final TestInputTopic<String, ApiCall> accessCalls;
    private final TestInputTopic<String, ApiCall> postureCalls;
    private final TestInputTopic<String, Exposure> accessExposures;
    private final TestInputTopic<String, Exposure> postureExposures;
    private final TestInputTopic<String, VaultValue> values;
    private final TestInputTopic<String, Departure> departures;

    TwoWays() {
        access.startAccess(AccessSettings.defaults());
        posture.startPosture(PostureSettings.DEFAULTS);
        accessCalls = access.input(Topics.CLOUDTRAIL);
        postureCalls = posture.input(Topics.CLOUDTRAIL);
        accessExposures = access.input(Topics.EXPOSURES);
        postureExposures = posture.input(Topics.EXPOSURES);
        values = posture.input(Topics.VAULT_VALUES);
        departures = posture.input(Topics.DEPARTURES);
    }

    void send(ApiCall call) {
        String key = call.getRecipientAccountId() + "/" + call.getPrincipal().getId();
        accessCalls.pipeInput(key, call, call.getIngestedAt());
        postureCalls.pipeInput(key, call, call.getIngestedAt());
        replay.accept(call);
    }

    void send(Exposure exposure) {
        accessExposures.pipeInput(exposure.getId(), exposure);
        postureExposures.pipeInput(exposure.getId(), exposure);
        replay.exposed(exposure);
    }

    void send(VaultValue value) {
        values.pipeInput(value.getSecretArn() + "@" + value.getFingerprint(), value);
        replay.held(value);
    }

    void send(Departure departure) {
        departures.pipeInput(departure.getPerson(), departure);
        replay.departed(departure);
    }

    /** Last states, of one rule. */
    List<Finding> findings(String rule) {
        return all().values().stream()
                .filter(finding -> finding.getRule().getId().equals(rule))
                .toList();
    }

    /** Last states by id. */
    Map<String, Finding> all() {
        Map<String, Finding> replayed = lastStates(replay.findings());
        seen.putAll(drain(access));
        seen.putAll(drain(posture));
        assertThat(seen).isEqualTo(replayed);
        return replayed;
    }

    private final Map<String, Finding> seen = new TreeMap<>();

    private static Map<String, Finding> drain(Bench bench) {
        bench.driver().advanceWallClockTime(Duration.ofMinutes(1));
        return lastStates(bench.output(Topics.DETECTIONS).readValuesToList());
    }

    static Map<String, Finding> lastStates(Collection<Finding> findings) {
        Map<String, Finding> byId = new TreeMap<>();
        for (Finding finding : findings) {
            if (finding.getFindingClass() == FindingClass.SEQUENCE) {
                continue;
            }
            byId.put(finding.getId(), Delivery.withoutArrival(finding));
        }
        return byId;
    }

    @Override
    public void close() {
        access.close();
        posture.close();
    }
}
