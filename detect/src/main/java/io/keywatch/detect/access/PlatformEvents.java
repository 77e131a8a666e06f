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

/** Single events on logs, compute and snapshots. */
final class PlatformEvents {
    static final List<SingleEvent> ROWS = List.of(
            on("cloudtrail", "StopLogging", "DeleteTrail", "StopEventDataStoreIngestion", "DeleteEventDataStore")
                    .target(named("cloudtrail", "trail/", "name", "eventDataStore"))
                    .is(
                            blinded("trail-stopped", "Trail stopped or deleted")
                                    .severity(Severity.HIGH)
                                    .says(
                                            "{actor} stopped or deleted {resource} from {ip}: what follows is not recorded there.")),
            on("cloudtrail", "UpdateTrail")
                    .when(is("isMultiRegionTrail", "false")
                            .or(is("includeGlobalServiceEvents", "false"))
                            .or(is("enableLogFileValidation", "false"))
                            .or(call -> Params.has(call, "s3BucketName")))
                    .target(named("cloudtrail", "trail/", "name"))
                    .is(
                            blinded("trail-narrowed", "Trail narrowed or redirected")
                                    .says(
                                            "{actor} changed {resource} from {ip}: regions, validation or the bucket it writes to.")),
            on("cloudtrail", "PutEventSelectors")
                    .when(Conditions::selectorsBlind)
                    .target(named("cloudtrail", "trail/", "trailName"))
                    .is(
                            blinded("trail-selectors-blind", "Trail no longer records management or key events")
                                    .severity(Severity.HIGH)
                                    .says(
                                            "{actor} changed what {resource} records from {ip}: management events are off, or KMS is left out, which blinds every view of decryption.")),
            on("cloudtrail", "PutEventSelectors")
                    .when(call -> !Conditions.selectorsBlind(call))
                    .target(named("cloudtrail", "trail/", "trailName"))
                    .is(blinded("trail-selectors-changed", "Event selection of a trail changed")
                            .severity(Severity.LOW)
                            .confidence(0.4)
                            .says("{actor} changed what {resource} records from {ip}.")),
            on("guardduty", "DeleteDetector", "DisassociateFromMasterAccount", "DisassociateFromAdministratorAccount")
                    .target(named("guardduty", "detector/", "detectorId"))
                    .is(impaired("guardduty-off", "GuardDuty switched off")
                            .says("{actor} switched off {resource} from {ip}.")),
            on("guardduty", "UpdateDetector")
                    .when(is("enable", "false"))
                    .target(named("guardduty", "detector/", "detectorId"))
                    .is(impaired("guardduty-suspended", "GuardDuty suspended")
                            .says("{actor} suspended {resource} from {ip}.")),
            on("config", "StopConfigurationRecorder", "DeleteConfigurationRecorder")
                    .target(named("config", "", "configurationRecorderName"))
                    .is(impaired("config-recorder-off", "Configuration recorder switched off")
                            .severity(Severity.MEDIUM)
                            .says("{actor} switched off the configuration recorder from {ip}.")),
            on("ec2", "ModifyInstanceAttribute")
                    .when(call -> Params.has(call, "userData")
                            || is("attribute", "userData").test(call))
                    .target(named("ec2", "instance/", "instanceId"))
                    .is(
                            RuleSpec.access("access.user-data-changed", "D8", "User data of an instance replaced")
                                    .severity(Severity.MEDIUM)
                                    .confidence(0.7)
                                    .stage(Stage.ESCALATION)
                                    .attack(Technique.CLOUD_ADMIN_COMMAND, Technique.INSTANCE_METADATA)
                                    .nist(Controls.CODE_CHANGED)
                                    .says(
                                            "{actor} replaced the user data of {resource} from {ip}: it runs as root at the next start, with the instance's role.")),
            on("ec2", "ModifySnapshotAttribute", "ModifyImageAttribute")
                    .when(Conditions::sharesOutside)
                    .target(named("ec2", "", "snapshotId", "imageId"))
                    .severity(Conditions.criticalWhenSharedWithAll())
                    .is(shared("volume-shared", "Disk image shared outside")),
            on("rds", "ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute")
                    .when(Conditions::sharesOutside)
                    .target(named("rds", "snapshot:", "dBSnapshotIdentifier", "dBClusterSnapshotIdentifier"))
                    .severity(Conditions.criticalWhenSharedWithAll())
                    .is(shared("database-snapshot-shared", "Database snapshot shared outside")),
            on("lambda", "UpdateFunctionCode", "UpdateFunctionCode20150331", "UpdateFunctionCode20150331v2")
                    .when(call -> Conditions.byUserOrRoot(call)
                            && !is("dryRun", "true").test(call))
                    .target(named("lambda", "function:", "functionName"))
                    .is(
                            RuleSpec.access("access.function-code-replaced", "D8", "Function code replaced by hand")
                                    .severity(Severity.MEDIUM)
                                    .confidence(0.5)
                                    .stage(Stage.PERSISTENCE)
                                    .attack(Technique.SERVERLESS_EXECUTION)
                                    .nist(Controls.CODE_CHANGED)
                                    .baseline("code comes from a pipeline's role, not from a user's long-term key")
                                    .says(
                                            "{actor} replaced the code of {resource} from {ip} with long-term credentials: it runs with the function's role and secrets.")),
            on("lambda", "AddPermission", "AddPermission20150331", "AddPermission20150331v2")
                    .when(is("principal", "*"))
                    .target(named("lambda", "function:", "functionName"))
                    .is(RuleSpec.access("access.function-public", "D8", "Function opened to everybody")
                            .severity(Severity.HIGH)
                            .stage(Stage.PERSISTENCE)
                            .attack(Technique.SERVERLESS_EXECUTION)
                            .nist(Controls.POLICY_WIDENED)
                            .says("{actor} let everybody call {resource} from {ip}.")));

    private PlatformEvents() {}

    private static RuleSpec shared(String id, String name) {
        return RuleSpec.access("access." + id, "D8", name)
                .severity(Severity.HIGH)
                .confidence(0.7)
                .stage(Stage.EXFILTRATION)
                .attack(Technique.TRANSFER_TO_CLOUD_ACCOUNT)
                .nist(Controls.POLICY_WIDENED)
                .says(
                        "{actor} shared {resource} with another account or with everybody from {ip}: a full copy can be made there.");
    }

    private static RuleSpec.Builder blinded(String id, String name) {
        return RuleSpec.access("access." + id, "D8", name)
                .confidence(0.9)
                .stage(Stage.EVASION)
                .attack(Technique.DISABLE_CLOUD_LOG)
                .nist(Controls.AUDIT_TAMPERED);
    }

    private static RuleSpec.Builder impaired(String id, String name) {
        return RuleSpec.access("access." + id, "D8", name)
                .severity(Severity.HIGH)
                .stage(Stage.EVASION)
                .attack(Technique.IMPAIR_DEFENSES)
                .nist(Controls.AUDIT_TAMPERED);
    }
}
