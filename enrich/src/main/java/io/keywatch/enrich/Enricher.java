package io.keywatch.enrich;

import io.keywatch.enrich.context.AccountSettings;
import io.keywatch.enrich.context.Criticality;
import io.keywatch.enrich.context.PrincipalKinds;
import io.keywatch.enrich.context.RiskScore;
import io.keywatch.enrich.knowledge.ControlMappings;
import io.keywatch.enrich.knowledge.Remediations;
import io.keywatch.enrich.network.AwsRanges;
import io.keywatch.enrich.network.NetworkClassifier;
import io.keywatch.schemas.v1.Context;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a finding what is known about its account, its principal, its network and its kind. Controls
 * and runbook only where the detector left them empty; remedies are added to its own; context and risk are always set
 * here. Pure and thread-safe: the same finding under the same
 * settings gives the same answer.
 */
public final class Enricher {
    private final Map<String, AccountSettings> accounts;
    private final Optional<URI> runbooks;
    private final PrincipalKinds principals;
    private final NetworkClassifier networks;
    private final ControlMappings controls = ControlMappings.load();
    private final Remediations remediations = Remediations.load();

    private Enricher(EnrichSettings settings, AwsRanges ranges) {
        this.accounts = settings.accounts();
        this.runbooks = settings.runbooks();
        this.principals = new PrincipalKinds(settings.principals());
        this.networks = new NetworkClassifier(ranges);
    }

    /** @throws IllegalArgumentException when a file that the settings name cannot be used */
    public static Enricher of(EnrichSettings settings) {
        return new Enricher(
                settings, settings.awsIpRanges().map(Enricher::ranges).orElseGet(AwsRanges::builtIn));
    }

    /** A new finding; the given one is left as it is. */
    public Finding enrich(Finding detected) {
        Finding finding = Finding.newBuilder(detected).build();
        if (finding.getState() == FindingState.UNKNOWN) {
            finding.setState(FindingState.OPEN);
        }
        AccountSettings account = account(finding);
        finding.setContext(context(finding, account));
        finding.setRiskScore(RiskScore.of(finding.getSeverity(), finding.getConfidence(), account));
        ControlMappings.Controls known = controls.of(finding);
        if (finding.getAttack().isEmpty()) {
            finding.setAttack(known.attack());
        }
        if (finding.getNist().isEmpty()) {
            finding.setNist(known.nist());
        }
        Remediations.Remedy remedy = remediations.of(finding);
        // a detector's own sentence first, then the steps
        finding.setRemediation(union(finding.getRemediation(), remedy.steps()));
        finding.setReferences(union(finding.getReferences(), remedy.references()));
        if (finding.getRunbookUrl() == null) {
            finding.setRunbookUrl(runbook(finding));
        }
        return finding;
    }

    private Context context(Finding finding, AccountSettings account) {
        return Context.newBuilder()
                .setAccountName(account.name().orElse(null))
                .setOrganizationalUnit(account.organizationalUnit().orElse(null))
                .setEnvironment(account.environment().orElse(null))
                .setOwner(account.owner().orElse(null))
                .setCriticality(account.criticality().map(Criticality::label).orElse(null))
                .setNetworkClass(networks.classify(finding.getNetwork(), finding.getActor()))
                .setPrincipalKind(
                        finding.getActor() == null
                                ? null
                                : principals.of(finding.getActor()).label())
                .build();
    }

    /** The account where it happened, else the one of the first resource that tells, else the actor's. */
    private AccountSettings account(Finding finding) {
        String ofActor = finding.getActor() == null ? null : finding.getActor().getAccountId();
        return Stream.concat(
                        Stream.concat(
                                Stream.ofNullable(finding.getAccountId()),
                                finding.getResources().stream()
                                        .map(ResourceRef::getAccountId)
                                        .filter(Objects::nonNull)),
                        Stream.ofNullable(ofActor))
                .findFirst()
                .map(accounts::get)
                .orElse(AccountSettings.UNKNOWN);
    }

    private @Nullable String runbook(Finding finding) {
        return runbooks.map(base -> {
                    String text = base.toString();
                    String rule = URLEncoder.encode(finding.getRule().getId(), StandardCharsets.UTF_8);
                    return text.endsWith("/") ? text + rule : text + "/" + rule;
                })
                .orElse(null);
    }

    private static List<String> union(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    private static AwsRanges ranges(Path file) {
        try {
            return AwsRanges.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("enrich.awsIpRanges cannot be used: " + e.getMessage(), e);
        }
    }
}
