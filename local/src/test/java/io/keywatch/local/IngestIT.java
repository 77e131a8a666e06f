package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.keywatch.ingest.IngestService;
import io.keywatch.ingest.IngestState;
import io.keywatch.ingest.bench.SampleLog;
import io.keywatch.schemas.Topic;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.ObjectChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest between a real queue, a real bucket and a real broker, each of which fails as told. */
class IngestIT {
    @TempDir
    static Path folder;

    private static IngestStack stack;
    private IngestService service;

    @BeforeAll
    static void startStack() throws Exception {
        stack = IngestStack.start(folder);
    }

    @AfterAll
    static void stopStack() throws IOException {
        stack.close();
    }

    @BeforeEach
    void startService() throws Exception {
        stack.clear();
        service = stack.ingest();
        await().atMost(IngestStack.PATIENCE).until(() -> service.state().ready());
    }

    @AfterEach
    void stopService() {
        stack.s3().stopFailing();
        service.close();
    }

    @Test
    void takesLogFilesHoweverTheQueueHearsOfThem() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            keys.add(stack.log("shape-" + i + ".json.gz", SampleLog.gzip(10, i)));
        }
        stack.post(s3Notification(IngestStack.LOGS, keys.get(0)));
        stack.post(sns(s3Notification(IngestStack.LOGS, keys.get(1))));
        stack.post(sns("{\"s3Bucket\":\"" + IngestStack.LOGS + "\",\"s3ObjectKey\":[\"" + keys.get(2) + "\"]}"));
        stack.post(eventBridge(IngestStack.LOGS, keys.get(3)));
        stack.post("{\"s3Bucket\":\"" + IngestStack.LOGS + "\",\"s3ObjectKey\":[\"" + keys.get(4) + "\"]}");

        stack.awaitQueueEmpty();

        List<ApiCall> calls = stack.read(Topics.CLOUDTRAIL);
        assertThat(calls).hasSize(50);
        assertThat(calls.stream().map(call -> call.getPointer().getKey()).distinct())
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(stack.read(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void tellsOfObjectsByTheirDecodedKeys() {
        stack.post(s3Notification(IngestStack.DATA, "dir/a+b%2Bc%3D1.txt"));
        stack.post(s3Notification(IngestStack.DATA, "plain key=1.txt"));
        stack.post(eventBridge(IngestStack.DATA, "dir/as+it%20is.txt"));

        stack.awaitQueueEmpty();

        assertThat(stack.read(Topics.OBJECT_CHANGES))
                .extracting(ObjectChange::getResourceId)
                .containsExactlyInAnyOrder("data/dir/a b+c=1.txt", "data/plain key=1.txt", "data/dir/as+it%20is.txt");
    }

    @Test
    void badInputIsADeadLetterWithAPointerAndWithoutItsContent() {
        String canary = "canary-" + UUID.randomUUID();
        String good = SampleLog.json(3, 1);
        String open = good.substring(0, good.length() - 2);
        byte[] whole = SampleLog.gzip(2_000, 1);
        String truncated = stack.log("truncated", Arrays.copyOf(whole, whole.length / 2));
        String half = stack.log("half", (open + ",{\"userAgent\":\"" + canary).getBytes(StandardCharsets.UTF_8));
        String bomb = stack.log("bomb", gzip(open + ",{\"p\":\"" + canary + "x".repeat(8 << 20) + "\"}]}"));
        String large = stack.log("large", gzip(large(open, canary)));
        String gone = IngestStack.FOLDER + "gone";
        String denied = stack.log("denied", whole);
        stack.s3().fail("GET /" + IngestStack.LOGS + "/" + denied, Fault.accessDenied(), -1);
        List.of(truncated, half, bomb, large, gone, denied)
                .forEach(key -> stack.post(s3Notification(IngestStack.LOGS, key)));
        stack.post("{\"hello\":\"" + canary + "\"}");
        stack.post(canary);

        stack.awaitQueueEmpty();

        assertThat(stack.read(Topics.DEAD_LETTERS))
                .extracting(
                        DeadLetter::getCause,
                        letter -> letter.getPointer().getKey(),
                        letter -> letter.getPointer().getRecordIndex() != null)
                .containsExactlyInAnyOrder(
                        tuple(DeadLetterCause.TRUNCATED, truncated, true),
                        tuple(DeadLetterCause.TRUNCATED, half, true),
                        tuple(DeadLetterCause.OVER_LIMIT, bomb, true),
                        tuple(DeadLetterCause.OVER_LIMIT, large, true),
                        tuple(DeadLetterCause.NOT_FOUND, gone, false),
                        tuple(DeadLetterCause.ACCESS_DENIED, denied, false),
                        tuple(DeadLetterCause.UNKNOWN_NOTIFICATION, null, false),
                        tuple(DeadLetterCause.MALFORMED, null, false));
        assertThat(stack.read(Topics.DEAD_LETTERS)).allSatisfy(letter -> {
            assertThat(letter.getStage()).isEqualTo("ingest");
            assertThat(letter.getPointer().getMessageId()).isNotBlank();
            assertThat(stack.queueUrl()).endsWith("/" + letter.getPointer().getQueue());
        });
        // what came before each fault is there: half a file of 2,000, and three times three
        assertThat(stack.read(Topics.CLOUDTRAIL)).hasSizeGreaterThan(500);
        for (String key : List.of(half, bomb)) {
            assertThat(stack.read(Topics.CLOUDTRAIL))
                    .filteredOn(call -> key.equals(call.getPointer().getKey()))
                    .hasSize(3);
        }
        // and what came after the record that was too large
        assertThat(stack.read(Topics.CLOUDTRAIL))
                .filteredOn(call -> large.equals(call.getPointer().getKey()))
                .hasSize(4);
        for (Topic<?> topic : IngestStack.topics()) {
            assertThat(stack.raw(topic))
                    .noneMatch(record -> new String(record.value(), StandardCharsets.UTF_8).contains(canary));
        }
    }

    /** Three good events, one of 3 MB that compresses too badly to be a bomb, one more good one. */
    private static String large(String open, String canary) {
        StringBuilder noise = new StringBuilder(3 << 20);
        Random random = new Random(1);
        while (noise.length() < 3 << 20) {
            noise.append(Long.toString(random.nextLong(), 36));
        }
        String last = SampleLog.json(1, 2);
        return open
                + ",{\"eventTime\":\"2026-11-24T11:59:00Z\",\"eventSource\":\"x\",\"eventName\":\"Y\",\"requestParameters\":"
                + "{\"p\":\"" + canary + noise + "\"}}," + last.substring(last.indexOf('[') + 1);
    }

    @Test
    void slowWorkIsNotDoneTwice() {
        service.close();
        // every message is held longer than its visibility of 3 s
        service = stack.ingest();
        stack.s3().fail("GET /" + IngestStack.LOGS, new Fault.Delay(Duration.ofSeconds(8)), -1);
        for (int i = 0; i < 10; i++) {
            stack.post(s3Notification(IngestStack.LOGS, stack.log("slow-" + i, SampleLog.gzip(5, i))));
        }

        stack.awaitQueueEmpty();

        List<ApiCall> calls = stack.read(Topics.CLOUDTRAIL);
        assertThat(calls).hasSize(50);
        assertThat(calls.stream().map(ApiCall::getEventId)).doesNotHaveDuplicates();
        assertThat(stack.read(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void aMessageDeliveredTwiceGivesTheSameIdsAgain() {
        String key = stack.log("twice", SampleLog.gzip(20, 1));
        stack.post(s3Notification(IngestStack.LOGS, key));
        stack.post(s3Notification(IngestStack.LOGS, key));
        stack.post(s3Notification(IngestStack.LOGS, IngestStack.FOLDER + "gone twice"));
        stack.post(s3Notification(IngestStack.LOGS, IngestStack.FOLDER + "gone twice"));

        stack.awaitQueueEmpty();

        assertThat(stack.read(Topics.CLOUDTRAIL)).hasSize(40);
        assertThat(stack.read(Topics.CLOUDTRAIL).stream()
                        .map(ApiCall::getEventId)
                        .distinct())
                .hasSize(20);
        assertThat(stack.read(Topics.DEAD_LETTERS).stream()
                        .map(DeadLetter::getId)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void outlivesFaultsOfS3() {
        String throttled = stack.log("throttled", SampleLog.gzip(5, 1));
        String cut = stack.log("cut", SampleLog.gzip(500, 2));
        stack.s3().fail("GET /" + IngestStack.LOGS + "/" + throttled, Fault.slowDown(), 4);
        stack.s3().fail("GET /" + IngestStack.LOGS + "/" + cut, new Fault.CutAfter(1_000), 2);
        stack.post(s3Notification(IngestStack.LOGS, throttled));
        stack.post(s3Notification(IngestStack.LOGS, cut));

        stack.awaitQueueEmpty();

        assertThat(stack.read(Topics.CLOUDTRAIL)).hasSize(505);
        assertThat(stack.read(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void givesUpOnWhatFailsForEver() {
        String key = stack.log("never", SampleLog.gzip(5, 1));
        stack.s3().fail("GET /" + IngestStack.LOGS + "/" + key, new Fault.Refuse(500, "InternalError"), -1);
        stack.post(s3Notification(IngestStack.LOGS, key));

        stack.awaitQueueEmpty();

        assertThat(stack.read(Topics.DEAD_LETTERS))
                .extracting(DeadLetter::getCause, DeadLetter::getAttempts, DeadLetter::getDetail)
                .containsExactly(tuple(DeadLetterCause.FAILED, 3, "S3 answered 500"));
    }

    @Test
    void losesNothingWhenItIsStoppedInMidStream() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            keys.add(stack.log("stopped-" + i, SampleLog.gzip(50, i)));
            stack.post(s3Notification(IngestStack.LOGS, keys.get(i)));
        }
        await().atMost(IngestStack.PATIENCE)
                .until(() -> !stack.read(Topics.CLOUDTRAIL).isEmpty());
        service.close();
        assertThat(service.state().status()).isEqualTo(IngestState.Status.STOPPED);

        service = stack.ingest();
        stack.awaitQueueEmpty();

        assertThat(stack.read(Topics.CLOUDTRAIL).stream()
                        .map(call -> call.getPointer().getKey() + "#"
                                + call.getPointer().getRecordIndex())
                        .distinct())
                .hasSize(2_000);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String s3Notification(String bucket, String key) {
        return "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"eventTime\":"
                + "\"2026-11-24T11:59:00.000Z\",\"s3\":{\"bucket\":{\"name\":\"" + bucket + "\"},\"object\":{\"key\":\""
                + key
                + "\"}}}]}";
    }

    private static String eventBridge(String bucket, String key) {
        return "{\"version\":\"0\",\"detail-type\":\"Object Created\",\"source\":\"aws.s3\",\"time\":\"2026-11-24T11:59:00Z\","
                + "\"detail\":{\"bucket\":{\"name\":\"" + bucket + "\"},\"object\":{\"key\":\"" + key
                + "\",\"size\":1}}}";
    }

    private static String sns(String message) {
        return "{\"Type\":\"Notification\",\"TopicArn\":\"arn:aws:sns:x\",\"Message\":\""
                + message.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }
}
