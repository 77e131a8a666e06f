package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.exposed;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.call.Delivery;
import io.keywatch.detect.incident.Chain;
import io.keywatch.detect.replay.PublishedLogs;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.streams.DeadLetterHandler;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTopologyTest {
    private final Bench bench = new Bench("access");
    private TestInputTopic<String, ApiCall> calls;
    private TestInputTopic<String, Exposure> exposures;
    private TestOutputTopic<String, Finding> detections;
    private TestOutputTopic<String, DeadLetter> letters;

    @BeforeEach
    void start() {
        bench.startAccess(AccessSettings.defaults());
        use(bench);
    }

    private void use(Bench bench) {
        calls = bench.input(Topics.CLOUDTRAIL);
        exposures = bench.input(Topics.EXPOSURES);
        detections = bench.output(Topics.DETECTIONS);
        letters = bench.output(Topics.DEAD_LETTERS);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void keepsItsShape() {
        bench.expectApproved("access", AccessTopology.build(AccessSettings.defaults(), bench.ids()));
    }

    @Test
    void raisesTheUseOfAKeyThatIsExposedAlready() {
        exposures.pipeInput("k@bucket", exposed(Calls.KEY, Calls.MORNING.minusSeconds(600)));
        ApiCall use = call("s3", "ListBuckets").make();
        send(use);

        assertThat(detections.readValuesToList()).singleElement().satisfies(finding -> {
            assertThat(finding.getRule().getId()).isEqualTo("access.exposed-key-used");
            assertThat(finding.getSeverity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.getRelated()).containsExactly("exposure-finding");
            assertThat(finding.getEvidence().getFirst().getEventId()).isEqualTo(use.getEventId());
            assertThat(finding.getTransition()).isEqualTo(Transition.CREATED);
            assertThat(finding.getDetectedAt()).isEqualTo(use.getEventTime());
        });
    }

    @Test
    void raisesTheUseOfAKeyThatTurnsOutToBeExposed() {
        send(call("s3", "ListBuckets").make());
        assertThat(detections.isEmpty()).isTrue();
        exposures.pipeInput("k@bucket", exposed(Calls.KEY, Calls.MORNING.minusSeconds(600)));

        assertThat(detections.readValuesToList())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.CRITICAL));
    }

    @Test
    void resolvesTheUseOfAnExposedKeyWhenItIsDeletedAndReopensItWhenItIsUsedAgain() {
        exposures.pipeInput("k@bucket", exposed(Calls.KEY, Calls.MORNING));
        send(call("s3", "ListBuckets").after(Duration.ofMinutes(1)).make());
        send(call("iam", "UpdateAccessKey")
                .with("accessKeyId", Calls.KEY)
                .with("status", "Inactive")
                .by("admin")
                .withKey("ASIA" + "ADMIN")
                .after(Duration.ofMinutes(5))
                .make());
        send(call("s3", "ListBuckets").after(Duration.ofDays(1)).make());

        assertThat(detections.readValuesToList())
                .extracting(Finding::getTransition)
                .containsExactly(Transition.CREATED, Transition.RESOLVED, Transition.REOPENED);
    }

    @Test
    void saysNothingAboutKeysThatAreNotExposed() {
        exposures.pipeInput("k@bucket", exposed("AKIA" + "OTHER", Calls.MORNING));
        send(call("s3", "ListBuckets").make());

        assertThat(detections.isEmpty()).isTrue();
    }

    @Test
    void publishesAnEpisodeSeldomAndItsLastStateInTheEnd() {
        for (int i = 0; i < 150; i++) {
            send(readSecret("secret" + i).after(Duration.ofSeconds(i)).make());
        }
        List<Finding> atOnce = detections.readValuesToList();
        bench.driver().advanceWallClockTime(Duration.ofMinutes(1));
        List<Finding> afterwards = detections.readValuesToList();
        bench.driver().advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(atOnce).extracting(Finding::getCount).containsExactly(20L, 100L);
        assertThat(afterwards)
                .singleElement()
                .satisfies(finding -> assertThat(finding.getCount()).isEqualTo(150));
        assertThat(atOnce.getLast().getRevision())
                .isLessThan(afterwards.getFirst().getRevision());
        assertThat(detections.isEmpty()).isTrue();
    }

    @Test
    void countsAnEventThatComesTwiceOnce() {
        for (int i = 0; i < 19; i++) {
            send(readSecret("secret" + i).make());
        }
        ApiCall stopped =
                call("cloudtrail", "StopLogging").with("name", "trail").make();
        send(stopped);
        send(stopped);
        bench.driver().advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(detections.readValuesToList())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getCount()).isEqualTo(1));
    }

    @Test
    void sumsUpSurprisingReadsAcrossPartitionsOfSecrets() {
        for (int day = 0; day < 16; day++) {
            send(readSecret("own")
                    .byRole("shop", "run")
                    .after(Duration.ofDays(day))
                    .make());
        }
        for (String secret : List.of("vault/root", "vault/signing", "vault/master")) {
            send(readSecret(secret)
                    .byRole("shop", "run")
                    .after(Duration.ofDays(16))
                    .make());
        }

        assertThat(detections.readValuesToList())
                .extracting(finding -> finding.getRule().getId() + " " + finding.getSeverity())
                .containsExactly("access.rare-secret-reads INFORMATIONAL", "access.rare-secret-reads MEDIUM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws.credential-access.ec2-get-password-data",
                "aws.credential-access.ec2-steal-instance-credentials",
                "aws.credential-access.secretsmanager-batch-retrieve-secrets",
                "aws.credential-access.secretsmanager-retrieve-secrets",
                "aws.credential-access.ssm-retrieve-securestring-parameters",
                "aws.persistence.iam-create-admin-user",
            })
    void endsWithTheFindingsOfReplay(String log) {
        List<ApiCall> published = PublishedLogs.read(log);
        Replay replay = new Replay(AccessSettings.defaults());
        published.forEach(replay::accept);
        published.forEach(this::send);
        untilAllIsSaid(bench);

        assertThat(lastStates(detections.readValuesToList())).isEqualTo(lastStates(replay.findings()));
    }

    @Test
    void followsAChainOfRolesOverThreeAccountsToOneIncidentAsReplayDoes() {
        followsAChain(bench);
    }

    /** The other cases keep their stores in memory, which is faster; here is what runs. */
    @Test
    void remembersOnDiskWhatItRemembersInMemory() {
        try (Bench onDisk = new Bench("access")) {
            onDisk.start(AccessTopology.APPLICATION_ID, AccessTopology.build(AccessSettings.defaults(), onDisk.ids()));
            use(onDisk);
            followsAChain(onDisk);
        }
    }

    private void followsAChain(Bench through) {
        List<ApiCall> chain = new ArrayList<>(Chain.links());
        chain.addAll(Chain.attack());
        Replay replay = new Replay(AccessSettings.defaults());
        chain.forEach(replay::accept);
        chain.forEach(this::send);
        untilAllIsSaid(through);

        Map<String, Finding> last = lastStates(detections.readValuesToList());
        assertThat(last).isEqualTo(lastStates(replay.findings()));
        assertThat(last.values())
                .filteredOn(finding -> finding.getFindingClass() == FindingClass.SEQUENCE)
                .singleElement()
                .satisfies(incident -> {
                    assertThat(incident.getActor().getId()).isEqualTo(Chain.ALICE);
                    assertThat(incident.getSequence().getAccounts())
                            .containsExactly(Calls.ACCOUNT, Chain.SECOND, Chain.THIRD);
                });
    }

    @Test
    void movesAnIncidentToWhoeverBeganWhenTheLinksComeLast() {
        Chain.attack().forEach(this::send);
        Chain.links().forEach(this::send);
        untilAllIsSaid(bench);

        assertThat(lastStates(detections.readValuesToList()).values())
                .filteredOn(finding ->
                        finding.getFindingClass() == FindingClass.SEQUENCE && finding.getState() == FindingState.OPEN)
                .singleElement()
                .satisfies(incident -> assertThat(incident.getActor().getId()).isEqualTo(Chain.ALICE));
    }

    @Test
    void turnsWhatItCannotReadIntoDeadLettersAndGoesOn() {
        TestInputTopic<String, byte[]> raw = bench.driver()
                .createInputTopic(Topics.CLOUDTRAIL.name(), new StringSerializer(), new ByteArraySerializer());
        raw.pipeInput("k", new byte[] {9, 9, 9});
        raw.pipeInput("k", ByteBuffer.allocate(9).put((byte) 0).putInt(4711).array());
        send(call("cloudtrail", "StopLogging").with("name", "trail").make());

        List<DeadLetter> dead = letters.readValuesToList();
        assertThat(dead)
                .extracting(DeadLetter::getCause)
                .containsExactly(DeadLetterCause.MALFORMED, DeadLetterCause.UNKNOWN_SCHEMA);
        assertThat(dead).allSatisfy(letter -> {
            assertThat(letter.getPointer().getTopic()).isEqualTo(Topics.CLOUDTRAIL.name());
            assertThat(letter.getStage()).isEqualTo("access");
        });
        assertThat(dead.getLast().getPointer().getOffset()).isEqualTo(1);
        assertThat(detections.readValuesToList()).hasSize(1);
        assertThat(bench.metrics()
                        .counter(DeadLetterHandler.METER, "stage", "access", "cause", "MALFORMED")
                        .count())
                .isEqualTo(1);
    }

    private void send(ApiCall call) {
        calls.pipeInput(call.getRecipientAccountId() + "/" + call.getPrincipal().getId(), call, call.getIngestedAt());
    }

    /** What a flush brings out may be part of an incident, which the next flush brings out. */
    private static void untilAllIsSaid(Bench through) {
        for (int flush = 0; flush < 3; flush++) {
            through.driver().advanceWallClockTime(Duration.ofMinutes(1));
        }
    }

    private static Map<String, Finding> lastStates(Collection<Finding> findings) {
        Map<String, Finding> byId = new HashMap<>();
        for (Finding finding : new ArrayList<>(findings)) {
            byId.put(finding.getId(), Delivery.withoutArrival(finding));
        }
        return byId;
    }
}
