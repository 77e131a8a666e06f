package io.keywatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.keywatch.ingest.bench.SampleLog;
import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What each kind of message yields. */
final class MessageWorkTest {
    private static final String LOG = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/24/file.json.gz";

    @Test
    void anObjectThatIsNoLogFileIsNewContent() {
        try (Harness harness = new Harness(true)) {
            harness.sqs.put(
                    "m",
                    Harness.notification(
                            "ObjectCreated:Put",
                            "data",
                            "dir/a+b.txt",
                            ",\"size\":12,\"eTag\":\"e\",\"versionId\":\"v\",\"sequencer\":\"01\""));
            done(harness, QueueKind.AUTO);

            ObjectChange change = harness.changes().getFirst();
            assertThat(change.getResourceId()).isEqualTo("data/dir/a b.txt");
            assertThat(change.getSurface()).isEqualTo(Surface.S3_OBJECT);
            assertThat(change.getChange()).isEqualTo(ChangeKind.CREATED);
            assertThat(change.getBucket()).isEqualTo("data");
            assertThat(change.getKey()).isEqualTo("dir/a b.txt");
            assertThat(change.getSize()).isEqualTo(12);
            assertThat(change.getEtag()).isEqualTo("e");
            assertThat(change.getVersionId()).isEqualTo("v");
            assertThat(change.getSequencer()).isEqualTo("01");
            assertThat(change.getOrigin()).isEqualTo(Origin.LIVE);
            assertThat(change.getEventTime()).isEqualTo(Instant.parse("2026-11-24T11:59:00Z"));
            assertThat(change.getPointer().getMessageId()).isEqualTo("m");
            assertThat(harness.producer.history().getFirst().key()).isEqualTo("data/dir/a b.txt");
            assertThat(harness.s3.asked).isEmpty();
        }
    }

    @Test
    void timesAnObjectByItsMessageWhereTheNotificationDoesNot() {
        try (Harness harness = new Harness(true)) {
            harness.sqs.put("m", Harness.created("data", "k").replace("\"eventTime\":\"2026-11-24T11:59:00Z\",", ""));
            done(harness, QueueKind.AUTO);

            assertThat(harness.changes().getFirst().getEventTime()).isEqualTo(FakeSqs.SENT);
        }
    }

    @Test
    void passesOnChangesThatComeOutOfOrderWithWhatOrdersThem() {
        try (Harness harness = new Harness(true)) {
            harness.sqs.put("later", Harness.notification("ObjectRemoved:Delete", "b", "k", ",\"sequencer\":\"02\""));
            harness.sqs.put("earlier", Harness.notification("ObjectCreated:Put", "b", "k", ",\"sequencer\":\"01\""));
            harness.start(QueueKind.AUTO);
            await().until(() -> harness.sqs.deleted.size() == 2);

            assertThat(harness.changes())
                    .extracting(ObjectChange::getChange, ObjectChange::getSequencer)
                    .containsExactlyInAnyOrder(tuple(ChangeKind.DELETED, "02"), tuple(ChangeKind.CREATED, "01"));
        }
    }

    @Test
    void aCallThatChangesContentYieldsBoth() {
        String call = "{\"eventTime\":\"2026-11-24T11:59:00Z\",\"eventSource\":\"lambda.amazonaws.com\",\"eventName\":"
                + "\"UpdateFunctionConfiguration20150331v2\",\"awsRegion\":\"eu-central-1\",\"eventID\":\"id\","
                + "\"recipientAccountId\":\"111122223333\",\"requestParameters\":{\"functionName\":\"f\"}}";
        try (Harness harness = new Harness(true)) {
            harness.s3.put("logs", LOG, ("{\"Records\":[" + call + "]}").getBytes(StandardCharsets.UTF_8));
            harness.sqs.put("m", "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"" + LOG + "\"]}");
            harness.sqs.put("direct", "{\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":" + call + "}");
            harness.start(QueueKind.AUTO);
            await().until(() -> harness.sqs.deleted.size() == 2);

            assertThat(harness.calls()).hasSize(2);
            assertThat(harness.changes())
                    .extracting(ObjectChange::getResourceId)
                    .containsOnly("arn:aws:lambda:eu-central-1:111122223333:function:f#configuration");
        }
    }

