package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two regions call every hour; then one does not. */
class LogSilenceTest {
    private static final String RULE = "access.log-silence";
    private static final String HERE = "eu-central-1";
    private static final String THERE = "us-east-1";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void tellsOfATrailThatFallsSilentWhileOthersGoOn() {
        hours(0, 24 * 8, HERE, THERE);
        hours(24 * 8, 24 * 8 + 7, THERE);
        assertThat(ways.findings(RULE)).isEmpty();
        hours(24 * 8 + 7, 24 * 8 + 9, THERE);

        assertThat(ways.findings(RULE)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.getFacts())
                    .containsEntry("trail", Calls.ACCOUNT + "/" + HERE)
                    .containsEntry("usualMinutes", "60");
        });
    }

    @Test
    void isGraveWhenATrailWasStoppedJustBefore() {
        hours(0, 24 * 8, HERE, THERE);
        ways.send(call("cloudtrail", "StopLogging")
                .with("name", "trail")
                .in(HERE)
                .after(Duration.ofHours(24 * 8 - 1).plusMinutes(5))
                .make());
        hours(24 * 8, 24 * 8 + 9, THERE);

        assertThat(ways.findings(RULE)).extracting(Finding::getSeverity).containsExactly(Severity.HIGH);
    }

    @Test
    void resolvesWhenTheTrailIsBack() {
        hours(0, 24 * 8, HERE, THERE);
        hours(24 * 8, 24 * 8 + 9, THERE);
        assertThat(ways.findings(RULE)).hasSize(1);
        hours(24 * 8 + 9, 24 * 8 + 10, HERE, THERE);

        assertThat(ways.findings(RULE)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
    }

    @Test
    void staysSilentWhenEverythingIsSilent() {
        hours(0, 24 * 8, HERE, THERE);
        hours(24 * 8 + 20, 24 * 8 + 21, HERE, THERE);

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void doesNotExpectMoreOfAQuietRegion() {
        for (int day = 0; day < 9; day++) {
            hours(24 * day, 24 * day + 1, HERE);
            hours(24 * day, 24 * day + 24, THERE);
        }
        hours(24 * 9, 24 * 12, THERE);

        assertThat(ways.findings(RULE)).isEmpty();
    }

    @Test
    void waitsAWeekBeforeItExpectsAnything() {
        hours(0, 24 * 6, HERE, THERE);
        hours(24 * 6, 24 * 6 + 12, THERE);

        assertThat(ways.findings(RULE)).isEmpty();
    }

    private void hours(int from, int to, String... regions) {
        for (int hour = from; hour < to; hour++) {
            for (String region : regions) {
                ways.send(call("s3", "ListBuckets")
                        .in(region)
                        .after(Duration.ofHours(hour))
                        .make());
            }
        }
    }
}
