package io.keywatch.detect.access;

import static io.keywatch.detect.access.Conditions.is;
import static io.keywatch.detect.access.Conditions.named;
import static io.keywatch.detect.access.SingleEvent.on;

import io.keywatch.detect.call.Params;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.detect.rule.Technique;
import io.keywatch.schemas.v1.Severity;
import java.util.List;

/** Single events on secrets, parameters and the keys that protect them. */
final class SecretEvents {
    private static final String[] KEY = {"keyId", "targetKeyId"};

    /** Raised by those who know who wrote what; the version tells that there was a value before. */
    static final SingleEvent OVERWRITTEN_BY_STRANGER = on("ssm", "PutParameter")
            .when(is("overwrite", "true").and(Conditions::hadAValue))
            .target(Conditions::parameter)
            .is(rotation("parameter-overwritten-by-stranger", "Parameter overwritten by a stranger")
                    .severity(Severity.LOW)
                    .confidence(0.5)
                    .says("{actor} overwrote {resource} from {ip}, which it had neither written nor read in 90 days."));

    static final RuleSpec FORCE_DELETED = destroyed("secret-force-deleted", "Secret deleted beyond recovery")
            .severity(Severity.MEDIUM)
            .says("{actor} deleted {resource} without a recovery window from {ip}: it cannot be restored.");

    /** Raised by those who know who wrote what. */
    static final SingleEvent FORCE_DELETED_BY_STRANGER = forceDeleted().is(FORCE_DELETED);

    /** Infrastructure code takes down what it put up; a stolen role would do the same with all that it put up. */
    static final SingleEvent FORCE_DELETED_BY_ITS_MAKER =
            forceDeleted().severity(call -> Severity.LOW).is(FORCE_DELETED);

    private static final RuleSpec VERSION_MOVED = rotation("secret-version-moved", "Version of a secret moved by hand")
            .says(
                    "{actor} moved a version stage of {resource} from {ip} outside rotation: an old value may be current again.");

    private static final RuleSpec PARAMETER_DELETED = destroyed("parameter-deleted", "Parameter deleted by hand")
            .severity(Severity.LOW)
            .confidence(0.4)
            .says("{actor} deleted {resource} from {ip}, by hand or as a stranger to it: it cannot be restored.");

    /**
     * By sessions of roles, which rotation and infrastructure code use on what they wrote themselves. A rotation whose write
     * comes late would be half a story of an attack, so that moving a version is only noted.
     */
    static final List<SingleEvent> BY_STRANGERS = List.of(
            on("secretsmanager", "UpdateSecretVersionStage")
                    .when(Conditions::byRoleSession)
                    .target(Conditions::secret)
                    .severity(call -> Severity.INFORMATIONAL)
                    .is(VERSION_MOVED),
            on("ssm", "DeleteParameter", "DeleteParameters")
                    .when(Conditions::byRoleSession)
                    .target(Conditions::parameter)
                    .is(PARAMETER_DELETED));

    /** Taken back when it turns out that the caller had written the thing before. */
    static final List<RuleSpec> OF_STRANGERS = List.of(FORCE_DELETED, VERSION_MOVED, PARAMETER_DELETED);

