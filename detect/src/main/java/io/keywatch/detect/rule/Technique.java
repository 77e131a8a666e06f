package io.keywatch.detect.rule;

import io.keywatch.schemas.v1.Attack;
import org.jspecify.annotations.Nullable;

/** MITRE ATT&CK techniques that detections name: v19 ids, with the v18 id where the technique moved. */
public enum Technique {
    CLOUD_SECRETS("T1555.006", null, "Credential Access", "Cloud Secrets Management Stores"),
    UNSECURED_CREDENTIALS("T1552", null, "Credential Access", "Unsecured Credentials"),
    CREDENTIALS_IN_FILES("T1552.001", null, "Credential Access", "Credentials In Files"),
    INSTANCE_METADATA("T1552.005", null, "Credential Access", "Cloud Instance Metadata API"),
    STEAL_TOKEN("T1528", null, "Credential Access", "Steal Application Access Token"),
    VALID_CLOUD_ACCOUNT("T1078.004", null, "Initial Access", "Cloud Accounts"),
    ACCESS_TOKEN("T1550.001", null, "Lateral Movement", "Application Access Token"),
    TEMPORARY_ELEVATION("T1548.005", null, "Privilege Escalation", "Temporary Elevated Cloud Access"),
    CLOUD_SERVICE_DISCOVERY("T1526", null, "Discovery", "Cloud Service Discovery"),
    INFRASTRUCTURE_DISCOVERY("T1580", null, "Discovery", "Cloud Infrastructure Discovery"),
    ADDITIONAL_CREDENTIALS("T1098.001", null, "Persistence", "Additional Cloud Credentials"),
    ADDITIONAL_ROLES("T1098.003", null, "Persistence", "Additional Cloud Roles"),
    CREATE_CLOUD_ACCOUNT("T1136.003", null, "Persistence", "Cloud Account"),
    MODIFY_MFA("T1556.006", null, "Persistence", "Multi-Factor Authentication"),
    SERVERLESS_EXECUTION("T1648", null, "Execution", "Serverless Execution"),
    CLOUD_ADMIN_COMMAND("T1651", null, "Execution", "Cloud Administration Command"),
    DISABLE_CLOUD_LOG("T1685.002", "T1562.008", "Defense Impairment", "Disable or Modify Cloud Log"),
    IMPAIR_DEFENSES("T1685", "T1562.001", "Defense Impairment", "Disable or Modify Tools"),
    DATA_FROM_CLOUD_STORAGE("T1530", null, "Collection", "Data from Cloud Storage"),
    TRANSFER_TO_CLOUD_ACCOUNT("T1537", null, "Exfiltration", "Transfer Data to Cloud Account"),
    DATA_DESTRUCTION("T1485", null, "Impact", "Data Destruction"),
    ACCOUNT_ACCESS_REMOVAL("T1531", null, "Impact", "Account Access Removal"),
    INHIBIT_RECOVERY("T1490", null, "Impact", "Inhibit System Recovery");

    private final String id;
    private final @Nullable String v18;
    private final String tactic;
    private final String title;

    Technique(String id, @Nullable String v18, String tactic, String title) {
        this.id = id;
        this.v18 = v18;
        this.tactic = tactic;
        this.title = title;
    }

    public String id() {
        return id;
    }

    public Attack attack() {
        return Attack.newBuilder()
                .setTechnique(id)
                .setAlias(v18)
                .setTactic(tactic)
                .setName(title)
                .build();
    }
}
