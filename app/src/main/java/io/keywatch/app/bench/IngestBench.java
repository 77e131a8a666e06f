package io.keywatch.app.bench;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.EventSink;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.serialization.Serializer;

/** A log file from gzip to Avro bytes; baseline: inflating it, which nothing can avoid. */
final class IngestBench implements Bench {
    private static final int EVENTS = 5_000;

    /** As a log file is read from S3. */
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String description() {
        return "CloudTrail events/s from gzip to Avro, one thread; baseline: inflate only.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        byte[] file = logFile(new Random(1));
        CloudTrailReader reader = new CloudTrailReader(
                ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.LIVE);
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        Serializer<ApiCall> avro = AvroSerde.of(Topics.CLOUDTRAIL, ids).serializer();
        byte[] buffer = new byte[BUFFER_BYTES];
        double inflate = CpuClock.unitsPerSecond(EVENTS, () -> {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file), BUFFER_BYTES)) {
                while (in.read(buffer) >= 0) {
                    // only inflated
                }
            }
        });
        results.accept(new Result("parse", rate(reader, file, call -> {}), "events/s/core", inflate));
        long[] bytes = new long[1];
        results.accept(new Result(
                "parse-to-avro",
                rate(reader, file, call -> bytes[0] += avro.serialize(Topics.CLOUDTRAIL.name(), call).length),
                "events/s/core",
                inflate));
    }

    private static double rate(CloudTrailReader reader, byte[] file, Consumer<ApiCall> each) throws Exception {
        Pointer where =
                Pointer.newBuilder().setBucket("bench").setKey("log.json.gz").build();
        return CpuClock.unitsPerSecond(EVENTS, () -> {
            var summary = reader.read(new ByteArrayInputStream(file), where, new EventSink() {
                @Override
                public void event(ApiCall call) {
                    each.accept(call);
                }

                @Override
                public void fault(ReadFault fault) {
                    throw new IllegalStateException("the file has a fault: " + fault.detail());
                }
            });
            if (summary.events() != EVENTS) {
                throw new IllegalStateException(summary.events() + " events of " + EVENTS);
            }
        });
    }

    /** About 1.2 kB an event, as real ones have, with the parts that repeat and the parts that do not. */
    private static byte[] logFile(Random random) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes, BUFFER_BYTES)) {
            gzip.write("{\"Records\":[".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < EVENTS; i++) {
                gzip.write((i == 0 ? "" : ",").getBytes(StandardCharsets.US_ASCII));
                gzip.write(event(random, i).getBytes(StandardCharsets.US_ASCII));
            }
            gzip.write("]}".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static String event(Random random, int index) {
        int role = random.nextInt(40);
        String session = Long.toString(random.nextLong() >>> 1, 36);
        return """
                {"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROA%08d:%s",\
                "arn":"arn:aws:sts::123456789012:assumed-role/app-%d/%s","accountId":"123456789012",\
                "accessKeyId":"AS%sIA%s","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA%08d",\
                "arn":"arn:aws:iam::123456789012:role/app-%d","accountId":"123456789012","userName":"app-%d"},\
                "webIdFederationData":{},"attributes":{"creationDate":"2026-03-02T11:00:00Z",\
                "mfaAuthenticated":"false"}}},"eventTime":"2026-03-02T12:%02d:%02dZ",\
                "eventSource":"secretsmanager.amazonaws.com","eventName":"GetSecretValue","awsRegion":"eu-central-1",\
                "sourceIPAddress":"10.0.%d.%d","userAgent":"aws-sdk-java/2.41.21 md/io#sync md/http#Apache",\
                "requestParameters":{"secretId":"arn:aws:secretsmanager:eu-central-1:123456789012:secret:app-%d-%d"},\
                "responseElements":null,"requestID":"%s","eventID":"%s","readOnly":true,"eventType":"AwsApiCall",\
                "managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management",\
                "tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",\
                "clientProvidedHostHeader":"secretsmanager.eu-central-1.amazonaws.com"}}""".formatted(
                        role,
                        session,
                        role,
                        session,
                        "",
                        session.toUpperCase(java.util.Locale.ROOT),
                        role,
                        role,
                        role,
                        index / 60 % 60,
                        index % 60,
                        random.nextInt(256),
                        random.nextInt(256),
                        role,
                        random.nextInt(50),
                        new UUID(random.nextLong(), random.nextLong()),
                        new UUID(random.nextLong(), random.nextLong()));
    }
}
