package io.keywatch.detect.scan;

import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.schemas.v1.Severity;
import java.util.List;

/** What the detectors that are code report under. */
final class BuiltinRules {
    private static final String MOVE =
            "Change the value where it is used and keep the new one in AWS Secrets Manager; remove it here.";
    private static final String OWN = "Keywatch";

    static final RuleInfo PASSWORD = rule("generic-password", "Password in an assignment", "password", Severity.MEDIUM);
    static final RuleInfo SECRET = rule("generic-secret", "Secret in an assignment", "generic-secret", Severity.MEDIUM);
    static final RuleInfo TOKEN = rule("generic-token", "Token in an assignment", "generic-token", Severity.MEDIUM);
    static final RuleInfo KEY = rule("generic-api-key", "Key in an assignment", "generic-api-key", Severity.MEDIUM);
    static final RuleInfo AUTH =
            rule("generic-credential", "Credential in an assignment", "generic-credential", Severity.MEDIUM);
    static final RuleInfo PASSWORD_HASH =
            rule("password-file-hash", "Password hash in a password file", "password-hash", Severity.MEDIUM);
    static final RuleInfo URL_PASSWORD = rule("url-password", "Password in a URL", "url-password", Severity.HIGH);
    static final RuleInfo DATABASE_URL = rule(
            "database-url-password",
            "Database or broker password in a connection URL",
            "database-password",
            Severity.HIGH);
    static final RuleInfo PRIVATE_KEY = rule("private-key", "Private key (PEM)", "private-key", Severity.HIGH);
    static final RuleInfo DER_KEY = rule("private-key-der", "Private key (DER)", "private-key", Severity.HIGH);
    static final RuleInfo PUTTY_KEY = rule("putty-private-key", "PuTTY private key", "private-key", Severity.HIGH);
    static final RuleInfo GCP_SERVICE_ACCOUNT = new RuleInfo(
            "gcp-service-account-key",
            "Google Cloud service account key",
            "1",
            "gcp-service-account",
            "Google Cloud",
            Severity.CRITICAL,
            0.98,
            "Delete the key of the service account and use workload identity federation instead of a key file.",
            "https://cloud.google.com/iam/docs/keys-create-delete");
    static final RuleInfo AWS_SECRET_NEAR_ID = new RuleInfo(
            "aws-secret-access-key-near-id",
            "AWS secret access key next to its access key id",
            "1",
            "aws-secret-key",
            "AWS",
            Severity.CRITICAL,
            0.95,
            "Deactivate the access key in IAM, check its use in CloudTrail, then delete it; use roles instead of keys.",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html");

    static final List<RuleInfo> ALL = List.of(
            PASSWORD,
            SECRET,
            TOKEN,
            KEY,
            AUTH,
            PASSWORD_HASH,
            URL_PASSWORD,
            DATABASE_URL,
            PRIVATE_KEY,
            DER_KEY,
            PUTTY_KEY,
            GCP_SERVICE_ACCOUNT,
            AWS_SECRET_NEAR_ID);

    private BuiltinRules() {}

    static RuleInfo generic(SecretName name) {
        return switch (name) {
            case PASSWORD -> PASSWORD;
            case SECRET -> SECRET;
            case TOKEN -> TOKEN;
            case KEY -> KEY;
            case AUTH, NONE -> AUTH;
        };
    }

    private static RuleInfo rule(String id, String name, String type, Severity severity) {
        return new RuleInfo(id, name, "1", type, null, severity, 0.7, MOVE, OWN);
    }
}
