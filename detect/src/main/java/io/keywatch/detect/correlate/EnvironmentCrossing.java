package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Arn;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something of a lower environment reads a production secret for the first time. Where a principal belongs is certain
 * where the operator has told it for its account; names of roles are a guess, and a guess is only noted. One finding a
 * principal and day.
 */
final class EnvironmentCrossing {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.environment-crossed", "D7", "Production secret read from a lower environment")
            .severity(Severity.LOW)
            .confidence(0.5)
            .attack(Technique.VALID_CLOUD_ACCOUNT, Technique.CLOUD_SECRETS)
            .nist(List.of("AC-3", "CM-6", "AC-6"))
            .baseline("production secrets are read from production")
            .deviation("{distinct} production secrets read for the first time from {environment}, as {source} says")
            .says("{actor} belongs to {environment} ({source} says so) and read {resource}, which is production's, "
                    + "for the first time, from {ip}.");

    private final Episodes episodes;
    private final Map<String, String> environments;

    EnvironmentCrossing(Episodes episodes, Map<String, String> environments) {
        this.episodes = episodes;
        this.environments = environments;
    }

    void observe(FirstRead read, Consumer<Finding> out) {
        if (Environment.of(nameOf(read.secret())) != Environment.PRODUCTION) {
            return;
        }
        String account = read.use().caller().accountId();
        String told = account == null ? null : environments.get(account);
        @Nullable
        Environment of =
                Environment.of(told != null ? told : nameOf(read.use().caller().id()));
        if (of == null || of == Environment.PRODUCTION) {
            return;
        }
        long day = TimeKeys.dayOf(read.use().at());
        Use use = read.use();
        String id = FindingIds.anomaly(RULE.id(), use.caller().id(), "", Instant.ofEpochMilli(day * TimeKeys.DAY));
        Finding part = Parts.of(RULE, id)
                .severity(told == null ? Severity.LOW : Severity.MEDIUM)
                .evidence(List.of(Evidence.newBuilder(use.evidence())
                        .setResource(read.secret())
                        .build()))
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn(read.secret())
                        .setAccountId(use.caller().trailAccount())
                        .build()))
                .fact("environment", of.name().toLowerCase(Locale.ROOT))
                .fact("source", told == null ? "its name" : "its account")
                .by(use.caller(), use.at(), use.at(), use.at(), read.ingestedAt());
        episodes.contribute(RULE, day, part, out);
    }

    /** Without partition, service, region and account, which hold words of their own. */
    private static String nameOf(String secret) {
        Arn arn = Arn.of(secret);
        return arn == null ? secret : arn.resource();
    }
}
