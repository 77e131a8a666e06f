package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What used to be the value. */
class OldVersionReadsTest {
    private static final String RULE = "access.previous-version-read";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void notesAReadOfThePreviousVersionAfterARotation() {
        send(put("v2"), previous().after(hours(2)), previous().after(hours(3)));

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.LOW);
            assertThat(finding.getCount()).isEqualTo(2);
            assertThat(finding.getFacts()).containsEntry("replaced", "at " + Calls.MORNING);
        });
    }

    @Test
    void notesAReadOfAnOldVersionByItsId() {
        send(
                put("v1"),
                readSecret("app/db").with("versionId", "v1").after(hours(1)),
                put("v2").after(hours(2)),
                readSecret("app/db").with("versionId", "v1").after(hours(3)));

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getCount()).isEqualTo(1);
            assertThat(finding.getFacts()).containsEntry("version", "v1");
        });
    }

    @Test
    void joinsInWhateverOrderTheyCome() {
        send(previous().after(hours(2)), put("v2"));

        assertThat(ways.findings(RULE)).hasSize(1);
    }

    @Test
    void saysNothingAboutTheCurrentAndThePendingVersionNorAboutWhoRotates() {
        send(
                put("v2"),
                readSecret("app/db").with("versionStage", "AWSCURRENT").after(hours(1)),
                readSecret("app/db").with("versionStage", "AWSPENDING").after(hours(1)),
                readSecret("app/db").with("versionId", "v2").after(hours(1)),
                readSecret("app/db")
                        .with("versionStage", "AWSPREVIOUS")
                        .byRole("rotator", "run")
                        .after(hours(1)));

        assertThat(ways.findings(RULE)).isEmpty();
    }

    private void send(Calls... calls) {
        for (Calls each : calls) {
            ways.send(each.make());
        }
    }

    private static Calls previous() {
        return readSecret("app/db").with("versionStage", "AWSPREVIOUS");
    }

    private static Calls put(String version) {
        return call("secretsmanager", "PutSecretValue")
                .byRole("rotator", "run")
                .with("secretId", "app/db")
                .answered("versionId", version);
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }
}
