package io.keywatch.local.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.aws.AwsClients;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The organisation's AWS: buckets whose changes are told over SQS, as S3 would tell them. The S3 stand-in sends no
 * notifications of its own, so they are posted here in S3's form.
 */
public final class Cloud {

    private final AwsClients aws;
    private final String trailQueue;
    private final String objectQueue;
    private final AtomicLong sequence = new AtomicLong(0x0062E99A88DC407460L);

    Cloud(AwsClients aws, String trailQueue, String objectQueue) {
        this.aws = aws;
        this.trailQueue = trailQueue;
        this.objectQueue = objectQueue;
    }

    void makeBucket(String bucket) {
        aws.s3().createBucket(request -> request.bucket(bucket));
    }

    /** Stores an object and tells of it. */
    void put(String bucket, String key, byte[] content, Map<String, String> metadata) {
        String etag = aws.s3()
                .putObject(
                        request -> request.bucket(bucket).key(key).metadata(metadata), RequestBody.fromBytes(content))
                .eTag();
        notifyOf("ObjectCreated:Put", bucket, key, content.length, etag.replace("\"", ""));
    }

    void put(String bucket, String key, String content) {
        put(bucket, key, content.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    void delete(String bucket, String key) {
        aws.s3().deleteObject(request -> request.bucket(bucket).key(key));
        notifyOf("ObjectRemoved:Delete", bucket, key, 0, "");
    }

    /** Stores a log file and tells of it, once for each of {@code times}: SQS delivers at least once. */
    void deliver(String bucket, String account, Trail trail, int times) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String key = "AWSLogs/" + account + "/CloudTrail/" + Trail.REGION + "/2026/01/01/" + account + "_CloudTrail_"
                + Trail.REGION + "_" + sequence.incrementAndGet() + ".json.gz";
        byte[] file = trail.drain();
        aws.s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(file));
        for (int i = 0; i < times; i++) {
            send(trailQueue, notification("ObjectCreated:Put", bucket, key, file.length, "", now, sequence.get()));
        }
    }

    private void notifyOf(String event, String bucket, String key, long size, String etag) {
        send(objectQueue, notification(event, bucket, key, size, etag, Instant.now(), sequence.incrementAndGet()));
    }

    private void send(String queue, String body) {
        aws.sqs().sendMessage(request -> request.queueUrl(queue).messageBody(body));
    }

    /** S3's event message, version 2.1. */
    public static String notification(
            String event, String bucket, String key, long size, String etag, Instant at, long sequencer) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        ObjectNode record = message.putArray("Records").addObject();
        record.put("eventVersion", "2.1").put("eventSource", "aws:s3").put("awsRegion", Trail.REGION);
        record.put("eventTime", at.toString()).put("eventName", event);
        record.putObject("userIdentity").put("principalId", "AWS:AIDADEMO");
        ObjectNode s3 = record.putObject("s3");
        s3.put("s3SchemaVersion", "1.0");
        s3.putObject("bucket").put("name", bucket).put("arn", "arn:aws:s3:::" + bucket);
        ObjectNode object = s3.putObject("object");
        object.put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"));
        object.put("sequencer", String.format(Locale.ROOT, "%018X", sequencer));
        if (!event.startsWith("ObjectRemoved")) {
            object.put("size", size);
        }
        if (!etag.isEmpty()) {
            object.put("eTag", etag);
        }
        return message.toString();
    }
}