    static final List<SingleEvent> ROWS = List.of(
            on("secretsmanager", "PutResourcePolicy")
                    .when(Conditions.opens("resourcePolicy").or(is("blockPublicPolicy", "false")))
                    .target(Conditions::secret)
                    .severity(Conditions.criticalWhenPublic("resourcePolicy"))
                    .is(
                            widened("secret-policy-opened", "Secret opened to the outside")
                                    .severity(Severity.HIGH)
                                    .says(
                                            "{actor} replaced the policy of {resource} from {ip}: it lets in everybody or another account.")),
            on("secretsmanager", "PutResourcePolicy")
                    .when(Conditions.keepsIn("resourcePolicy")
                            .and(is("blockPublicPolicy", "false").negate()))
                    .target(Conditions::secret)
                    .is(
                            widened("secret-policy-replaced", "Secret policy replaced")
                                    .severity(Severity.LOW)
                                    .confidence(0.3)
                                    .says(
                                            "{actor} replaced the policy of {resource} from {ip}; nobody outside is let in, as far as the event shows.")),
            on("secretsmanager", "DeleteResourcePolicy")
                    .target(Conditions::secret)
                    .is(
                            widened("secret-policy-deleted", "Secret policy deleted")
                                    .severity(Severity.LOW)
                                    .confidence(0.4)
                                    .says(
                                            "{actor} deleted the policy of {resource} from {ip}; what it denied is allowed again.")),
            on("secretsmanager", "CancelRotateSecret")
                    .target(Conditions::secret)
                    .is(
                            rotation("rotation-cancelled", "Rotation of a secret cancelled")
                                    .says(
                                            "{actor} cancelled the rotation of {resource} from {ip}: a value once read stays good.")),
            on("secretsmanager", "UpdateSecretVersionStage")
                    .when(Conditions::byUserOrRoot)
                    .target(Conditions::secret)
                    .is(VERSION_MOVED),
            on("secretsmanager", "RestoreSecret")
                    .target(Conditions::secret)
                    .is(rotation("secret-restored", "Deleted secret restored")
                            .severity(Severity.LOW)
                            .says("{actor} restored {resource} from {ip}: what was retired is readable again.")),
            on("secretsmanager", "UpdateSecret")
                    .when(call -> Params.has(call, "kmsKeyId"))
                    .target(Conditions::secret)
                    .is(
                            keys("secret-key-changed", "Encryption key of a secret changed")
                                    .severity(Severity.LOW)
                                    .confidence(0.5)
                                    .says(
                                            "{actor} changed the key that encrypts {resource} from {ip}: who may decrypt it has changed.")),
            on("secretsmanager", "StopReplicationToReplica", "RemoveRegionsFromReplication")
                    .target(Conditions::secret)
                    .is(
                            destroyed("secret-replica-cut", "Replica of a secret cut off")
                                    .severity(Severity.LOW)
                                    .confidence(0.4)
                                    .says(
                                            "{actor} cut a replica of {resource} off from {ip}: it is gone, or no longer follows rotation.")),
            on("ssm", "GetParameterHistory")
                    .when(is("withDecryption", "true"))
                    .target(Conditions::parameter)
                    .is(
                            RuleSpec.access(
                                            "access.parameter-history-decrypted",
                                            "D8",
                                            "Old values of a parameter decrypted")
                                    .severity(Severity.LOW)
                                    .attack(Technique.CLOUD_SECRETS)
                                    .nist(Controls.BULK_READ)
                                    .says(
                                            "{actor} decrypted the history of {resource} from {ip}: all values it ever had, not only the current one.")),
            on("ssm", "GetParametersByPath")
                    .when(is("withDecryption", "true").and(is("path", "/")).and(is("recursive", "true")))
                    .target(Conditions::parameter)
                    .is(RuleSpec.access("access.all-parameters-decrypted", "D8", "Every parameter decrypted by path")
                            .severity(Severity.HIGH)
                            .attack(Technique.CLOUD_SECRETS)
                            .nist(Controls.BULK_READ)
                            .says("{actor} asked for every parameter below '/', decrypted, from {ip}.")),
            on("ssm", "PutParameter")
                    .when(is("overwrite", "true")
                            .and(is("type", "SecureString"))
                            .and(Conditions::byUserOrRoot))
                    .target(Conditions::parameter)
                    .is(rotation("parameter-overwritten", "SecureString overwritten by hand")
                            .severity(Severity.LOW)
                            .says("{actor} overwrote {resource} from {ip} with long-term credentials.")),
            on("ssm", "DeleteParameter", "DeleteParameters")
                    .when(Conditions::byUserOrRoot)
                    .target(Conditions::parameter)
                    .is(PARAMETER_DELETED),
            on("ssm", "ModifyDocumentPermission")
                    .when(Conditions::sharesOutside)
                    .target(named("ssm", "document/", "name"))
                    .severity(Conditions.criticalWhenSharedWithAll())
                    .is(
                            widened("document-shared", "Automation document shared outside")
                                    .severity(Severity.HIGH)
                                    .says(
                                            "{actor} shared {resource} with another account or with everybody from {ip}; documents often hold credentials.")),
            on("kms", "ScheduleKeyDeletion")
                    .target(named("kms", "key/", KEY))
                    .is(
                            destroyed("key-deletion-scheduled", "Encryption key scheduled for deletion")
                                    .severity(Severity.HIGH)
                                    .says(
                                            "{actor} scheduled {resource} for deletion from {ip}: everything under it is lost with it.")),
            on("kms", "DisableKey")
                    .target(named("kms", "key/", KEY))
                    .is(destroyed("key-disabled", "Encryption key disabled")
                            .severity(Severity.HIGH)
                            .says("{actor} disabled {resource} from {ip}: nothing under it can be read.")),
            on("kms", "DeleteImportedKeyMaterial", "ImportKeyMaterial")
                    .target(named("kms", "key/", KEY))
                    .is(
                            destroyed("key-material-replaced", "Imported key material replaced or deleted")
                                    .severity(Severity.HIGH)
                                    .says(
                                            "{actor} replaced or deleted the material of {resource} from {ip}: who holds the material holds the data.")),
            on("kms", "DisableKeyRotation")
                    .target(named("kms", "key/", KEY))
                    .is(keys("key-rotation-disabled", "Rotation of an encryption key disabled")
                            .says("{actor} disabled the rotation of {resource} from {ip}.")),
            on("kms", "PutKeyPolicy")
                    .when(Conditions.opens("policy"))
                    .target(named("kms", "key/", KEY))
                    .severity(Conditions.criticalWhenPublic("policy"))
                    .is(
                            widened("key-policy-opened", "Encryption key opened to the outside")
                                    .severity(Severity.HIGH)
                                    .says(
                                            "{actor} replaced the policy of {resource} from {ip}: it lets in everybody or another account.")),
            on("kms", "PutKeyPolicy")
                    .when(Conditions.keepsIn("policy"))
                    .target(named("kms", "key/", KEY))
                    .is(
                            widened("key-policy-replaced", "Key policy replaced")
                                    .severity(Severity.LOW)
                                    .confidence(0.4)
                                    .says(
                                            "{actor} replaced the policy of {resource} from {ip}; nobody outside is let in, as far as the event shows.")),
            on("kms", "CreateGrant")
                    .when(call -> Conditions.foreign(call, Params.text(call, "granteePrincipal")))
                    .target(named("kms", "key/", KEY))
                    .is(widened("key-granted-outside", "Encryption key granted to a stranger")
                            .severity(Severity.HIGH)
                            .says("{actor} granted {resource} to a principal of another account from {ip}.")),
            on("kms", "CreateGrant")
                    .when(Conditions::grantedByHand)
                    .target(named("kms", "key/", KEY))
                    .is(
                            widened("key-granted", "Encryption key granted by hand")
                                    .severity(Severity.LOW)
                                    .confidence(0.4)
                                    .says(
                                            "{actor} granted {resource} to a user or role of the account from {ip}; grants are mostly made by services.")),
            on("kms", "ReEncrypt", "ReEncryptTo", "ReEncryptFrom")
                    .when(call ->
                            Conditions.foreign(call, Params.firstOf(call, "destinationKeyId", "destinationKmsKeyArn")))
                    .target(named("kms", "key/", "sourceKeyId", "keyId"))
                    .is(
                            keys("data-re-encrypted-outside", "Data re-encrypted under a key of another account")
                                    .severity(Severity.HIGH)
                                    .stage(Stage.EXFILTRATION)
                                    .attack(Technique.TRANSFER_TO_CLOUD_ACCOUNT)
                                    .says(
                                            "{actor} re-encrypted data of {resource} under a key of another account from {ip}.")));

