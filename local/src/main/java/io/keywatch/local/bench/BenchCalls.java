package io.keywatch.local.bench;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Calls of a made-up organisation at work, without end and in event-time order: roles that hold a session an hour, each
 * with secrets of its own. Not thread-safe.
 */
final class BenchCalls {
    /** A role that keeps its secrets in memory reads so often: below every ceiling, the ordinary day. */
    private static final long BETWEEN_READS_MILLIS = 12 * 60_000;

    /** And calls something else so often: 50,000 calls a second over 1,000 accounts of 100 roles. */
    private static final long BETWEEN_OTHERS_MILLIS = 2_000;

    private static final int ROLES_OF_AN_ACCOUNT = 100;
    private static final long SESSION_MILLIS = 3_600_000;
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private static final List<Map.Entry<String, String>> OTHER = List.of(
            Map.entry("ec2.amazonaws.com", "DescribeInstances"),
            Map.entry("logs.amazonaws.com", "CreateLogStream"),
            Map.entry("sts.amazonaws.com", "AssumeRole"),
            Map.entry("s3.amazonaws.com", "ListObjects"),
            Map.entry("dynamodb.amazonaws.com", "DescribeTable"),
            Map.entry("kms.amazonaws.com", "GenerateDataKey"),
            Map.entry("sqs.amazonaws.com", "GetQueueAttributes"),
            Map.entry("monitoring.amazonaws.com", "DescribeAlarms"));

    private final SplittableRandom random;
    private final int roles;
    private final int secrets;
    private long count;
    private long now = START.toEpochMilli();

    /** @param secrets of each role, which reads them again and again */
    BenchCalls(long seed, int roles, int secrets) {
        this.random = new SplittableRandom(seed);
        this.roles = roles;
        this.secrets = secrets;
    }

    /** Nobody calls for so long. */
    void pause(Duration time) {
        now += time.toMillis();
    }

    /** A role reads one of its secrets. */
    ApiCall secretRead() {
        return secretRead(random.nextInt(secrets));
    }

    /** The roles take turns, and so do their secrets: after {@code roles * secrets} calls every pair has been read. */
    ApiCall nextPair() {
        return secretRead((int) (count / roles % secrets));
    }

    private ApiCall secretRead(int secret) {
        int role = nextRole(BETWEEN_READS_MILLIS);
        return call(
                role,
                "secretsmanager.amazonaws.com",
                "GetSecretValue",
                Map.of(
                        "secretId",
                        "arn:aws:secretsmanager:eu-central-1:%s:secret:app-%d/credential-%d-Ab12Cd"
                                .formatted(account(role), role, secret)));
    }

    /** A call that concerns neither secrets nor credentials. */
    ApiCall other() {
        Map.Entry<String, String> kind = OTHER.get(random.nextInt(OTHER.size()));
        return call(nextRole(BETWEEN_OTHERS_MILLIS), kind.getKey(), kind.getValue(), Map.of());
    }

    /** Another trail each time: a finding by itself, and one of its own. */
    ApiCall trailStopped(int trail) {
        return call(
                nextRole(BETWEEN_READS_MILLIS),
                "cloudtrail.amazonaws.com",
                "StopLogging",
                Map.of("name", "arn:aws:cloudtrail:eu-central-1:100000000000:trail/trail-" + trail));
    }

    /** By {@code role}, at the present time of this traffic. */
    private ApiCall call(int role, String source, String event, Map<String, String> parameters) {
        long at = now;
        String account = account(role);
        String issuer = "arn:aws:iam::%s:role/app-%d".formatted(account, role);
        long session = at / SESSION_MILLIS;
        String sessionName = "i-%08x%08x".formatted(role, session);
        return ApiCall.newBuilder()
                .setEventId(new UUID(random.nextLong(), random.nextLong()).toString())
                .setEventTime(Instant.ofEpochMilli(at))
                .setIngestedAt(Instant.now())
                .setEventSource(source)
                .setEventName(event)
                .setAwsRegion("eu-central-1")
                .setRecipientAccountId(account)
                .setPrincipal(Principal.newBuilder()
                        .setId(issuer)
                        .setType(PrincipalType.ASSUMED_ROLE)
                        .setArn("arn:aws:sts::%s:assumed-role/app-%d/%s".formatted(account, role, sessionName))
                        .setAccountId(account)
                        .setAccessKeyId("ASIA" + sessionName)
                        .setSessionIssuerArn(issuer)
                        .setSessionName(sessionName)
                        .setMfa(false)
                        .setSessionCreated(Instant.ofEpochMilli(session * SESSION_MILLIS))
                        .build())
                .setNetwork(Network.newBuilder()
                        .setIp("10.%d.%d.%d".formatted(role >>> 16 & 0xff, role >>> 8 & 0xff, role & 0xff))
                        .setUserAgent("aws-sdk-java/2.41.21 md/io#sync md/http#Apache")
                        .build())
                .setReadOnly(true)
                .setEventType("AwsApiCall")
                .setEventCategory("Management")
                .setParameters(parameters)
                .setOrigin(Origin.LIVE)
                .build();
    }

    /** Each has its turn before one has its second. */
    private int nextRole(long between) {
        int role = (int) (count++ % roles);
        long turn = count % roles;
        now += between * (turn + 1) / roles - between * turn / roles;
        return role;
    }

    private static String account(int role) {
        return "%012d".formatted(100_000_000_000L + role / ROLES_OF_AN_ACCOUNT);
    }
}
