package io.keywatch.detect.access;

import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.detect.rule.Technique;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The ceilings: what nobody should do that often, however new the principal is. */
public final class CeilingRules {
    private static final String NO_BASELINE =
            "a hard ceiling for everybody; what the principal read before yesterday or wrote itself does not count";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    static final RuleSpec BULK_SECRETS = bulk("bulk-secret-read", "Secrets read in bulk")
            .severity(Severity.HIGH)
            .deviation("{peak} different secrets within 6 minutes; the ceiling is {limit}")
            .says("{actor} read {distinct} different secrets from {ip} in {span}, {peak} of them within 6 minutes.");

    static final RuleSpec BULK_PARAMETERS = bulk("bulk-parameter-read", "SecureString parameters decrypted in bulk")
            .severity(Severity.HIGH)
            .deviation("{peak} different parameters within an hour; the ceiling is {limit}")
            .says(
                    "{actor} decrypted {distinct} different parameters from {ip} in {span}, {peak} of them within an hour.");

    static final RuleSpec USUAL_SECRETS = bulk("bulk-usual-secret-read", "Usual secrets read in unusual bulk")
            .severity(Severity.LOW)
            .confidence(0.3)
            .baseline(
                    "the principal has read these for more than a day, or wrote them itself: infrastructure code, backups")
            .deviation("{peak} different secrets within 6 minutes; the ceiling for usual ones is {limit}")
            .says(
                    "{actor} read {distinct} different secrets that it usually reads from {ip} in {span}, {peak} of them within 6 minutes.");

    static final RuleSpec USUAL_PARAMETERS = bulk(
                    "bulk-usual-parameter-read", "Usual parameters decrypted in unusual bulk")
            .severity(Severity.LOW)
            .confidence(0.3)
            .baseline(
                    "the principal has read these for more than a day, or wrote them itself: infrastructure code, backups")
            .deviation("{peak} different parameters within an hour; the ceiling for usual ones is {limit}")
            .says(
                    "{actor} decrypted {distinct} different parameters that it usually reads from {ip} in {span}, {peak} of them within an hour.");

    static final RuleSpec BATCH_READS = bulk("batch-secret-read", "Secrets read by batch filter again and again")
            .attack(Technique.CLOUD_SECRETS, Technique.CLOUD_SERVICE_DISCOVERY)
            .confidence(0.7)
            .deviation("{peak} batch reads by filter within 10 minutes with one key; the ceiling is {limit}")
            .says(
                    "{actor} made {count} batch reads by filter from {ip} in {span}; each returns every secret that matches.");

    static final RuleSpec CATCH_ALL = bulk(
                    "batch-secret-read-catch-all", "Batch read with a filter that matches every secret")
            .attack(Technique.CLOUD_SECRETS, Technique.CLOUD_SERVICE_DISCOVERY)
            .severity(Severity.HIGH)
            .confidence(0.9)
            .baseline("nobody needs a filter that only says what is not wanted")
            .deviation("a batch read whose filter values all begin with '!'")
            .says(
                    "{actor} asked for every secret at once from {ip}: the batch filter excludes a value that nothing has.");

    static final RuleSpec MANY_REGIONS = bulk("multi-region-secret-read", "Secrets read in several regions at once")
            .confidence(0.6)
            .attack(Technique.CLOUD_SECRETS, Technique.CLOUD_SERVICE_DISCOVERY)
            .deviation("{peak} regions within 10 minutes with one key; the ceiling is {limit}")
            .says("One access key of {actor} read secrets in {peak} regions within 10 minutes from {ip}.");

    static final RuleSpec DENIED_SECRETS = bulk("denied-secret-reads", "Secret reads denied one after the other")
            .confidence(0.7)
            .stage(Stage.RECON)
            .deviation(
                    "{peak} different secrets denied within 10 minutes; the ceiling is {limit}; read one afterwards: {readAfterwards}")
            .says(
                    "{actor} was denied {distinct} different secrets from {ip} in {span}; read one within the hour after: {readAfterwards}.");