    private SecretEvents() {}

    private static SingleEvent.Row forceDeleted() {
        return on("secretsmanager", "DeleteSecret")
                .when(is("forceDeleteWithoutRecovery", "true"))
                .target(Conditions::secret);
    }

    private static RuleSpec.Builder widened(String id, String name) {
        return RuleSpec.access("access." + id, "D8", name)
                .stage(Stage.PERSISTENCE)
                .attack(Technique.ADDITIONAL_ROLES, Technique.TRANSFER_TO_CLOUD_ACCOUNT)
                .nist(Controls.POLICY_WIDENED);
    }

    private static RuleSpec.Builder destroyed(String id, String name) {
        return RuleSpec.access("access." + id, "D8", name)
                .stage(Stage.IMPACT)
                .attack(Technique.DATA_DESTRUCTION)
                .nist(Controls.DESTROYED);
    }

    private static RuleSpec.Builder rotation(String id, String name) {
        return RuleSpec.access("access." + id, "D8", name)
                .stage(Stage.PERSISTENCE)
                .confidence(0.6)
                .attack(Technique.ADDITIONAL_CREDENTIALS)
                .nist(Controls.ROTATION);
    }

    private static RuleSpec.Builder keys(String id, String name) {
        return RuleSpec.access("access." + id, "D8", name).nist(Controls.KEY_MANAGEMENT);
    }
}