    @Test
    void whatCanNeverSucceedIsADeadLetterWithAPointer() {
        try (Harness harness = new Harness(true)) {
            harness.s3.faults.put("logs/" + LOG + "denied", FakeS3.fault(403, "AccessDenied"));
            harness.s3.faults.put("logs/" + LOG + "archived", FakeS3.fault(403, "InvalidObjectState"));
            harness.sqs.put("gone", Harness.created("logs", LOG + "gone"));
            harness.sqs.put("denied", Harness.created("logs", LOG + "denied"));
            harness.sqs.put("archived", Harness.created("logs", LOG + "archived"));
            harness.sqs.put("unknown", "{\"hello\":\"world\"}");
            harness.sqs.put("malformed", "hello");
            harness.start(QueueKind.AUTO);
            await().until(() -> harness.sqs.deleted.size() == 5);

            assertThat(harness.letters())
                    .extracting(
                            DeadLetter::getCause,
                            letter -> letter.getPointer().getMessageId(),
                            DeadLetter::getResourceId)
                    .containsExactlyInAnyOrder(
                            tuple(DeadLetterCause.NOT_FOUND, "gone", "logs/" + LOG + "gone"),
                            tuple(DeadLetterCause.ACCESS_DENIED, "denied", "logs/" + LOG + "denied"),
                            tuple(DeadLetterCause.UNREADABLE, "archived", "logs/" + LOG + "archived"),
                            tuple(DeadLetterCause.UNKNOWN_NOTIFICATION, "unknown", null),
                            tuple(DeadLetterCause.MALFORMED, "malformed", null));
            assertThat(harness.count("dead.letters")).isEqualTo(5);
            assertThat(harness.letters())
                    .allSatisfy(letter -> assertThat(letter.getStage()).isEqualTo("ingest"));
        }
    }

    @Test
    void aBrokenLogFileGivesItsEventsAndADeadLetterWithoutItsContent() {
        String canary = "canary" + Long.toString(System.nanoTime(), 36);
        String text = SampleLog.json(3, 1).replaceFirst("DescribeInstances|Decrypt|GetObject", "Decrypt");
        byte[] broken =
                (text.substring(0, text.length() - 2) + ",{\"userAgent\":\"" + canary).getBytes(StandardCharsets.UTF_8);
        try (Harness harness = new Harness(true)) {
            harness.s3.put("logs", LOG, broken);
            harness.sqs.put("m", Harness.created("logs", LOG));
            done(harness, QueueKind.AUTO);

            assertThat(harness.calls()).hasSize(3);
            DeadLetter letter = harness.letters().getFirst();
            assertThat(letter.getCause()).isEqualTo(DeadLetterCause.TRUNCATED);
            assertThat(letter.getPointer().getBucket()).isEqualTo("logs");
            assertThat(letter.getPointer().getKey()).isEqualTo(LOG);
            assertThat(letter.getPointer().getRecordIndex()).isEqualTo(3);
            assertThat(letter.getPointer().getMessageId()).isEqualTo("m");
            assertThat(harness.producer.history())
                    .extracting(ProducerRecord::value)
                    .noneMatch(value -> new String(value, StandardCharsets.UTF_8).contains(canary));
        }
    }

