package io.keywatch.detect.correlate;

import static io.keywatch.detect.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceSessionsTest {
    private static final String INSTANCE = "i-0123456789abcdef0";
    private final Replay replay = new Replay(AccessSettings.defaults());

    /** The instance calls at 09:02 and 09:50, of which only the first is kept. */
    @ParameterizedTest
    @CsvSource({"PT6H40M, 203.0.113.9, 1", "PT9H, 203.0.113.9, 0", "PT1H, 198.51.100.77, 0", "PT1H, 10.0.0.7, 0"})
    void tellsOfASessionThatIsOnASecondPublicNetworkWithinSixHours(Duration later, String ip, int findings) {
        use(Duration.ofMinutes(2), "198.51.100.7");
        use(Duration.ofMinutes(50), "198.51.100.7");
        use(later, ip);

        assertThat(replay.findings())
                .filteredOn(finding -> finding.getRule().getId().equals(InstanceSessions.SPLIT.id()))
                .hasSize(findings);
    }

    private void use(Duration after, String ip) {
        replay.accept(call("s3", "ListBuckets")
                .bySession(Calls.ACCOUNT, "web", INSTANCE, "ASIA" + "EXAMPLEEXAMPLE00")
                .from(ip)
                .after(after)
                .make());
    }
}
