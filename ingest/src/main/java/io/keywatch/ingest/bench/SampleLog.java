package io.keywatch.ingest.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * A log file as a busy account has it: compact JSON in CloudTrail's order of fields, about 1.2 KB an event, compressing
 * about 10:1. Every value is made up; the same seed gives the same file.
 */
public final class SampleLog {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String ACCOUNT = "1".repeat(12);
    private static final int SESSIONS = 60;

    private final Random random;
    private final List<String> identities = new ArrayList<>();

    private SampleLog(long seed) {
        random = new Random(seed);
        for (int i = 0; i < SESSIONS; i++) {
            identities.add(identity(ACCOUNT));
        }
    }

    /** @return gzip bytes of {@code {"Records":[...]}} */
    public static byte[] gzip(int events, long seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json(events, seed).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    public static String json(int events, long seed) {
        SampleLog log = new SampleLog(seed);
        StringBuilder json = new StringBuilder("{\"Records\":[");
        for (int i = 0; i < events; i++) {
            json.append(i == 0 ? "" : ",");
            log.event(json, i);
        }
        return json.append("]}").toString();
    }

    private void event(StringBuilder json, int index) {
        int kind = random.nextInt(100);
        // a log file is of one account and region
        String account = ACCOUNT;
        String region = "eu-central-1";
        json.append("{\"eventVersion\":\"1.09\",\"userIdentity\":").append(identities.get(random.nextInt(SESSIONS)));
        json.append(",\"eventTime\":\"").append(START.plusSeconds(index / 50)).append("\",");
        if (kind < 40) {
            describe(json, region);
        } else if (kind < 60) {
            decrypt(json, account, region);
        } else if (kind < 80) {
            getObject(json, account, region);
        } else if (kind < 90) {
            assumeRole(json, account, region);
        } else {
            getSecretValue(json, account, region);
        }
        json.append(",\"requestID\":\"")
                .append(uuid())
                .append("\",\"eventID\":\"")
                .append(uuid())
                .append("\",\"eventType\":\"AwsApiCall\",\"managementEvent\":")
                .append(kind < 60 || kind >= 80)
                .append(",\"recipientAccountId\":\"")
                .append(account)
                .append("\",\"eventCategory\":\"")
                .append(kind < 60 || kind >= 80 ? "Management" : "Data")
                .append("\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\","
                        + "\"clientProvidedHostHeader\":\"service.")
                .append(region)
                .append(".amazonaws.com\"}}");
    }

    /** Sessions live for hours and make thousands of calls. */
    private String identity(String account) {
        if (random.nextInt(10) == 0) {
            String user = "user-" + random.nextInt(50);
            return "{\"type\":\"IAMUser\",\"principalId\":\"AID" + letters(18) + "\",\"arn\":\"arn:aws:iam::" + account
                    + ":user/" + user + "\",\"accountId\":\"" + account + "\",\"accessKeyId\":\"AKI" + letters(17)
                    + "\",\"userName\":\"" + user + "\"}";
        }
        String role = "service-role-" + random.nextInt(200);
        String session = "i-" + hex(17);
        String id = "ARO" + letters(18);
        return "{\"type\":\"AssumedRole\",\"principalId\":\"" + id + ":" + session + "\",\"arn\":\"arn:aws:sts::"
                + account
                + ":assumed-role/" + role + "/" + session + "\",\"accountId\":\"" + account + "\",\"accessKeyId\":\"ASI"
                + letters(17) + "\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"" + id
                + "\",\"arn\":\"arn:aws:iam::" + account + ":role/" + role + "\",\"accountId\":\"" + account
                + "\",\"userName\":\"" + role + "\"},\"attributes\":{\"creationDate\":\"2026-01-01T00:00:00Z\","
                + "\"mfaAuthenticated\":\"false\"}}}";
    }

    private void call(StringBuilder json, String source, String name, String region) {
        json.append("\"eventSource\":\"")
                .append(source)
                .append(".amazonaws.com\",\"eventName\":\"")
                .append(name)
                .append("\",\"awsRegion\":\"")
                .append(region)
                .append("\",\"sourceIPAddress\":\"10.")
                .append(random.nextInt(256))
                .append('.')
                .append(random.nextInt(256))
                .append('.')
                .append(random.nextInt(256))
                .append(
                        "\",\"userAgent\":\"aws-sdk-java/2.20.0 Linux/5.10.0 OpenJDK_64-Bit_Server_VM/17.0.9 Java/17.0.9 "
                                + "vendor/Eclipse_Adoptium io/sync http/Apache cfg/retry-mode/legacy\",");
    }

    private void describe(StringBuilder json, String region) {
        call(json, "ec2", "DescribeInstances", region);
        json.append(
                        "\"requestParameters\":{\"maxResults\":1000,\"instancesSet\":{},\"filterSet\":{\"items\":[{\"name\":"
                                + "\"instance-state-name\",\"valueSet\":{\"items\":[{\"value\":\"running\"},{\"value\":\"pending\"}]}},"
                                + "{\"name\":\"tag:Name\",\"valueSet\":{\"items\":[{\"value\":\"node-")
                .append(random.nextInt(1000))
                .append("\"}]}}]}},\"responseElements\":null,\"readOnly\":true");
    }

    private void decrypt(StringBuilder json, String account, String region) {
        call(json, "kms", "Decrypt", region);
        json.append("\"requestParameters\":{\"encryptionContext\":{\"SecretARN\":\"arn:aws:secretsmanager:")
                .append(region)
                .append(':')
                .append(account)
                .append(":secret:team/service-")
                .append(random.nextInt(500))
                .append("\",\"SecretVersionId\":\"")
                .append(uuid())
                .append(
                        "\"},\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"},\"responseElements\":null,\"readOnly\":true,"
                                + "\"resources\":[{\"accountId\":\"")
                .append(account)
                .append("\",\"type\":\"AWS::KMS::Key\",\"ARN\":\"arn:aws:kms:")
                .append(region)
                .append(':')
                .append(account)
                .append(":key/")
                .append(uuid())
                .append("\"}]");
    }

