package io.keywatch.app.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** A CloudTrail log file of a made-up organisation that reads its secrets. */
final class MadeUpLog {
    private MadeUpLog() {}

    private static final Instant MORNING = Instant.parse("2026-03-02T12:00:00Z");

    /** Calls that are nobody's business here, as most are. */
    private static final List<String> OTHERS = List.of(
            "ec2.amazonaws.com\",\"eventName\":\"DescribeInstances",
            "monitoring.amazonaws.com\",\"eventName\":\"DescribeAlarms",
            "sts.amazonaws.com\",\"eventName\":\"GetCallerIdentity",
            "s3.amazonaws.com\",\"eventName\":\"GetBucketLocation",
            "logs.amazonaws.com\",\"eventName\":\"DescribeLogGroups");

    private static final String READ = "secretsmanager.amazonaws.com\",\"eventName\":\"GetSecretValue";

    /** An hour of reads. */
    static byte[] gzip(Random random, int events) throws IOException {
        return gzip(random, MORNING, Duration.ofSeconds(events), events, 1);
    }

    /**
     * About 1.2 kB an event, as real ones have, with the parts that repeat and the parts that do not.
     *
     * @param span over which the events are spread evenly
     * @param readIn one event in so many reads a secret
     */
    static byte[] gzip(Random random, Instant from, Duration span, int events, int readIn) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("{\"Records\":[".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < events; i++) {
                gzip.write((i == 0 ? "" : ",").getBytes(StandardCharsets.US_ASCII));
                Instant at = from.plus(span.multipliedBy(i).dividedBy(events));
                String what = i % readIn == 0 ? READ : OTHERS.get(random.nextInt(OTHERS.size()));
                gzip.write(
                        event(random, at.truncatedTo(ChronoUnit.SECONDS), what).getBytes(StandardCharsets.US_ASCII));
            }
            gzip.write("]}".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static String event(Random random, Instant at, String what) {
        int role = random.nextInt(40);
        String session = Long.toString(random.nextLong() >>> 1, 36);
        return """
                {"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROA%08d:%s",\
                "arn":"arn:aws:sts::123456789012:assumed-role/app-%d/%s","accountId":"123456789012",\
                "accessKeyId":"AS%sIA%s","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA%08d",\
                "arn":"arn:aws:iam::123456789012:role/app-%d","accountId":"123456789012","userName":"app-%d"},\
                "webIdFederationData":{},"attributes":{"creationDate":"2026-03-02T11:00:00Z",\
                "mfaAuthenticated":"false"}}},"eventTime":"%s",\
                "eventSource":"%s","awsRegion":"eu-central-1",\
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
                        at,
                        what,
                        random.nextInt(256),
                        random.nextInt(256),
                        role,
                        random.nextInt(50),
                        new UUID(random.nextLong(), random.nextLong()),
                        new UUID(random.nextLong(), random.nextLong()));
    }
}
