package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rotation that was promised and does not come. */
class RotationDueTest {
    private static final String OVERDUE = "posture.rotation-overdue";
    private static final String FAILING = "posture.rotation-failing";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void tellsWhenRotationIsDueByItsRulesAndDoesNotCome() {
        send(
                plan("rotationRules.automaticallyAfterDays", "10"),
                told("RotationSucceeded").after(days(1)));
        pass(days(12));
        assertThat(ways.findings(OVERDUE)).isEmpty();
        pass(days(13));

        assertThat(ways.findings(OVERDUE)).singleElement().satisfies(finding -> {
            assertThat(finding.getState()).isEqualTo(FindingState.OPEN);
            assertThat(finding.getFacts())
                    .containsEntry("dueBy", Calls.MORNING.plus(days(11)).toString());
        });
    }

    @Test
    void takesTheGraceOfLateEventsBeforeItTells() {
        send(plan("rotationRules.automaticallyAfterDays", "10"));
        pass(days(11).plusHours(1));
        assertThat(ways.findings(OVERDUE)).isEmpty();
        send(told("RotationSucceeded").after(days(10)));
        pass(days(12));

        assertThat(ways.findings(OVERDUE)).isEmpty();
    }

    @Test
    void resolvesWithTheRotationAndTellsOfTheNextThatIsMissed() {
        send(plan("rotationRules.scheduleExpression", "rate(4 days)"));
        pass(days(6));
        send(told("RotationSucceeded").after(days(7)));
        assertThat(ways.findings(OVERDUE)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
        pass(days(13));

        assertThat(ways.findings(OVERDUE)).extracting(Finding::getState).containsExactly(FindingState.OPEN);
    }

    @Test
    void asksForNothingOnceRotationIsCancelled() {
        send(
                plan("rotationRules.automaticallyAfterDays", "10"),
                change("CancelRotateSecret").after(days(2)));
        pass(days(20));

        assertThat(ways.findings(OVERDUE)).isEmpty();
    }

    @Test
    void readsNoDateOutOfACronExpression() {
        send(plan("rotationRules.scheduleExpression", "cron(0 8 1 * ? *)"));
        pass(days(80));

        assertThat(ways.findings(OVERDUE)).isEmpty();
    }

    @Test
    void tellsOfTheSecondFailureInARowAndResolvesWithTheNextSuccess() {
        send(told("RotationFailed"));
        assertThat(ways.findings(FAILING)).isEmpty();
        send(told("RotationFailed").after(days(1)));
        assertThat(ways.findings(FAILING))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getCount()).isEqualTo(2));
        send(told("RotationSucceeded").after(days(2)));

        assertThat(ways.findings(FAILING)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
    }

    @Test
    void forgivesAFailureThatWasTriedAgain() {
        send(
                told("RotationFailed"),
                told("RotationSucceeded").after(days(1)),
                told("RotationFailed").after(days(10)),
                told("RotationSucceeded").after(days(11)));

        assertThat(ways.findings(FAILING)).isEmpty();
    }

    private void send(Calls... calls) {
        for (Calls each : calls) {
            ways.send(each.make());
        }
    }

    private void pass(Duration sinceMorning) {
        send(call("s3", "ListBuckets").by("bob").withKey("AKIA" + "BOB").after(sinceMorning));
    }

    private static Calls plan(String parameter, String value) {
        return change("RotateSecret").with(parameter, value);
    }

    private static Calls change(String event) {
        return call("secretsmanager", event).with("secretId", "app/db");
    }

    private static Calls told(String event) {
        return call("secretsmanager", event)
                .withKey(null)
                .answered("SecretId", "arn:aws:secretsmanager:eu-central-1:" + Calls.ACCOUNT + ":secret:app/db-AbCdEf");
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }
}
