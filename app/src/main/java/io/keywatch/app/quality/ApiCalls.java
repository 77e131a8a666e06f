package io.keywatch.app.quality;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Calls in the shape that CloudTrail gives them after redaction: names of events and parameters, companions, and whole
 * seconds. Benign traffic and attacks are both built here, so that no shape tells them apart.
 */
public final class ApiCalls {
    public static final String SECRETS_MANAGER = "secretsmanager.amazonaws.com";
    public static final String SSM = "ssm.amazonaws.com";
    public static final String KMS = "kms.amazonaws.com";
    public static final String IAM = "iam.amazonaws.com";
    public static final String STS = "sts.amazonaws.com";
    public static final String ACCESS_DENIED = "AccessDenied";

    private final RandomGenerator random;

    public ApiCalls(RandomGenerator random) {
        this.random = random;
    }

    /** By ARN or by name: both are accepted, and each caller has its habit. */
    public ApiCall getSecretValue(Caller who, Instant at, SecretRef secret) {
        return call(who, at, SECRETS_MANAGER, "GetSecretValue", Map.of("secretId", nameFor(who, secret)));
    }

    public ApiCall getPreviousVersion(Caller who, Instant at, SecretRef secret, String versionStage) {
        return call(
                who,
                at,
                SECRETS_MANAGER,
                "GetSecretValue",
                Map.of("secretId", nameFor(who, secret), "versionStage", versionStage));
    }

    public ApiCall denied(ApiCall call) {
        call.setErrorCode(ACCESS_DENIED);
        return call;
    }

    /** What KMS logs when Secrets Manager or Parameter Store decrypts on the caller's behalf. */
    public ApiCall decryptFor(Caller who, Instant at, SecretRef secret) {
        String service = secret.parameter() ? SSM : SECRETS_MANAGER;
        Principal through =
                Principal.newBuilder(who.principal()).setInvokedBy(service).build();
        Network inside = new Network(service, null, service);
        Map<String, String> parameters = secret.parameter()
                ? Map.of("encryptionAlgorithm", "SYMMETRIC_DEFAULT", "encryptionContext.PARAMETER_ARN", secret.arn())
                : Map.of(
                        "encryptionAlgorithm",
                        "SYMMETRIC_DEFAULT",
                        "encryptionContext.SecretARN",
                        secret.arn(),
                        "encryptionContext.SecretVersionId",
                        versionOf(secret));
        ApiCall call = call(new Caller(through, inside, secret.region()), at, KMS, "Decrypt", parameters);
        call.setResources(List.of(new ResourceRef(secret.kmsKeyArn(), "AWS::KMS::Key", secret.accountId())));
        return call;
    }

    /** One read as the trail shows it: the call and, where it succeeded, its Decrypt. */
    public List<ApiCall> read(Caller who, Instant at, SecretRef secret) {
        ApiCall first = secret.parameter() ? getParameter(who, at, secret) : getSecretValue(who, at, secret);
        return List.of(first, decryptFor(who, at, secret));
    }

