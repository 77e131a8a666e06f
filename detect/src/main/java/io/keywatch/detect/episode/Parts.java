package io.keywatch.detect.episode;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.schemas.v1.Access;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One contribution to a finding. Parts of one id are merged by {@link Merge}, in any order to the same result; texts are
 * written after merging.
 */
public final class Parts {
    private final RuleSpec rule;
    private final String id;
    private Severity severity;
    private long count = 1;
    private List<Evidence> evidence = List.of();
    private List<ResourceRef> resources = List.of();
    private List<String> related = List.of();
    private final Map<String, String> facts = new TreeMap<>();
    private @Nullable String errorCode;

    private Parts(RuleSpec rule, String id) {
        this.rule = rule;
        this.id = id;
        this.severity = rule.severity();
    }

    public static Parts of(RuleSpec rule, String id) {
        return new Parts(rule, id);
    }

    public Parts severity(Severity value) {
        this.severity = value;
        return this;
    }

    public Parts count(long value) {
        this.count = value;
        return this;
    }

    public Parts evidence(List<Evidence> value) {
        this.evidence = value;
        return this;
    }

    public Parts resources(List<ResourceRef> value) {
        this.resources = value;
        return this;
    }

    public Parts related(List<String> value) {
        this.related = value;
        return this;
    }

    public Parts fact(String name, String value) {
        facts.put(name, value);
        return this;
    }

    public Parts denied(@Nullable String code) {
        this.errorCode = code == null ? "denied" : code;
        return this;
    }

    /** Times in epoch milliseconds; {@code caller} made the earliest call of the part. */
    public Finding by(Caller caller, long first, long last, long detected, long ingested) {
        facts.put("stage", rule.stage().name().toLowerCase(Locale.ROOT));
        return Finding.newBuilder()
                .setId(id)
                .setRevision(0)
                .setFindingClass(rule.findingClass())
                .setRule(Rule.newBuilder().setId(rule.id()).setName(rule.name()).build())
                .setState(FindingState.OPEN)
                .setSeverity(severity)
                .setConfidence(rule.confidence())
                .setTitle("")
                .setExplanation("")
                .setFirstSeen(Instant.ofEpochMilli(first))
                .setLastSeen(Instant.ofEpochMilli(last))
                .setDetectedAt(Instant.ofEpochMilli(detected))
                .setIngestedAt(Instant.ofEpochMilli(ingested))
                .setCount(count)
                .setOrigin(Origin.LIVE)
                .setAccountId(caller.trailAccount())
                .setRegion(caller.region())
                .setActor(caller.principal())
                .setNetwork(caller.network())
                .setAccess(Access.newBuilder()
                        .setAction(
                                evidence.isEmpty() ? null : evidence.getFirst().getAction())
                        .setOutcome(errorCode == null ? "allowed" : "denied")
                        .setErrorCode(errorCode)
                        .setDistinctResources(resources.size())
                        .build())
                .setResources(resources)
                .setEvidence(evidence)
                .setRelated(related)
                .setAttack(rule.attack().stream().map(Technique::attack).toList())
                .setNist(rule.nist())
                .setFacts(facts)
                .build();
    }
}