    @Test
    void skipsWhatHoldsNoEventsAndNoContent() {
        try (Harness harness = new Harness(true)) {
            harness.sqs.put("digest", Harness.created("logs", LOG.replace("/CloudTrail/", "/CloudTrail-Digest/")));
            harness.sqs.put("insight", Harness.created("logs", LOG.replace("/CloudTrail/", "/CloudTrail-Insight/")));
            harness.sqs.put("folder", Harness.notification("ObjectCreated:Put", "data", "dir/", ",\"size\":0"));
            harness.sqs.put("acl", Harness.notification("ObjectAcl:Put", "data", "k", ""));
            harness.sqs.put("removed", Harness.notification("ObjectRemoved:Delete", "logs", LOG, ""));
            harness.sqs.put("test", "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
            harness.start(QueueKind.AUTO);
            await().until(() -> harness.sqs.deleted.size() == 6);

            assertThat(harness.producer.history()).isEmpty();
            for (String what : Set.of("digest", "insight", "folder", "no-content", "log-change", "test")) {
                assertThat(harness.count("skipped", "what", what)).as(what).isEqualTo(1);
            }
        }
    }

    @Test
    void theKindOfTheQueueIsStrongerThanTheKey() {
        try (Harness harness = new Harness(true)) {
            harness.s3.put("logs", "elsewhere/x.json", SampleLog.gzip(2, 1));
            harness.sqs.put("m", Harness.created("logs", "elsewhere/x.json"));
            done(harness, QueueKind.CLOUDTRAIL);
            assertThat(harness.calls()).hasSize(2);
        }
        try (Harness harness = new Harness(true)) {
            harness.sqs.put("m", Harness.created("data", LOG));
            done(harness, QueueKind.OBJECTS);
            assertThat(harness.changes()).hasSize(1);
            assertThat(harness.s3.asked).isEmpty();
        }
    }

    @Test
    void believesOnlyLogFilesOfTheNamedBuckets() {
        try (Harness harness = new Harness(true)) {
            harness.s3.put("logs", LOG, SampleLog.gzip(2, 1));
            harness.sqs.put("real", Harness.created("logs", LOG));
            harness.sqs.put("made up", Harness.created("uploads", LOG));
            harness.sqs.put("hidden", Harness.created("uploads", LOG.replace("/CloudTrail/", "/CloudTrail-Digest/")));
            harness.start(QueueKind.AUTO, Set.of("logs"), 16, 1 << 20);
            await().until(() -> harness.sqs.deleted.size() == 3);

            assertThat(harness.calls()).hasSize(2);
            assertThat(harness.changes()).extracting(ObjectChange::getBucket).containsExactly("uploads", "uploads");
        }
    }

    @Test
    void triesTheRawKeyWhenTheDecodedOneIsNotThere() {
        try (Harness harness = new Harness(true)) {
            harness.s3.put("logs", "AWSLogs/1/CloudTrail/a+b.json", SampleLog.gzip(1, 1));
            harness.sqs.put("m", Harness.created("logs", "AWSLogs/1/CloudTrail/a+b.json"));
            done(harness, QueueKind.AUTO);

            assertThat(harness.s3.asked)
                    .containsExactly("logs/AWSLogs/1/CloudTrail/a b.json", "logs/AWSLogs/1/CloudTrail/a+b.json");
            assertThat(harness.calls()).hasSize(1);
            assertThat(harness.letters()).isEmpty();
        }
    }

    @Test
    void fetchesAnObjectOfTheLimitAndNotOneByteMore() {
        byte[] file = SampleLog.gzip(5, 1);
        for (boolean announced : new boolean[] {true, false}) {
            assertThat(lettersWithLimit(file, file.length + 1, announced)).isEmpty();
            assertThat(lettersWithLimit(file, file.length, announced)).isEmpty();
            assertThat(lettersWithLimit(file, file.length - 1, announced)).containsExactly(DeadLetterCause.OVER_LIMIT);
        }
    }

    private static List<DeadLetterCause> lettersWithLimit(byte[] file, long limit, boolean announced) {
        byte[] padded = Arrays.copyOf(file, file.length);
        try (Harness harness = new Harness(true)) {
            harness.s3.withoutLength = !announced;
            harness.s3.put("logs", LOG, padded);
            harness.sqs.put("m", Harness.created("logs", LOG));
            harness.start(QueueKind.AUTO, Set.of(), 16, limit);
            await().until(() -> harness.sqs.deleted.size() == 1);
            return harness.letters().stream().map(DeadLetter::getCause).toList();
        }
    }

    @Test
    void aStreamThatBreaksOffIsReadAgainAndNeverTakenForABrokenFile() {
        try (Harness harness = new Harness(true)) {
            harness.s3.put("logs", LOG, SampleLog.gzip(5, 1));
            harness.s3.cut.put("logs/" + LOG, 2);
            harness.sqs.put("m", Harness.created("logs", LOG));
            done(harness, QueueKind.AUTO);

            assertThat(harness.calls()).hasSize(5);
            assertThat(harness.letters()).isEmpty();
            assertThat(harness.s3.asked).hasSize(3);
        }
    }

    private static void done(Harness harness, QueueKind kind) {
        harness.start(kind);
        await().until(() -> harness.sqs.deleted.size() == 1);
    }
}
