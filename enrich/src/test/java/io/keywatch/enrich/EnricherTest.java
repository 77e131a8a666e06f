package io.keywatch.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.enrich.context.AccountSettings;
import io.keywatch.enrich.context.Criticality;
import io.keywatch.enrich.context.PrincipalKind;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.NetworkClass;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnricherTest {
    private final Enricher enricher = Enricher.of(new EnrichSettings(
            Map.of(
                    TestFindings.ACCOUNT,
                    new AccountSettings(
                            Optional.of("payments"),
                            Optional.of("Workloads/Prod"),
                            Optional.of("prod"),
                            Optional.of("team-pay"),
                            Optional.of(Criticality.CRITICAL))),
            Map.of(),
            Optional.empty(),
            Optional.of(URI.create("https://runbooks.example/kw"))));

    @Test
    void addsWhatIsKnownOfTheAccountThePrincipalAndTheNetwork() {
        Finding detected = TestFindings.access("f", 1);
        detected.setNetwork(Network.newBuilder().setIp("203.0.113.9").build());
        Finding finding = enricher.enrich(detected);
        assertThat(finding.getContext().getAccountName()).isEqualTo("payments");
        assertThat(finding.getContext().getOwner()).isEqualTo("team-pay");
        assertThat(finding.getContext().getCriticality()).isEqualTo("critical");
        assertThat(finding.getContext().getNetworkClass()).isEqualTo(NetworkClass.PUBLIC);
        assertThat(finding.getContext().getPrincipalKind()).isEqualTo(PrincipalKind.ROLE_SESSION.label());
        assertThat(finding.getRunbookUrl()).isEqualTo("https://runbooks.example/kw/burst-of-secrets");
        assertThat(finding.getRiskScore()).isEqualTo(91);
        assertThat(finding.getNist()).contains("AC-2(12)");
        assertThat(finding.getRemediation()).isNotEmpty();
    }

    @Test
    void keepsWhatTheDetectorSaid() {
        Finding detected = TestFindings.access("f", 1);
        detected.setAttack(List.of(Attack.newBuilder().setTechnique("T1526").build()));
        detected.setNist(List.of("AU-6"));
        detected.setRemediation(List.of("Do this."));
        detected.setRunbookUrl("https://other.example");
        detected.setReferences(List.of("https://a.example"));
        Finding finding = enricher.enrich(detected);
        assertThat(finding.getAttack()).isEqualTo(detected.getAttack());
        assertThat(finding.getNist()).containsExactly("AU-6");
        assertThat(finding.getRemediation()).startsWith("Do this.").hasSizeGreaterThan(1);
        assertThat(finding.getRunbookUrl()).isEqualTo("https://other.example");
        assertThat(finding.getReferences()).startsWith("https://a.example");
    }

    @Test
    void leavesTheDetectionAsItWas() {
        Finding detected = TestFindings.exposure("f", 1);
        Finding before = Finding.newBuilder(detected).build();
        enricher.enrich(detected);
        assertThat(detected).isEqualTo(before);
    }

    @Test
    void takesAFindingWithoutStateAsOpen() {
        Finding detected = TestFindings.exposure("f", 1);
        detected.setState(FindingState.UNKNOWN);
        assertThat(enricher.enrich(detected).getState()).isEqualTo(FindingState.OPEN);
    }

    @Test
    void managesWithoutAnyKnowledge() {
        Finding detected = TestFindings.exposure("f", 1);
        detected.setAccountId(null);
        detected.setLocation(null);
        detected.setSecret(null);
        Finding finding = Enricher.of(EnrichSettings.defaults()).enrich(detected);
        assertThat(finding.getContext().getAccountName()).isNull();
        assertThat(finding.getRunbookUrl()).isNull();
        assertThat(finding.getRemediation()).isNotEmpty();
    }

    @Test
    void namesEveryProblemOfItsSettings() {
        assertThatThrownBy(() -> new EnrichSettings(
                        Map.of("12345", AccountSettings.UNKNOWN),
                        Map.of("terraform", PrincipalKind.AUTOMATION),
                        Optional.of(Path.of("/does/not/exist")),
                        Optional.of(URI.create("relative"))))
                .hasMessageContaining("enrich.accounts.12345")
                .hasMessageContaining("enrich.principals.terraform")
                .hasMessageContaining("enrich.awsIpRanges")
                .hasMessageContaining("enrich.runbooks");
    }
}
