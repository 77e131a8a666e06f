package io.keywatch.detect.access;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event that matters by itself, and those that matter in numbers, has a finding. */
class EventsThatMatterTest {
    private static final String OTHER = "444455556666";

    static Stream<Arguments> alone() {
        return Stream.of(
                one("access.rotation-cancelled", secret("CancelRotateSecret")),
                one(
                        "access.secret-replicated",
                        secret("ReplicateSecretToRegions").with("addReplicaRegions[0].region", "ap-south-1")),
                one("access.secret-version-moved", secret("UpdateSecretVersionStage")),
                one(
                        "access.secret-version-moved",
                        secret("UpdateSecretVersionStage").byRole("stranger", "run")),
                one("access.secret-restored", secret("RestoreSecret")),
                one("access.secret-key-changed", secret("UpdateSecret").with("kmsKeyId", "alias/new")),
                one("access.secret-replica-cut", secret("RemoveRegionsFromReplication")),
                one("access.secret-replica-cut", secret("StopReplicationToReplica")),
                one("access.secret-force-deleted", secret("DeleteSecret").with("forceDeleteWithoutRecovery", "true")),
                one("access.secret-policy-opened", secret("PutResourcePolicy").with("resourcePolicy", lets("*"))),
                one("access.secret-policy-opened", secret("PutResourcePolicy").with("resourcePolicy", lets(OTHER))),
                one("access.secret-policy-opened", secret("PutResourcePolicy").with("blockPublicPolicy", "false")),
                one("access.secret-policy-deleted", secret("DeleteResourcePolicy")),
                one(
                        "access.parameter-history-decrypted",
                        call("ssm", "GetParameterHistory")
                                .with("name", "/app/db")
                                .with("withDecryption", "true")),
                one(
                        "access.all-parameters-decrypted",
                        call("ssm", "GetParametersByPath")
                                .with("path", "/")
                                .with("recursive", "true")
                                .with("withDecryption", "true")),
                one(
                        "access.parameter-overwritten",
                        call("ssm", "PutParameter")
                                .with("name", "/app/db")
                                .with("type", "SecureString")
                                .with("overwrite", "true")),
                one(
                        "access.parameter-overwritten-by-stranger",
                        call("ssm", "PutParameter")
                                .byRole("stranger", "run")
                                .with("name", "/app/db")
                                .with("overwrite", "true")
                                .answered("version", "7")),
                one("access.parameter-deleted", call("ssm", "DeleteParameter").with("name", "/app/db")),
                one("access.parameter-deleted", call("ssm", "DeleteParameters").with("names[0]", "/app/db")),
                one(
                        "access.parameter-deleted",
                        call("ssm", "DeleteParameter").byRole("stranger", "run").with("name", "/app/db")),
                one(
                        "access.document-shared",
                        call("ssm", "ModifyDocumentPermission")
                                .with("name", "doc")
                                .with("accountIdsToAdd[0]", OTHER)),
                one(
                        "access.key-granted-outside",
                        key("CreateGrant").with("granteePrincipal", "arn:aws:iam::" + OTHER + ":role/x")),
                one(
                        "access.key-granted",
                        key("CreateGrant").with("granteePrincipal", "arn:aws:iam::" + Calls.ACCOUNT + ":user/mallory")),
                one(
                        "access.data-re-encrypted-outside",
                        key("ReEncrypt").with("destinationKeyId", "arn:aws:kms:eu-central-1:" + OTHER + ":key/k")),
                one("access.key-deletion-scheduled", key("ScheduleKeyDeletion")),
                one("access.key-disabled", key("DisableKey")),
                one("access.key-rotation-disabled", key("DisableKeyRotation")),
                one("access.key-policy-opened", key("PutKeyPolicy").with("policy", lets("*"))),
                one("access.key-material-replaced", key("ImportKeyMaterial")),
                one("access.key-material-replaced", key("DeleteImportedKeyMaterial")),
                one("access.access-key-for-another-user", user("CreateAccessKey")),
                one(
                        "access.access-key-for-another-user",
                        user("CreateAccessKey").byRole("mallory", "run")),
                one("access.login-profile-created", user("CreateLoginProfile")),
                one("access.login-profile-changed", user("UpdateLoginProfile")),
                one("access.service-credential", user("CreateServiceSpecificCredential")),
                one("access.service-credential", user("ResetServiceSpecificCredential")),
                one("access.ssh-key-uploaded", user("UploadSSHPublicKey")),
                one("access.signing-certificate-uploaded", user("UploadSigningCertificate")),
                one(
                        "access.quarantine-policy",
                        user("AttachUserPolicy")
                                .with("policyArn", "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3")),
                one("access.mfa-removed", user("DeactivateMFADevice")),
                one("access.credential-report", call("iam", "GenerateCredentialReport")),
                one("access.credential-report", call("iam", "GetCredentialReport")),
                one("access.federation-token", call("sts", "GetFederationToken")),
                one("access.assume-root", call("sts", "AssumeRoot").with("targetPrincipal", OTHER)),
                one("access.trail-stopped", trail("StopLogging")),
                one("access.trail-stopped", trail("DeleteTrail")),
                one("access.trail-narrowed", trail("UpdateTrail").with("isMultiRegionTrail", "false")),
                one(
                        "access.trail-selectors-blind",
                        trail("PutEventSelectors")
                                .with("eventSelectors[0].excludeManagementEventSources[0]", "kms.amazonaws.com")),
                one(
                        "access.trail-selectors-blind",
                        trail("PutEventSelectors").with("eventSelectors[0].includeManagementEvents", "false")),
                one(
                        "access.user-data-changed",
                        call("ec2", "ModifyInstanceAttribute")
                                .with("instanceId", "i-0123456789")
                                .with("attribute", "userData")));
    }