    static final RuleSpec DENIED_PARAMETERS = bulk(
                    "denied-parameter-reads", "Parameter reads denied one after the other")
            .confidence(0.7)
            .stage(Stage.RECON)
            .deviation(
                    "{peak} different parameters denied within 10 minutes; the ceiling is {limit}; read one afterwards: {readAfterwards}")
            .says(
                    "{actor} was denied {distinct} different parameters from {ip} in {span}; read one within the hour after: {readAfterwards}.");

    static final RuleSpec DENIED_PASSWORDS = bulk(
                    "denied-password-data", "Windows passwords of many instances asked for and denied")
            .attack(Technique.UNSECURED_CREDENTIALS)
            .nist(Controls.PASSWORD_DATA)
            .deviation(
                    "{peak} instances denied within 10 minutes; the ceiling is {limit}; read one afterwards: {readAfterwards}")
            .says(
                    "{actor} asked for the administrator password of {distinct} instances from {ip} and was denied; got one within the hour after: {readAfterwards}.");

    static final RuleSpec BULK_PASSWORDS = bulk("bulk-password-data", "Windows passwords of many instances read")
            .severity(Severity.HIGH)
            .attack(Technique.UNSECURED_CREDENTIALS)
            .nist(Controls.PASSWORD_DATA)
            .deviation("{peak} instances within 10 minutes; the ceiling is {limit}")
            .says("{actor} read the administrator password data of {distinct} instances from {ip} in {span}.");

    static final RuleSpec USER_DATA = bulk("user-data-harvest", "User data of many instances read")
            .attack(Technique.INSTANCE_METADATA, Technique.INFRASTRUCTURE_DISCOVERY)
            .nist(Controls.CONFIGURATION_HARVEST)
            .confidence(0.6)
            .stage(Stage.RECON)
            .deviation("{peak} instances within 10 minutes; the ceiling is {limit}")
            .says(
                    "{actor} read the user data of {distinct} instances from {ip} in {span}; start scripts often hold credentials.");

    static final RuleSpec LAUNCH_TEMPLATES = bulk("launch-template-harvest", "Many launch templates read")
            .severity(Severity.LOW)
            .attack(Technique.INSTANCE_METADATA, Technique.INFRASTRUCTURE_DISCOVERY)
            .nist(Controls.CONFIGURATION_HARVEST)
            .confidence(0.4)
            .stage(Stage.RECON)
            .deviation("{peak} launch templates within 10 minutes; the ceiling is {limit}")
            .says(
                    "{actor} read {distinct} launch templates from {ip} in {span}; their user data often holds credentials.");

    static final RuleSpec FUNCTIONS = bulk("function-configuration-harvest", "Configuration of many functions read")
            .severity(Severity.LOW)
            .attack(Technique.CREDENTIALS_IN_FILES, Technique.INFRASTRUCTURE_DISCOVERY)
            .nist(Controls.CONFIGURATION_HARVEST)
            .confidence(0.4)
            .stage(Stage.RECON)
            .deviation("{peak} functions within 10 minutes; the ceiling is {limit}")
            .says(
                    "{actor} read the configuration of {distinct} functions from {ip} in {span}; it returns their environment variables.");

    static final RuleSpec BUILD_PROJECTS = bulk("build-project-harvest", "Many build projects read")
            .severity(Severity.LOW)
            .attack(Technique.CREDENTIALS_IN_FILES, Technique.INFRASTRUCTURE_DISCOVERY)
            .nist(Controls.CONFIGURATION_HARVEST)
            .confidence(0.4)
            .stage(Stage.RECON)
            .deviation("{peak} build projects within 10 minutes; the ceiling is {limit}")
            .says(
                    "{actor} read {distinct} build projects from {ip} in {span}; they return their environment variables.");

    static final RuleSpec SOURCE_CODE = bulk("source-code-harvest", "Source files read one by one in bulk")
            .attack(Technique.CREDENTIALS_IN_FILES)
            .nist(Controls.CONFIGURATION_HARVEST)
            .confidence(0.5)
            .stage(Stage.RECON)
            .deviation("{peak} files within 10 minutes; the ceiling is {limit}")
            .says("{actor} fetched {distinct} source files through the API from {ip} in {span}, not by a clone.");