    public ApiCall batchByIds(Caller who, Instant at, List<SecretRef> secrets) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < secrets.size(); i++) {
            parameters.put("secretIdList[" + i + "]", nameFor(who, secrets.get(i)));
        }
        return call(who, at, SECRETS_MANAGER, "BatchGetSecretValue", parameters);
    }

    public ApiCall batchByFilter(Caller who, Instant at, String key, String value) {
        return call(
                who,
                at,
                SECRETS_MANAGER,
                "BatchGetSecretValue",
                Map.of("filters[0].key", key, "filters[0].values[0]", value, "maxResults", "20"));
    }

    public ApiCall listSecrets(Caller who, Instant at) {
        return call(who, at, SECRETS_MANAGER, "ListSecrets", Map.of("maxResults", "100"));
    }

    /** DescribeSecret, GetResourcePolicy, PutSecretValue, DeleteSecret and others that name one secret. */
    public ApiCall onSecret(Caller who, Instant at, String eventName, SecretRef secret) {
        return call(who, at, SECRETS_MANAGER, eventName, Map.of("secretId", nameFor(who, secret)));
    }

    public ApiCall createSecret(Caller who, Instant at, SecretRef secret) {
        ApiCall call = call(who, at, SECRETS_MANAGER, "CreateSecret", Map.of("name", secret.name()));
        call.setResponse(Map.of("arn", secret.arn()));
        return call;
    }

    public ApiCall updateVersionStage(Caller who, Instant at, SecretRef secret) {
        return call(
                who,
                at,
                SECRETS_MANAGER,
                "UpdateSecretVersionStage",
                Map.of("secretId", secret.arn(), "versionStage", "AWSCURRENT"));
    }

    /** RotationStarted, RotationSucceeded and so on: Secrets Manager itself speaks. */
    public ApiCall rotationEvent(Instant at, String eventName, SecretRef secret) {
        Principal service = new Principal(
                SECRETS_MANAGER,
                PrincipalType.AWS_SERVICE,
                null,
                secret.accountId(),
                null,
                null,
                null,
                null,
                null,
                SECRETS_MANAGER,
                null);
        Caller who = new Caller(service, new Network(SECRETS_MANAGER, null, SECRETS_MANAGER), secret.region());
        ApiCall call = call(who, at, SECRETS_MANAGER, eventName, Map.of());
        call.setEventType("AwsServiceEvent");
        call.setResponse(Map.of("SecretId", secret.arn()));
        return call;
    }

    public ApiCall getParameter(Caller who, Instant at, SecretRef parameter) {
        return withResources(
                call(who, at, SSM, "GetParameter", Map.of("name", nameFor(who, parameter), "withDecryption", "true")),
                List.of(parameter));
    }

    public ApiCall getParameters(Caller who, Instant at, List<SecretRef> parameters) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            names.put("names[" + i + "]", nameFor(who, parameters.get(i)));
        }
        names.put("withDecryption", "true");
        return withResources(call(who, at, SSM, "GetParameters", names), parameters);
    }

    public ApiCall getParametersByPath(Caller who, Instant at, String path) {
        return call(
                who,
                at,
                SSM,
                "GetParametersByPath",
                Map.of("path", path, "recursive", "true", "withDecryption", "true"));
    }

    public ApiCall getParameterHistory(Caller who, Instant at, SecretRef parameter) {
        return withResources(
                call(
                        who,
                        at,
                        SSM,
                        "GetParameterHistory",
                        Map.of("name", nameFor(who, parameter), "withDecryption", "true")),
                List.of(parameter));
    }

    /** {@code role} is an ARN, {@code keyId} that of the credentials handed out. */
    public ApiCall assumeRole(Caller who, Instant at, String role, String sessionName, String keyId) {
        ApiCall call = call(who, at, STS, "AssumeRole", Map.of("roleArn", role, "roleSessionName", sessionName));
        call.setResponse(Map.of("credentials.accessKeyId", keyId));
        return call;
    }

    /** DeleteUser, DeleteLoginProfile, CreateLoginProfile, CreateUser. */
    public ApiCall onUser(Caller who, Instant at, String eventName, String userName) {
        return call(who, at, IAM, eventName, Map.of("userName", userName));
    }

    public ApiCall createAccessKey(Caller who, Instant at, String userName, String keyId) {
        ApiCall call = call(who, at, IAM, "CreateAccessKey", Map.of("userName", userName));
        call.setResponse(Map.of("accessKey.accessKeyId", keyId, "accessKey.userName", userName));
        return call;
    }

    public ApiCall disableAccessKey(Caller who, Instant at, String userName, String keyId) {
        return call(
                who,
                at,
                IAM,
                "UpdateAccessKey",
                Map.of("userName", userName, "accessKeyId", keyId, "status", "Inactive"));
    }

    public ApiCall deleteAccessKey(Caller who, Instant at, String userName, String keyId) {
        return call(who, at, IAM, "DeleteAccessKey", Map.of("userName", userName, "accessKeyId", keyId));
    }

    public ApiCall plain(Caller who, Instant at, String eventSource, String eventName) {
        return call(who, at, eventSource, eventName, Map.of());
    }

    /** A long-term (AKIA) or temporary (ASIA) access key id: an identifier, not a secret. */
    public String accessKeyId(boolean temporary) {
        StringBuilder id = new StringBuilder(temporary ? "ASIA" : "AKIA");
        for (int i = 0; i < 16; i++) {
            id.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(random.nextInt(32)));
        }
        return id.toString();
    }

    private ApiCall call(Caller who, Instant at, String source, String name, Map<String, String> parameters) {
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        return new ApiCall(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                second,
                second,
                source,
                name,
                who.region(),
                accountOf(who.principal()),
                who.principal(),
                who.network(),
                null,
                readOnly(name),
                "AwsApiCall",
                "Management",
                null,
                parameters,
                Map.of(),
                List.of(),
                List.of(),
                null,
                Origin.LIVE,
                null);
    }

    private static String accountOf(Principal principal) {
        @Nullable String account = principal.getAccountId();
        return account == null ? "" : account;
    }

    private static boolean readOnly(String name) {
        return name.startsWith("Get")
                || name.startsWith("List")
                || name.startsWith("Describe")
                || name.startsWith("BatchGet")
                || name.equals("Decrypt")
                || name.startsWith("AssumeRole");
    }

    private static ApiCall withResources(ApiCall call, List<SecretRef> parameters) {
        List<ResourceRef> resources = new ArrayList<>(parameters.size());
        for (SecretRef parameter : parameters) {
            resources.add(new ResourceRef(parameter.arn(), null, parameter.accountId()));
        }
        call.setResources(resources);
        return call;
    }

    /** Always the ARN across accounts, as AWS demands; else parameters by name, and secrets so by two callers in five. */
    private static String nameFor(Caller who, SecretRef secret) {
        boolean foreign = !secret.accountId().equals(who.principal().getAccountId());
        int habit = Math.floorMod(who.principal().getId().hashCode(), 5);
        return foreign || (habit < 3 && !secret.parameter()) ? secret.arn() : secret.name();
    }

    private static String versionOf(SecretRef secret) {
        return new UUID(
                        secret.arn().hashCode() * 0x9e3779b97f4a7c15L,
                        secret.name().hashCode())
                .toString();
    }
}
