package io.keywatch.ingest.fuzz;

import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.EventSink;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.ingest.notification.Notification;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The targets of this module, how Jazzer calls one, and, as a program, what it starts from. */
public final class Fuzz {
    /** Stands in a request's parameter that no allow-list keeps. */
    private static final String CANARY = "vQ7-canary-zL4p_Kw9x";

    private static final ReaderLimits LIMITS = new ReaderLimits(64 << 10, 64, 4 << 20, 200, 100);
    private static final CloudTrailReader READER = new CloudTrailReader(
            LIMITS,
            ParameterAllowList.bundled(),
            InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")),
            Origin.LIVE);
    private static final Pointer WHERE =
            Pointer.newBuilder().setBucket("logs").setKey("some/file.json.gz").build();

    private static Target target = Target.CLOUDTRAIL;

    /** One reader. */
    enum Target {
        CLOUDTRAIL {
            @Override
            void run(byte[] input) throws IOException {
                if (!read(input).equals(read(input))) {
                    throw new AssertionError("the second reading found something else");
                }
            }

            @Override
            List<byte[]> seeds() {
                String log = "{\"Records\":[" + EVENT + "," + EVENT.replace("e-1", "e-2") + "]}";
                return List.of(
                        bytes(log),
                        gzip(log),
                        bytes("[" + EVENT + "]"),
                        bytes(EVENT + "\n" + EVENT),
                        bytes("{\"detail\":" + EVENT + "}"));
            }
        },
        NOTIFICATION {
            @Override
            void run(byte[] input) {
                String body = new String(input, StandardCharsets.UTF_8);
                if (!Notification.parse(body).equals(Notification.parse(body))) {
                    throw new AssertionError("the second reading found something else");
                }
            }

            @Override
            List<byte[]> seeds() {
                String s3 = "{\"Records\":[{\"eventSource\":\"aws:s3\",\"awsRegion\":\"eu-central-1\",\"eventTime\":"
                        + "\"2026-11-24T11:59:00.123Z\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":"
                        + "{\"name\":\"b\"},\"object\":{\"key\":\"a+b%2Bc\",\"size\":1,\"sequencer\":\"0055\"}}}]}";
                return List.of(
                        bytes(s3),
                        bytes("{\"Type\":\"Notification\",\"TopicArn\":\"t\",\"Message\":\"" + s3.replace("\"", "\\\"")
                                + "\"}"),
                        bytes("{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"a\",\"b\"]}"),
                        bytes("{\"detail-type\":\"Object"
                                + " Created\",\"source\":\"aws.s3\",\"time\":\"2026-11-24T11:59:00Z\","
                                + "\"detail\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k\",\"size\":1}}}"));
            }
        };

        abstract void run(byte[] input) throws IOException;

        abstract List<byte[]> seeds();
    }

    private static final String EVENT = "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"AssumedRole\","
            + "\"arn\":\"arn:aws:sts::111122223333:assumed-role/r/s\",\"accountId\":\"111122223333\",\"sessionContext\":"
            + "{\"sessionIssuer\":{\"type\":\"Role\",\"arn\":\"arn:aws:iam::111122223333:role/r\"}}},\"eventTime\":"
            + "\"2026-11-24T11:59:00Z\",\"eventSource\":\"secretsmanager.amazonaws.com\",\"eventName\":"
            + "\"PutSecretValue\",\"awsRegion\":\"eu-central-1\",\"sourceIPAddress\":\"192.0.2.1\",\"requestParameters\":"
            + "{\"secretId\":\"a\",\"secretString\":\"" + CANARY + "\"},\"eventID\":\"e-1\",\"readOnly\":false}";

    private Fuzz() {}

    private static List<Object> read(byte[] input) throws IOException {
        List<Object> all = new java.util.ArrayList<>();
        EventSink sink = new EventSink() {
            @Override
            public void event(ApiCall call) {
                all.add(call);
            }

            @Override
            public void fault(ReadFault fault) {
                all.add(fault);
            }
        };
        all.add(READER.read(new ByteArrayInputStream(input), WHERE, sink));
        return all;
    }

    /** @param args the name of the target, in lower case */
    public static void fuzzerInitialize(String[] args) throws IOException {
        target = named(args[0]);
        // classes load here, instrumented: seconds that the first input would be blamed for
        for (byte[] seed : target.seeds()) {
            target.run(seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        target.run(input);
    }

    private static Target named(String name) {
        return Target.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    /** Writes the seeds of a target into a folder; without arguments, lists the targets. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            for (Target each : Target.values()) {
                System.out.println(each.name().toLowerCase(java.util.Locale.ROOT));
            }
            return;
        }
        Path folder = Files.createDirectories(Path.of(args[1]));
        List<byte[]> seeds = named(args[0]).seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed-" + i), seeds.get(i));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
