package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.exposed;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.ExposureState;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who read the object that the secret stands in. */
class BlastRadiusTest {
    private static final String RULE = "access.exposed-object-read";
    private static final String EXPOSED_KEY = "AKIA" + "STANDSINBUCKET00";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void namesEveryReaderWhileTheSecretStoodThere() {
        ways.send(exposed(EXPOSED_KEY, Calls.MORNING));
        ways.send(read("bob").after(Duration.ofHours(1)).make());
        ways.send(read("carol").after(Duration.ofHours(2)).make());
        ways.send(read("bob").after(Duration.ofHours(3)).make());

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.LOW);
            assertThat(finding.getFacts()).containsEntry("readers", "2").containsEntry("outside", "0");
            assertThat(finding.getRelated()).containsExactly("exposure-finding");
            assertThat(finding.getResources().getFirst().getArn()).isEqualTo("arn:aws:s3:::bucket/config.txt");
        });
    }

    @Test
    void looksBackWhenALaterRuleFindsTheSecret() {
        ways.send(read("bob").after(Duration.ofHours(1)).make());
        assertThat(ways.findings(RULE)).isEmpty();
        ways.send(exposed(EXPOSED_KEY, Calls.MORNING));

        assertThat(ways.findings(RULE)).hasSize(1);
    }

    @Test
    void leavesOutReadsBeforeAndAfter() {
        ways.send(read("bob").after(Duration.ofHours(-1)).make());
        ways.send(Exposure.newBuilder(exposed(EXPOSED_KEY, Calls.MORNING))
                .setLastSeen(Calls.MORNING.plus(Duration.ofHours(2)))
                .setState(ExposureState.GONE)
                .build());
        ways.send(read("carol").after(Duration.ofHours(3)).make());

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void namesAReaderWhoHadReadItEarlierThatDayInWhateverOrderThatComes() {
        List<ApiCall> reads = List.of(
                read("bob").after(Duration.ofHours(-2)).make(),
                read("bob").after(Duration.ofHours(1)).make(),
                read("bob").after(Duration.ofHours(4)).make(),
                read("bob").after(Duration.ofHours(4).plusMinutes(9)).make());
        reads.forEach(ways::send);
        ways.send(exposed(EXPOSED_KEY, Calls.MORNING));
        List<Finding> inOrder = ways.findings(RULE);
        try (TwoWays other = new TwoWays()) {
            other.send(exposed(EXPOSED_KEY, Calls.MORNING));
            reads.reversed().forEach(other::send);
            reads.forEach(other::send);

            assertThat(inOrder)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.getFacts()).containsEntry("readers", "1"));
            assertThat(other.findings(RULE)).isEqualTo(inOrder);
        }
    }

    @Test
    void isGraveWhenSomebodyOutsideHasReadIt() {
        ways.send(exposed(EXPOSED_KEY, Calls.MORNING));
        ApiCall anonymous = read("bob").withKey(null).after(Duration.ofHours(1)).make();
        anonymous.getPrincipal().setType(PrincipalType.ANONYMOUS);
        anonymous.getPrincipal().setId("anonymous");
        anonymous.getPrincipal().setAccountId(null);
        ways.send(anonymous);

        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.HIGH);
    }

    @Test
    void countsACopyAsARead() {
        ways.send(exposed(EXPOSED_KEY, Calls.MORNING));
        ways.send(call("s3", "CopyObject")
                .by("bob")
                .withKey("AKIA" + "BOB")
                .with("x-amz-copy-source", "/bucket/config.txt?versionId=3")
                .with("bucketName", "elsewhere")
                .with("key", "copy")
                .after(Duration.ofHours(1))
                .make());

        assertThat(ways.findings(RULE)).hasSize(1);
    }

    private static Calls read(String user) {
        return call("s3", "GetObject")
                .by(user)
                .withKey("AKIA" + user)
                .with("bucketName", "bucket")
                .with("key", "config.txt");
    }
}
