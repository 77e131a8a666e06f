package io.keywatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywatch.ingest.bench.SampleLog;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** When a message may be forgotten, and when not. */
final class UnitOfWorkTest {
    private static final String LOG = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/24/file.json.gz";

    @Test
    void deletesAMessageOnlyWhenTheBrokerHasEveryRecordOfIt() {
        try (Harness harness = new Harness(false)) {
            harness.s3.put("logs", LOG, SampleLog.gzip(3, 1));
            harness.sqs.put("m", Harness.created("logs", LOG));
            harness.start(QueueKind.AUTO);
            await().until(() -> harness.producer.history().size() >= 3);

            harness.producer.completeNext();
            harness.producer.completeNext();
            assertThat(harness.sqs.deleted).isEmpty();
            await().until(() -> !harness.producer.completeNext());

            await().untilAsserted(() -> assertThat(harness.sqs.deleted).containsExactly("m"));
            assertThat(harness.calls()).hasSize(3);
            assertThat(harness.count("messages", "outcome", "done")).isEqualTo(1);
        }
    }

    @Test
    void keysCallsByAccountAndPrincipal() {
        try (Harness harness = new Harness(true)) {
            harness.s3.put("logs", LOG, SampleLog.gzip(50, 1));
            harness.sqs.put("m", Harness.created("logs", LOG));
            harness.start(QueueKind.AUTO);
            await().untilAsserted(() -> assertThat(harness.sqs.deleted).containsExactly("m"));

            List<ApiCall> calls = harness.calls();
            assertThat(harness.producer.history())
                    .filteredOn(record -> record.topic().equals(Topics.CLOUDTRAIL.name()))
                    .extracting(record -> record.key())
                    .containsExactlyElementsOf(calls.stream()
                            .map(call -> call.getPrincipal().getAccountId() + "/"
                                    + call.getPrincipal().getId())
                            .toList());
        }
    }

    @Test
    void givesAMessageBackWhenASendFails() {
        try (Harness harness = new Harness(false)) {
            harness.s3.put("logs", LOG, SampleLog.gzip(2, 1));
            harness.sqs.put("m", Harness.created("logs", LOG));
            IngestService service = harness.start(QueueKind.AUTO);
            await().until(() -> harness.producer.history().size() == 2);

            harness.producer.completeNext();
            harness.producer.errorNext(new TimeoutException("no broker"));

            await().untilAsserted(() -> assertThat(harness.sqs.givenBack).containsKey("m"));
            assertThat(harness.sqs.givenBack.get("m")).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
            assertThat(harness.sqs.deleted).isEmpty();
            await().until(() -> service.state().status() == IngestState.Status.DEGRADED);
            assertThat(service.state().reason()).contains("TimeoutException");
        }
    }

    @Test
    void givesUpAfterTheLastReceiveWithAPointer() {
        try (Harness harness = new Harness(true)) {
            harness.s3.faults.put("logs/" + LOG, FakeS3.fault(503, "SlowDown"));
            harness.sqs.put("second", Harness.created("logs", LOG), 1);
            harness.sqs.put("third", Harness.created("logs", LOG), 2);
            harness.start(QueueKind.AUTO);

            await().untilAsserted(() -> {
                assertThat(harness.sqs.deleted).containsExactly("third");
                assertThat(harness.sqs.givenBack).containsOnlyKeys("second");
            });
            assertThat(harness.letters()).hasSize(1);
            DeadLetter letter = harness.letters().getFirst();
            assertThat(letter.getCause()).isEqualTo(DeadLetterCause.FAILED);
            assertThat(letter.getDetail()).isEqualTo("S3 answered 503");
            assertThat(letter.getAttempts()).isEqualTo(3);
            assertThat(letter.getPointer().getMessageId()).isEqualTo("third");
            assertThat(letter.getPointer().getQueue()).isEqualTo("queue");
        }
    }

    @Test
    void sendsTheSameForTheSameMessageTwice() {
        try (Harness harness = new Harness(true)) {
            harness.s3.put("logs", LOG, SampleLog.gzip(4, 1));
            harness.sqs.put("once", Harness.created("logs", LOG));
            harness.sqs.put("again", Harness.created("logs", LOG));
            harness.sqs.put("gone once", Harness.created("logs", "AWSLogs/1/CloudTrail/gone"));
            harness.sqs.put("gone again", Harness.created("logs", "AWSLogs/1/CloudTrail/gone"));
            harness.start(QueueKind.AUTO);
            await().until(() -> harness.sqs.deleted.size() == 4);

            assertThat(harness.calls()).hasSize(8);
            assertThat(harness.calls().stream().map(ApiCall::getEventId).distinct())
                    .hasSize(4);
            assertThat(harness.letters().stream().map(DeadLetter::getId).distinct())
                    .hasSize(1);
        }
    }

    @Test
    void keepsAllReceivedMessagesInvisibleWhileTheyWait() {
        try (Harness harness = new Harness(true)) {
            harness.s3.gate = new CountDownLatch(1);
            for (int i = 0; i < 10; i++) {
                harness.s3.put("logs", LOG + i, SampleLog.gzip(1, i));
                harness.sqs.put("m" + i, Harness.created("logs", LOG + i));
            }
            harness.start(QueueKind.AUTO);

            // longer than the visibility of 3 s would have let them come again
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(harness.sqs.renewed.stream().distinct()).hasSize(10));
            harness.s3.gate.countDown();

            await().until(() -> harness.sqs.deleted.size() == 10);
            assertThat(harness.sqs.deleted).doesNotHaveDuplicates();
        }
    }

    @Test
    void finishesWhatIsUnderWayBeforeItCloses() throws InterruptedException {
        try (Harness harness = new Harness(true)) {
            harness.s3.gate = new CountDownLatch(1);
            harness.s3.put("logs", LOG, SampleLog.gzip(1, 1));
            harness.sqs.put("m", Harness.created("logs", LOG));
            IngestService service = harness.start(QueueKind.AUTO);
            await().until(() -> !harness.s3.asked.isEmpty());

            Thread closing = Thread.ofPlatform().start(service::close);
            await().until(() -> service.state().status() == IngestState.Status.STOPPED);
            harness.s3.gate.countDown();
            closing.join();

            assertThat(harness.sqs.deleted).containsExactly("m");
            assertThat(harness.producer.closed()).isTrue();
        }
    }

    @Test
    void saysWhyItIsNotReady() {
        try (Harness harness = new Harness(true)) {
            harness.sqs.receiveFault = () -> FakeS3.fault(403, "AccessDenied");
            IngestService service = harness.start(QueueKind.AUTO);

            await().until(() -> service.state().status() == IngestState.Status.DEGRADED);

            assertThat(service.state().reason()).isEqualTo("queue queue cannot be read: AccessDenied");
            assertThat(service.state().ready()).isFalse();
            assertThat(service.state().alive()).isTrue();
            service.close();
            assertThat(service.state().alive()).isFalse();
        }
    }

    @Test
    void asksAnEmptyQueueWithoutWaitingUntilItHasAnsweredOnce() {
        try (Harness harness = new Harness(true)) {
            IngestService service = harness.start(QueueKind.AUTO);

            await().until(() -> service.state().ready());
            await().until(() -> harness.sqs.waits.size() > 1);

            assertThat(harness.sqs.waits.get(0)).isZero();
            assertThat(harness.sqs.waits.get(1)).isEqualTo(1);
        }
    }
}
