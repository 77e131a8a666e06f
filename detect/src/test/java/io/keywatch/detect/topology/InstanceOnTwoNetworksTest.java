package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stolen credential of an instance has another access key id than its agent's: the session has one name. */
class InstanceOnTwoNetworksTest {
    private static final String SPLIT = "access.instance-session-two-networks";
    private static final String INSTANCE = "i-0123456789abcdef0";
    private static final String HOME = "198.51.100.7";
    private static final String THIEF = "203.0.113.9";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void raisesASessionThatIsUsedFromASecondNetworkWithAnotherKey() {
        ways.send(used(INSTANCE, "ASIA" + "AGENTAGENTAGENT0", HOME, Duration.ZERO));
        ways.send(used(INSTANCE, "ASIA" + "THIEFTHIEFTHIEF0", THIEF, Duration.ofMinutes(20)));
        ways.send(used(INSTANCE, "ASIA" + "AGENTAGENTAGENT0", HOME, Duration.ofMinutes(30)));

        assertThat(ways.findings(SPLIT))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getExplanation()).contains(INSTANCE));
    }

    @Test
    void joinsInWhateverOrderTheyComeAndTwice() {
        List<ApiCall> calls = List.of(
                used(INSTANCE, "ASIA" + "AGENTAGENTAGENT0", HOME, Duration.ZERO),
                used(INSTANCE, "ASIA" + "THIEFTHIEFTHIEF0", THIEF, Duration.ofMinutes(20)));
        calls.forEach(ways::send);
        List<Finding> inOrder = ways.findings(SPLIT);
        try (TwoWays other = new TwoWays()) {
            calls.reversed().forEach(other::send);
            calls.forEach(other::send);

            assertThat(other.findings(SPLIT)).hasSize(1).isEqualTo(inOrder);
        }
    }

    @Test
    void saysNothingOfTwoInstancesOfOneRoleNorOfThePrivateAddressesOfOne() {
        ways.send(used(INSTANCE, "ASIA" + "AGENTAGENTAGENT0", HOME, Duration.ZERO));
        ways.send(used("i-0fedcba9876543210", "ASIA" + "OTHEROTHEROTHER0", THIEF, Duration.ofMinutes(5)));
        ways.send(used(INSTANCE, "ASIA" + "AGENTAGENTAGENT0", "10.0.3.4", Duration.ofMinutes(10)));

        assertThat(ways.all()).isEmpty();
    }

    @Test
    void looksAsFarBackAsItIsTold() {
        for (int hours : new int[] {1, 6}) {
            JoinSettings usual = JoinSettings.DEFAULTS;
            Replay replay = new Replay(
                    AccessSettings.defaults(),
                    new JoinSettings(
                            usual.environments(),
                            usual.ownRoles(),
                            usual.objectReads(),
                            usual.decryptTolerance(),
                            usual.widenedWithin(),
                            hours,
                            usual.replicaDaysKnown()),
                    SigmaRuleSet.EMPTY,
                    finding -> {});
            replay.accept(used(INSTANCE, "ASIA" + "AGENTAGENTAGENT0", HOME, Duration.ZERO));
            replay.accept(used(INSTANCE, "ASIA" + "THIEFTHIEFTHIEF0", THIEF, Duration.ofHours(4)));

            assertThat(replay.findings())
                    .filteredOn(finding -> finding.getRule().getId().equals(SPLIT))
                    .hasSize(hours == 6 ? 1 : 0);
        }
    }

    private static ApiCall used(String instance, String key, String ip, Duration after) {
        return call("s3", "ListBuckets")
                .bySession(Calls.ACCOUNT, "web", instance, key)
                .from(ip)
                .after(after)
                .make();
    }
}
