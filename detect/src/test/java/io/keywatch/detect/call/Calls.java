package io.keywatch.detect.call;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.ExposureKind;
import io.keywatch.schemas.v1.ExposureState;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds calls as sentences. Every call has an event id of its own, derived from a running number. */
public final class Calls {
    public static final String ACCOUNT = "111122223333";
    public static final Instant MORNING = Instant.parse("2026-03-10T09:00:00Z");
    /** Made of parts, so that no scanner takes it for a key. */
    public static final String KEY = "AKIA" + "EXAMPLEEXAMPLE00";

    private static long number;

    private final ApiCall.Builder call;
    private final Principal.Builder principal;
    private final Network.Builder network;
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> response = new HashMap<>();

    private Calls(String service, String name) {
        number++;
        this.principal = Principal.newBuilder()
                .setId("arn:aws:iam::" + ACCOUNT + ":user/alice")
                .setType(PrincipalType.IAM_USER)
                .setAccountId(ACCOUNT)
                .setAccessKeyId(KEY);
        this.network = Network.newBuilder().setIp("198.51.100.7");
        this.call = ApiCall.newBuilder()
                .setEventId(new UUID(7, number).toString())
                .setEventSource(service + ".amazonaws.com")
                .setEventName(name)
                .setAwsRegion("eu-central-1")
                .setRecipientAccountId(ACCOUNT)
                .setOrigin(Origin.LIVE);
        at(MORNING);
    }

    public static Calls call(String service, String name) {
        return new Calls(service, name);
    }

    public static Calls readSecret(String name) {
        return call("secretsmanager", "GetSecretValue").with("secretId", name);
    }

    public static Exposure exposed(String accessKeyId, Instant since) {
        return Exposure.newBuilder()
                .setId(accessKeyId + "@bucket/config.txt")
                .setKind(ExposureKind.ACCESS_KEY_ID)
                .setAccessKeyId(accessKeyId)
                .setRuleId("aws-access-key")
                .setResourceId("bucket/config.txt")
                .setSurface(Surface.S3_OBJECT)
                .setFindingId("exposure-finding")
                .setAccountId(ACCOUNT)
                .setFirstSeen(since)
                .setLastSeen(since)
                .setState(ExposureState.OPEN)
                .build();
    }

    public Calls at(Instant time) {
        call.setEventTime(time).setIngestedAt(time.plus(Duration.ofMinutes(5)));
        return this;
    }

    public Calls after(Duration sinceMorning) {
        return at(MORNING.plus(sinceMorning));
    }

    public Calls by(String user) {
        principal.setId("arn:aws:iam::" + ACCOUNT + ":user/" + user).setType(PrincipalType.IAM_USER);
        return this;
    }

    public Calls byRole(String role, String session) {
        principal
                .setId("arn:aws:iam::" + ACCOUNT + ":role/" + role)
                .setType(PrincipalType.ASSUMED_ROLE)
                .setSessionIssuerArn("arn:aws:iam::" + ACCOUNT + ":role/" + role)
                .setSessionName(session)
                .setArn("arn:aws:sts::" + ACCOUNT + ":assumed-role/" + role + "/" + session)
                .setAccessKeyId("ASIA" + "SESSIONOF" + role.toUpperCase(java.util.Locale.ROOT));
        return this;
    }

    /** A session of a role, in the role's own account and trail. */
    public Calls bySession(String account, String role, String session, String accessKeyId) {
        call.setRecipientAccountId(account);
        principal
                .setId("arn:aws:iam::" + account + ":role/" + role)
                .setType(PrincipalType.ASSUMED_ROLE)
                .setAccountId(account)
                .setSessionIssuerArn("arn:aws:iam::" + account + ":role/" + role)
                .setSessionName(session)
                .setArn("arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session)
                .setAccessKeyId(accessKeyId);
        return this;
    }

    public Calls byType(PrincipalType type) {
        principal.setType(type);
        return this;
    }

    /** What STS answers: whose key is issued. */
    public static Calls assume(String account, String role, String issuedKey) {
        return call("sts", "AssumeRole")
                .with("roleArn", "arn:aws:iam::" + account + ":role/" + role)
                .with("roleSessionName", "work")
                .answered("credentials.accessKeyId", issuedKey);
    }

    public Calls withKey(@Nullable String accessKeyId) {
        principal.setAccessKeyId(accessKeyId);
        return this;
    }

    public Calls from(String ip) {
        network.setIp(ip);
        return this;
    }

    public Calls in(String region) {
        call.setAwsRegion(region);
        return this;
    }

    public Calls with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    public Calls answered(String name, String value) {
        response.put(name, value);
        return this;
    }

    public Calls denied() {
        call.setErrorCode("AccessDeniedException");
        return this;
    }

    public ApiCall make() {
        return ApiCall.newBuilder(call)
                .setPrincipal(principal.build())
                .setNetwork(network.build())
                .setParameters(parameters)
                .setResponse(response)
                .build();
    }
}