    private void getObject(StringBuilder json, String account, String region) {
        String bucket = "bucket-" + random.nextInt(40);
        String key = "year=2026/month=01/part-" + hex(12) + ".parquet";
        call(json, "s3", "GetObject", region);
        json.append("\"requestParameters\":{\"bucketName\":\"")
                .append(bucket)
                .append("\",\"Host\":\"")
                .append(bucket)
                .append(".s3.amazonaws.com\",\"key\":\"")
                .append(key)
                .append("\"},\"responseElements\":null,\"additionalEventData\":{\"SignatureVersion\":\"SigV4\","
                        + "\"CipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"bytesTransferredIn\":0,\"AuthenticationMethod\":"
                        + "\"AuthHeader\",\"x-amz-id-2\":\"")
                .append(letters(40))
                .append("\",\"bytesTransferredOut\":")
                .append(random.nextInt(1_000_000))
                .append("},\"readOnly\":true,\"resources\":[{\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::")
                .append(bucket)
                .append('/')
                .append(key)
                .append("\"},{\"accountId\":\"")
                .append(account)
                .append("\",\"type\":\"AWS::S3::Bucket\",\"ARN\":\"arn:aws:s3:::")
                .append(bucket)
                .append("\"}]");
    }

    private void assumeRole(StringBuilder json, String account, String region) {
        String role = "arn:aws:iam::" + account + ":role/service-role-" + random.nextInt(200);
        call(json, "sts", "AssumeRole", region);
        json.append("\"requestParameters\":{\"roleArn\":\"")
                .append(role)
                .append("\",\"roleSessionName\":\"session-")
                .append(hex(8))
                .append("\",\"durationSeconds\":3600},\"responseElements\":{\"credentials\":{\"accessKeyId\":\"ASI")
                .append(letters(17))
                .append("\",\"sessionToken\":\"")
                .append(letters(100))
                .append("\",\"expiration\":\"Jan 1, 2026, 1:00:00 AM\"},\"assumedRoleUser\":{\"assumedRoleId\":\"ARO")
                .append(letters(18))
                .append(":session\",\"arn\":\"")
                .append(role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/"))
                .append("/session\"}},\"readOnly\":true,\"resources\":[{\"accountId\":\"")
                .append(account)
                .append("\",\"type\":\"AWS::IAM::Role\",\"ARN\":\"")
                .append(role)
                .append("\"}]");
    }

    private void getSecretValue(StringBuilder json, String account, String region) {
        call(json, "secretsmanager", "GetSecretValue", region);
        json.append("\"requestParameters\":{\"secretId\":\"arn:aws:secretsmanager:")
                .append(region)
                .append(':')
                .append(account)
                .append(":secret:team/service-")
                .append(random.nextInt(500))
                .append("\"},\"responseElements\":null,\"readOnly\":true");
    }

    private String uuid() {
        String hex = hex(32);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20);
    }

    private String hex(int digits) {
        byte[] bytes = new byte[(digits + 1) / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).substring(0, digits);
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('A' + random.nextInt(26)));
        }
        return text.toString();
    }
}
