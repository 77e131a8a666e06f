package io.keywatch.detect.access;

import static io.keywatch.detect.access.Conditions.named;
import static io.keywatch.detect.access.SingleEvent.on;

import io.keywatch.detect.call.Params;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.detect.rule.Technique;
import io.keywatch.schemas.v1.Severity;
import java.util.List;

/** Single events on users, credentials, roles and sign-in. */
final class IdentityEvents {
    static final List<SingleEvent> ROWS = List.of(
            on("iam", "CreateAccessKey")
                    .when(call -> Conditions.aboutSomebodyElse(call) && !Conditions.byRoot(call))
                    .target(Conditions::iamUser)
                    .is(
                            credential("access-key-for-another-user", "Access key created for another user")
                                    .severity(Severity.HIGH)
                                    .says(
                                            "{actor} created an access key for {resource} from {ip}: a second way in under another name.")),
            on("iam", "CreateAccessKey")
                    .when(Conditions::byRoot)
                    .target(Conditions::iamUser)
                    .is(credential("access-key-by-root", "Access key created by root")
                            .severity(Severity.CRITICAL)
                            .says("Root created an access key for {resource} from {ip}.")),
            on("iam", "CreateLoginProfile")
                    .when(Conditions::aboutSomebodyElse)
                    .target(Conditions::iamUser)
                    .is(credential("login-profile-created", "Console password created for another user")
                            .says("{actor} gave {resource} a console password from {ip}.")),
            on("iam", "UpdateLoginProfile")
                    .when(Conditions::aboutSomebodyElse)
                    .target(Conditions::iamUser)
                    .is(credential("login-profile-changed", "Console password of another user changed")
                            .says("{actor} changed the console password of {resource} from {ip}.")),
            on("iam", "CreateServiceSpecificCredential", "ResetServiceSpecificCredential")
                    .target(Conditions::iamUser)
                    .severity(call -> Conditions.aboutSomebodyElse(call) ? Severity.HIGH : Severity.MEDIUM)
                    .is(
                            credential("service-credential", "Service-specific credential created or reset")
                                    .says(
                                            "{actor} created or reset a service-specific credential of {resource} from {ip}: a password for code or message services that outlives sessions.")),
            on("iam", "UploadSSHPublicKey")
                    .target(Conditions::iamUser)
                    .severity(call -> Conditions.aboutSomebodyElse(call) ? Severity.HIGH : Severity.MEDIUM)
                    .is(
                            credential("ssh-key-uploaded", "SSH public key uploaded")
                                    .says(
                                            "{actor} uploaded an SSH public key for {resource} from {ip}: it opens source repositories.")),
            on("iam", "UploadSigningCertificate")
                    .target(Conditions::iamUser)
                    .is(credential("signing-certificate-uploaded", "Signing certificate uploaded")
                            .says("{actor} uploaded a signing certificate for {resource} from {ip}.")),
            on("iam", "AttachUserPolicy", "PutUserPolicy")
                    .when(Conditions::quarantine)
                    .target(Conditions::iamUser)
                    .is(
                            RuleSpec.access("access.quarantine-policy", "D8", "AWS put a user in quarantine")
                                    .severity(Severity.CRITICAL)
                                    .confidence(1.0)
                                    .stage(Stage.ACCESS)
                                    .attack(Technique.VALID_CLOUD_ACCOUNT, Technique.CREDENTIALS_IN_FILES)
                                    .nist(Controls.EXPOSED_KEY)
                                    .says(
                                            "The quarantine policy was attached to {resource}: AWS knows one of its keys to be public.")),
            on("iam", "DetachUserPolicy", "DeleteUserPolicy")
                    .when(Conditions::quarantine)
                    .target(Conditions::iamUser)
                    .is(RuleSpec.access("access.quarantine-policy-removed", "D8", "Quarantine of a user lifted")
                            .severity(Severity.HIGH)
                            .stage(Stage.EVASION)
                            .attack(Technique.IMPAIR_DEFENSES)
                            .nist(Controls.EXPOSED_KEY)
                            .says("{actor} lifted the quarantine of {resource} from {ip}; its key was public.")),
            on("iam", "AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy")
                    .when(Conditions::administrator)
                    .target(named("iam", "", "userName", "roleName", "groupName"))
                    .is(RuleSpec.access("access.administrator-attached", "D8", "Administrator rights attached")
                            .severity(Severity.HIGH)
                            .confidence(0.7)
                            .stage(Stage.ESCALATION)
                            .attack(Technique.ADDITIONAL_ROLES, Technique.CREATE_CLOUD_ACCOUNT)
                            .nist(Controls.CREDENTIAL_ADDED)
                            .says("{actor} attached administrator rights to {resource} from {ip}.")),
            on("iam", "UpdateAssumeRolePolicy")
                    .when(Conditions.opens("policyDocument"))
                    .target(named("iam", "role/", "roleName"))
                    .severity(Conditions.criticalWhenPublic("policyDocument"))
                    .is(
                            RuleSpec.access("access.role-trust-opened", "D8", "Role opened to the outside")
                                    .severity(Severity.HIGH)
                                    .stage(Stage.PERSISTENCE)
                                    .attack(Technique.ADDITIONAL_ROLES)
                                    .nist(Controls.POLICY_WIDENED)
                                    .says(
                                            "{actor} changed who may assume {resource} from {ip}: it lets in everybody or another account.")),
            on("iam", "DeactivateMFADevice", "DeleteVirtualMFADevice")
                    .when(Conditions::aboutSomebodyElse)
                    .target(Conditions::iamUser)
                    .is(RuleSpec.access("access.mfa-removed", "D8", "Second factor of another user removed")
                            .severity(Severity.MEDIUM)
                            .stage(Stage.PERSISTENCE)
                            .attack(Technique.MODIFY_MFA)
                            .nist(Controls.WEAK_SIGN_IN)
                            .says("{actor} removed the second factor of {resource} from {ip}.")),
            on("signin", "ConsoleLogin")
                    .when(call -> Conditions.byUserOrRoot(call)
                            && "Success".equals(Params.response(call, "ConsoleLogin"))
                            && "No".equals(Params.response(call, "MFAUsed")))
                    .target(call -> call.getPrincipal().getId())
                    .severity(call -> Conditions.byRoot(call) ? Severity.CRITICAL : Severity.MEDIUM)
                    .is(RuleSpec.access(
                                    "access.console-login-without-mfa", "D8", "Console sign-in without a second factor")
                            .confidence(0.9)
                            .attack(Technique.VALID_CLOUD_ACCOUNT)
                            .nist(Controls.WEAK_SIGN_IN)
                            .says("{actor} signed in to the console from {ip} with a password alone.")),
            on("signin", "ConsoleLogin")
                    .when(call -> Conditions.byRoot(call)
                            && "Success".equals(Params.response(call, "ConsoleLogin"))
                            && !"No".equals(Params.response(call, "MFAUsed")))
                    .target(call -> call.getPrincipal().getId())
                    .is(RuleSpec.access("access.root-login", "D8", "Root signed in")
                            .severity(Severity.HIGH)
                            .attack(Technique.VALID_CLOUD_ACCOUNT)
                            .nist(Controls.ELEVATION)
                            .says("Root signed in to the console from {ip}.")),
            on("sts", "AssumeRoot")
                    .target(named("iam", "", "targetPrincipal"))
                    .is(RuleSpec.access("access.assume-root", "D8", "Root of a member account assumed")
                            .severity(Severity.HIGH)
                            .stage(Stage.ESCALATION)
                            .attack(Technique.TEMPORARY_ELEVATION)
                            .nist(Controls.ELEVATION)
                            .says("{actor} took a root session of {resource} from {ip}.")),
            on("iam", "GenerateCredentialReport", "GetCredentialReport")
                    .when(Conditions::byUserOrRoot)
                    .target(call -> call.getPrincipal().getId())
                    .is(
                            RuleSpec.access("access.credential-report", "D8", "Credential report taken by hand")
                                    .severity(Severity.LOW)
                                    .confidence(0.4)
                                    .stage(Stage.RECON)
                                    .attack(Technique.CLOUD_SERVICE_DISCOVERY)
                                    .nist(Controls.UNUSUAL_USE)
                                    .says(
                                            "{actor} took the credential report of the account from {ip} with long-term credentials: it lists every user, key and when each was last used.")),
            on("sts", "GetFederationToken")
                    .when(Conditions::byUserOrRoot)
                    .target(call -> call.getPrincipal().getId())
                    .is(
                            RuleSpec.access(
                                            "access.federation-token",
                                            "D8",
                                            "Federation token taken with long-term credentials")
                                    .severity(Severity.MEDIUM)
                                    .confidence(0.5)
                                    .stage(Stage.PERSISTENCE)
                                    .attack(Technique.ACCESS_TOKEN)
                                    .nist(Controls.ELEVATION)
                                    .says(
                                            "{actor} took a federation token from {ip}: the session outlives the deletion of the key.")));

    private IdentityEvents() {}

    private static RuleSpec.Builder credential(String id, String name) {
        return RuleSpec.access("access." + id, "D8", name)
                .stage(Stage.PERSISTENCE)
                .attack(Technique.ADDITIONAL_CREDENTIALS)
                .nist(Controls.CREDENTIAL_ADDED);
    }
}