    @ParameterizedTest
    @MethodSource("alone")
    void raisesTheEvent(String rule, ApiCall call) {
        Replay replay = new Replay(AccessSettings.defaults());
        replay.accept(call);

        assertThat(replay.findings())
                .extracting(finding -> finding.getRule().getId())
                .contains(rule);
    }

    @ParameterizedTest
    @MethodSource("alone")
    void saysNothingWhenTheEventWasDenied(String rule, ApiCall call) {
        Replay replay = new Replay(AccessSettings.defaults());
        replay.accept(ApiCall.newBuilder(call).setErrorCode("AccessDenied").build());

        assertThat(replay.findings())
                .extracting(finding -> finding.getRule().getId())
                .doesNotContain(rule);
    }

    static Stream<Arguments> inNumbers() {
        return Stream.of(
                many(
                        "access.user-data-harvest",
                        10,
                        i -> call("ec2", "DescribeInstanceAttribute")
                                .with("attribute", "userData")
                                .with("instanceId", "i-" + i)),
                many(
                        "access.launch-template-harvest",
                        10,
                        i -> call("ec2", "GetLaunchTemplateData")
                                .with("GetLaunchTemplateDataRequest.InstanceId", "i-" + i)),
                many(
                        "access.launch-template-harvest",
                        10,
                        i -> call("ec2", "DescribeLaunchTemplateVersions").with("launchTemplateId", "lt-" + i)),
                many(
                        "access.launch-template-harvest",
                        10,
                        i -> call("autoscaling", "DescribeLaunchConfigurations")
                                .with("launchConfigurationNames[0]", "web-" + i)),
                many(
                        "access.function-configuration-harvest",
                        20,
                        i -> call("lambda", "GetFunction20150331v2").with("functionName", "f" + i)),
                many(
                        "access.function-configuration-harvest",
                        20,
                        i -> call("lambda", "GetFunctionConfiguration20150331v2")
                                .with("functionName", "f" + i)),
                many(
                        "access.function-configuration-harvest",
                        20,
                        i -> call("lambda", "ListFunctions20150331").in("region-" + i)),
                many(
                        "access.build-project-harvest",
                        20,
                        i -> call("codebuild", "BatchGetProjects").with("names[0]", "p" + i)),
                many(
                        "access.source-code-harvest",
                        50,
                        i -> call("codecommit", "GetFile")
                                .with("repositoryName", "r")
                                .with("filePath", "f" + i)),
                many(
                        "access.source-code-harvest",
                        50,
                        i -> call("codecommit", "GetBlob")
                                .with("repositoryName", "r")
                                .with("blobId", "b" + i)),
                many(
                        "access.sso-credential-harvest",
                        5,
                        i -> call("sso", "GetRoleCredentials")
                                .with("accountId", OTHER)
                                .with("roleName", "r" + i)),
                many(
                        "access.sso-credential-harvest",
                        5,
                        i -> call("sso", "GetRoleCredentials")
                                .answered("account_id", OTHER)
                                .answered("role_name", "r" + i)),
                many(
                        "access.bulk-password-data",
                        10,
                        i -> call("ec2", "GetPasswordData").with("instanceId", "i-" + i)));
    }

