package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Transition;
import java.time.Duration;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostureTopologyTest {
    private final Bench bench = new Bench("posture");
    private TestInputTopic<String, ApiCall> calls;
    private TestOutputTopic<String, Finding> detections;

    @BeforeEach
    void start() {
        bench.startPosture(PostureSettings.DEFAULTS);
        calls = bench.input(Topics.CLOUDTRAIL);
        detections = bench.output(Topics.DETECTIONS);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void keepsItsShape() {
        bench.expectApproved("posture", PostureTopology.build(PostureSettings.DEFAULTS, bench.ids()));
    }

    @Test
    void tellsOfACancelledRotationEvenWhenTheAccountIsQuiet() {
        send(rotation("CancelRotateSecret", "app/db").make());
        // the bench starts an hour after the morning: 25 h later the day and the grace are over
        bench.driver().advanceWallClockTime(Duration.ofDays(1));
        assertThat(detections.isEmpty()).isTrue();
        bench.driver().advanceWallClockTime(Duration.ofHours(2));

        assertThat(detections.readValuesToList()).singleElement().satisfies(finding -> {
            assertThat(finding.getRule().getId()).isEqualTo("posture.rotation-cancelled");
            assertThat(finding.getState()).isEqualTo(FindingState.OPEN);
            assertThat(finding.getDetectedAt()).isEqualTo(Calls.MORNING.plus(Duration.ofDays(1)));
            assertThat(finding.getResources().getFirst().getArn()).endsWith("secret:app/db");
        });
    }

    @Test
    void takesTimeFromEventsWhileTheyCome() {
        send(rotation("CancelRotateSecret", "app/db").make());
        send(rotation("RotateSecret", "other").after(Duration.ofHours(27)).make());

        assertThat(detections.readValuesToList()).hasSize(1);
    }

    @Test
    void staysSilentWhenRotationIsRestoredWithinTheDayHoweverLateThatComes() {
        send(rotation("CancelRotateSecret", "app/db").make());
        send(rotation("RotateSecret", "other").after(Duration.ofHours(25)).make());
        send(rotation("RotateSecret", "app/db").after(Duration.ofHours(23)).make());
        send(rotation("RotateSecret", "other").after(Duration.ofDays(2)).make());

        assertThat(detections.isEmpty()).isTrue();
    }

    @Test
    void staysSilentWhenTheRestorationComesFirst() {
        send(rotation("RotateSecret", "app/db").after(Duration.ofMinutes(2)).make());
        send(rotation("CancelRotateSecret", "app/db").make());
        send(rotation("RotateSecret", "other").after(Duration.ofDays(2)).make());

        assertThat(detections.isEmpty()).isTrue();
    }

    @Test
    void staysSilentAboutASecretThatIsDeleted() {
        send(rotation("CancelRotateSecret", "app/db").make());
        send(rotation("DeleteSecret", "app/db").after(Duration.ofHours(1)).make());
        send(rotation("RotateSecret", "other").after(Duration.ofDays(2)).make());

        assertThat(detections.isEmpty()).isTrue();
    }

    @Test
    void resolvesWhenRotationIsRestoredAtLastAndReopensWhenCancelledAgain() {
        send(rotation("CancelRotateSecret", "app/db").make());
        send(rotation("RotateSecret", "other").after(Duration.ofHours(27)).make());
        send(rotation("RotateSecret", "app/db").after(Duration.ofHours(30)).make());
        send(rotation("CancelRotateSecret", "app/db")
                .after(Duration.ofHours(40))
                .make());
        send(rotation("RotateSecret", "other").after(Duration.ofHours(70)).make());

        assertThat(detections.readValuesToList())
                .extracting(Finding::getTransition)
                .containsExactly(Transition.CREATED, Transition.RESOLVED, Transition.REOPENED);
    }

    @Test
    void ignoresACancellationThatWasDenied() {
        send(rotation("CancelRotateSecret", "app/db").denied().make());
        bench.driver().advanceWallClockTime(Duration.ofDays(3));

        assertThat(detections.isEmpty()).isTrue();
    }

    private static Calls rotation(String event, String secret) {
        return call("secretsmanager", event).with("secretId", secret);
    }

    private void send(ApiCall call) {
        calls.pipeInput(call.getPrincipal().getId(), call, call.getIngestedAt());
    }
}