    static final RuleSpec SSO_CREDENTIALS = bulk(
                    "sso-credential-harvest", "Credentials of many roles fetched through the access portal")
            .severity(Severity.HIGH)
            .attack(Technique.STEAL_TOKEN)
            .nist(Controls.STOLEN_SESSION)
            .confidence(0.7)
            .deviation("{peak} account and role pairs within 10 minutes; the ceiling is {limit}")
            .says(
                    "{actor} fetched credentials for {distinct} account and role pairs from {ip} in {span}: one portal token turned into many sessions.");

    private CeilingRules() {}

    static List<Ceiling> all() {
        return List.of(
                ceiling(BULK_SECRETS, Touch.Kind.SECRET, Ceiling.Want.ALLOWED, Duration.ofMinutes(6), 20),
                ceiling(BULK_PARAMETERS, Touch.Kind.PARAMETER, Ceiling.Want.ALLOWED, Duration.ofHours(1), 25),
                ceiling(USUAL_SECRETS, Touch.Kind.USUAL_SECRET, Ceiling.Want.ALLOWED, Duration.ofMinutes(6), 200),
                ceiling(USUAL_PARAMETERS, Touch.Kind.USUAL_PARAMETER, Ceiling.Want.ALLOWED, Duration.ofHours(1), 250),
                credential(BATCH_READS, Touch.Kind.BATCH_FILTER, 5),
                credential(CATCH_ALL, Touch.Kind.BATCH_CATCH_ALL, 1),
                credential(MANY_REGIONS, Touch.Kind.REGION, 3),
                denied(DENIED_SECRETS, Touch.Kind.SECRET),
                denied(DENIED_PARAMETERS, Touch.Kind.PARAMETER),
                denied(DENIED_PASSWORDS, Touch.Kind.PASSWORD_DATA),
                ceiling(BULK_PASSWORDS, Touch.Kind.PASSWORD_DATA, Ceiling.Want.ALLOWED, TEN_MINUTES, 10),
                ceiling(USER_DATA, Touch.Kind.USER_DATA, Ceiling.Want.ANY, TEN_MINUTES, 10),
                ceiling(LAUNCH_TEMPLATES, Touch.Kind.LAUNCH_TEMPLATE, Ceiling.Want.ANY, TEN_MINUTES, 10),
                ceiling(FUNCTIONS, Touch.Kind.FUNCTION_CONFIGURATION, Ceiling.Want.ANY, TEN_MINUTES, 20),
                ceiling(BUILD_PROJECTS, Touch.Kind.BUILD_PROJECT, Ceiling.Want.ANY, TEN_MINUTES, 20),
                ceiling(SOURCE_CODE, Touch.Kind.SOURCE_CODE, Ceiling.Want.ANY, TEN_MINUTES, 50),
                ceiling(SSO_CREDENTIALS, Touch.Kind.SSO_CREDENTIALS, Ceiling.Want.ALLOWED, TEN_MINUTES, 5));
    }

    /** @param limits by rule id, instead of the default */
    static List<Ceiling> at(Map<String, Integer> limits) {
        return all().stream()
                .map(ceiling -> ceiling.at(limits.getOrDefault(ceiling.rule().id(), ceiling.limit())))
                .toList();
    }

    public static List<RuleSpec> rules() {
        return all().stream().map(Ceiling::rule).toList();
    }

    private static Ceiling ceiling(RuleSpec rule, Touch.Kind kind, Ceiling.Want want, Duration window, int limit) {
        return new Ceiling(rule, kind, want, window, limit, Ceiling.Scope.PRINCIPAL, false);
    }

    private static Ceiling credential(RuleSpec rule, Touch.Kind kind, int limit) {
        return new Ceiling(rule, kind, Ceiling.Want.ALLOWED, TEN_MINUTES, limit, Ceiling.Scope.CREDENTIAL, false);
    }

    private static Ceiling denied(RuleSpec rule, Touch.Kind kind) {
        return new Ceiling(rule, kind, Ceiling.Want.DENIED, TEN_MINUTES, 5, Ceiling.Scope.PRINCIPAL, true);
    }

    private static RuleSpec.Builder bulk(String id, String name) {
        return RuleSpec.access("access." + id, id.startsWith("denied") ? "D4" : "D3", name)
                .attack(Technique.CLOUD_SECRETS)
                .nist(Controls.BULK_READ)
                .baseline(NO_BASELINE);
    }
}