    @ParameterizedTest
    @MethodSource("inNumbers")
    void raisesManyWithinTenMinutesAndNotOneLess(String rule, int limit, List<ApiCall> calls) {
        Replay less = new Replay(AccessSettings.defaults());
        calls.subList(1, limit).forEach(less::accept);
        Replay enough = new Replay(AccessSettings.defaults());
        calls.forEach(enough::accept);

        assertThat(ids(less)).doesNotContain(rule);
        assertThat(ids(enough)).contains(rule);
    }

    @Test
    void knowsItsOwnParametersAndThoseItCreatesFromAStrangers() {
        Replay replay = new Replay(AccessSettings.defaults());
        Calls created = call("ssm", "PutParameter")
                .byRole("deploy", "run")
                .with("name", "/app/new")
                .with("overwrite", "true")
                .answered("version", "1");
        replay.accept(created.make());
        replay.accept(created.answered("version", "2").after(Duration.ofDays(2)).make());

        assertThat(ids(replay)).doesNotContain("access.parameter-overwritten-by-stranger");
    }

    @Test
    void knowsARotationByWhatItHasWrittenHoweverLateThatComes() {
        ApiCall written = secret("PutSecretValue").byRole("rotator", "run").make();
        ApiCall moved = secret("UpdateSecretVersionStage")
                .byRole("rotator", "run")
                .after(Duration.ofSeconds(3))
                .make();
        ApiCall read = readSecret("app/db")
                .byRole("rotator", "run")
                .after(Duration.ofSeconds(-1))
                .make();
        Replay inOrder = new Replay(AccessSettings.defaults());
        List.of(read, written, moved).forEach(inOrder::accept);
        Replay late = new Replay(AccessSettings.defaults());
        List.of(moved, read, written).forEach(late::accept);

        assertThat(ids(inOrder)).doesNotContain("access.secret-version-moved");
        assertThat(late.findings())
                .filteredOn(finding -> finding.getRule().getId().equals("access.secret-version-moved"))
                .allSatisfy(finding -> assertThat(finding.getFacts()).containsKey("withdrawn"));
    }

    @Test
    void leavesGrantsAloneThatServicesMake() {
        Replay replay = new Replay(AccessSettings.defaults());
        ApiCall byService = key("CreateGrant")
                .with("granteePrincipal", "arn:aws:iam::" + Calls.ACCOUNT + ":role/x")
                .make();
        byService.getPrincipal().setInvokedBy("autoscaling.amazonaws.com");
        replay.accept(byService);
        replay.accept(key("CreateGrant")
                .with("granteePrincipal", "arn:aws:iam::" + Calls.ACCOUNT + ":role/aws-service-role/x/y")
                .make());

        assertThat(replay.findings()).isEmpty();
    }

    @Test
    void isGravestForRootsOwnKey() {
        Replay replay = new Replay(AccessSettings.defaults());
        ApiCall byRoot = call("iam", "CreateAccessKey").make();
        byRoot.getPrincipal().setType(PrincipalType.ROOT);
        replay.accept(byRoot);

        assertThat(replay.findings()).extracting(Finding::getSeverity).contains(Severity.CRITICAL);
    }

    private static List<String> ids(Replay replay) {
        Map<String, String> ids = new TreeMap<>();
        replay.findings().forEach(finding -> ids.put(finding.getRule().getId(), finding.getId()));
        return List.copyOf(ids.keySet());
    }

    private static Arguments one(String rule, Calls call) {
        return Arguments.of(rule, call.make());
    }

    private static Arguments many(String rule, int limit, IntFunction<Calls> call) {
        List<ApiCall> calls = Stream.iterate(0, i -> i + 1)
                .limit(limit)
                .map(i -> call.apply(i).after(Duration.ofSeconds(i)).make())
                .toList();
        return Arguments.of(rule, limit, calls);
    }

    private static Calls secret(String event) {
        return call("secretsmanager", event).with("secretId", "app/db");
    }

    private static Calls key(String event) {
        return call("kms", event).with("keyId", "1234");
    }

    private static Calls user(String event) {
        return call("iam", event).with("userName", "mallory");
    }

    private static Calls trail(String event) {
        return call("cloudtrail", event).with("name", "trail");
    }

    private static String lets(String principal) {
        return "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + principal + "\"}}]}";
    }
}
