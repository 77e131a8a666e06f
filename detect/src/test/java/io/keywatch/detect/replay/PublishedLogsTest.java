package io.keywatch.detect.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Finding;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedLogsTest {
    @ParameterizedTest(name = "{0} is {2} by {1}")
    @CsvSource({
        "aws.credential-access.ec2-get-password-data, access.denied-password-data, T1552",
        "aws.credential-access.ec2-steal-instance-credentials, access.instance-credential-lifted, T1552.005",
        "aws.credential-access.secretsmanager-batch-retrieve-secrets, access.batch-secret-read, T1555.006",
        "aws.credential-access.secretsmanager-retrieve-secrets, access.bulk-secret-read, T1555.006",
        "aws.credential-access.ssm-retrieve-securestring-parameters, access.bulk-parameter-read, T1555.006",
        "aws.defense-evasion.cloudtrail-stop, access.trail-stopped, T1685.002",
        "aws.execution.ec2-user-data, access.user-data-changed, T1651",
        "aws.exfiltration.rds-share-snapshot, access.database-snapshot-shared, T1537",
        "aws.initial-access.console-login-without-mfa, access.console-login-without-mfa, T1078.004",
        "aws.persistence.iam-backdoor-user, access.access-key-for-another-user, T1098.001",
        "aws.persistence.iam-create-admin-user, access.administrator-attached, T1098.003",
        "aws.persistence.lambda-overwrite-code, access.function-code-replaced, T1648",
    })
    void namesTheTechniqueInOneFindingPerRule(String log, String rule, String technique) {
        Replay replay = new Replay(AccessSettings.defaults());
        PublishedLogs.read(log).forEach(replay::accept);

        Collection<Finding> findings = replay.findings();

        assertThat(findings).extracting(finding -> finding.getRule().getId()).doesNotHaveDuplicates();
        assertThat(findings)
                .filteredOn(finding -> finding.getRule().getId().equals(rule))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.getAttack())
                            .extracting(Attack::getTechnique)
                            .contains(technique);
                    assertThat(finding.getNist()).isNotEmpty();
                    assertThat(finding.getEvidence()).hasSizeBetween(1, 20);
                    assertThat(List.of(
                                    finding.getTitle(),
                                    finding.getExplanation(),
                                    finding.getAccess().getDeviation()))
                            .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{", "?", "null"));
                });
    }
}
