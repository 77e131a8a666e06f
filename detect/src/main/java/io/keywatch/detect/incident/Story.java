package io.keywatch.detect.incident;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.rule.Wording;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.KeyIssue;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Sequence;
import io.keywatch.schemas.v1.SequenceStep;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An incident as its reader sees it. */
final class Story {
    static final RuleSpec RULE = RuleSpec.sequence("sequence.incident", "Incident: one actor, several stages")
            .severity(Severity.MEDIUM)
            .confidence(0.9)
            .attack(Technique.VALID_CLOUD_ACCOUNT)
            .nist(Controls.UNUSUAL_USE)
            .baseline("what the actor gave signals of on two earlier days of the last 30 does not count")
            .deviation("risk {risk} within 24 hours over {stageCount} stages ({stages}); the bar is {bar} "
                    + "over two stages with a medium finding, or over three")
            .says("{actor} went through {stageCount} stages of an attack ({stages}) in {span} and {accountCount} "
                    + "account(s): {findings} findings and {weak} weaker signals, the first from {ip}.");

    static final int MAX_STEPS = 50;
    static final int MAX_EVIDENCE = 20;
    private static final int MAX_RELATED = 50;
    private static final int MAX_RESOURCES = 100;
    private static final int MAX_WHAT = 300;

    private static final Comparator<SequenceStep> OLDEST_FIRST = Comparator.comparing(SequenceStep::getTime)
            .thenComparing(step -> String.valueOf(step.getEventId()))
            .thenComparing(SequenceStep::getWhat);

    private final Weighing weighing;

    Story(Weighing weighing) {
        this.weighing = weighing;
    }

    static String id(String actor, Incident incident) {
        return FindingIds.anomaly(
                RULE.id(), actor, "", Instant.ofEpochMilli(TimeKeys.dayOf(incident.openedAt()) * TimeKeys.DAY));
    }

    Finding of(String actor, Incident incident) {
        List<Signal> members = incident.members();
        List<Signal> findings = members.stream().filter(Story::isFinding).toList();
        List<SequenceStep> steps = steps(members);
        List<String> accounts = steps.stream()
                .map(SequenceStep::getAccountId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        List<String> stages =
                incident.weight().stages().stream().map(Story::lower).toList();
        Signal first = members.getFirst();
        Finding finding = Parts.of(RULE, id(actor, incident))
                .severity(incident.severity())
                .count(members.size())
                .evidence(evidence(members))
                .resources(resources(findings))
                .related(findings.stream()
                        .map(Signal::getId)
                        .distinct()
                        .limit(MAX_RELATED)
                        .toList())
                .fact("stages", String.join(", ", stages))
                .fact("stageCount", Integer.toString(stages.size()))
                .fact("accounts", String.join(", ", accounts))
                .fact("accountCount", Integer.toString(accounts.size()))
                .fact("findings", Integer.toString(findings.size()))
                .fact("weak", Integer.toString(members.size() - findings.size()))
                .fact("bar", Integer.toString(weighing.bar()))
                .fact("risk", Integer.toString(incident.weight().score()))
                .by(
                        caller(first),
                        Math.min(
                                ActorLedger.at(first),
                                steps.getFirst().getTime().toEpochMilli()),
                        ActorLedger.at(members.getLast()),
                        incident.openedAt(),
                        members.stream()
                                .mapToLong(member -> member.getIngestedAt().toEpochMilli())
                                .max()
                                .orElse(0));
        finding.setRiskScore(incident.weight().score());
        finding.setAttack(attack(findings));
        finding.setSequence(Sequence.newBuilder()
                .setStages(stages)
                .setAccounts(accounts)
                .setSteps(steps)
                .setSignals(members.size())
                .setRaisedBecause(raisedBecause(incident))
                .build());
        return finding;
    }

    private static @Nullable String raisedBecause(Incident incident) {
        return incident.raised()
                ? "its " + incident.weight().stages().size() + " stages leave no innocent reading of the members"
                : null;
    }

    private List<SequenceStep> steps(List<Signal> members) {
        Map<String, SequenceStep> steps = new LinkedHashMap<>();
        for (Signal member : members) {
            for (KeyIssue issue : member.getPath()) {
                steps.putIfAbsent(issue.getEventId(), step(issue));
            }
            steps.put("signal " + member.getId(), step(member));
        }
        return steps.values().stream().sorted(OLDEST_FIRST).limit(MAX_STEPS).toList();
    }

    private static SequenceStep step(KeyIssue issue) {
        return SequenceStep.newBuilder()
                .setTime(issue.getAt())
                .setAccountId(issue.getAccountId())
                .setWho(who(issue.getBy()))
                .setWhat(cut("obtained " + issue.getAccessKeyId() + " as " + Wording.shortName(issue.getTo()) + " by "
                        + issue.getAction()))
                .setEventId(issue.getEventId())
                .build();
    }

    private SequenceStep step(Signal signal) {
        Evidence evidence = signal.getEvidence();
        Recon recon = Recon.of(signal.getKind());
        RuleSpec rule = weighing.rule(signal);
        Stage stage = weighing.stage(signal);
        String what = recon != null ? recon.told() : rule == null ? signal.getKind() : rule.name();
        return SequenceStep.newBuilder()
                .setTime(signal.getAt())
                .setStage(stage == null ? null : lower(stage))
                .setAccountId(signal.getAccountId())
                .setWho(who(signal.getActor()))
                .setWhat(cut(what + with(evidence)))
                .setSeverity(signal.getSeverity())
                .setFindingId(isFinding(signal) ? signal.getId() : null)
                .setEventId(evidence == null ? null : evidence.getEventId())
                .build();
    }

    private static String with(@Nullable Evidence evidence) {
        if (evidence == null || evidence.getAction() == null) {
            return "";
        }
        return " (" + evidence.getAction()
                + (evidence.getResource() == null ? "" : " " + Wording.shortName(evidence.getResource())) + ")";
    }

    /** A role's session is named as well: many may share the role. */
    private static String who(Principal principal) {
        String name = Wording.shortName(principal.getId());
        return principal.getSessionName() == null ? name : name + " (" + principal.getSessionName() + ")";
    }

    private static Caller caller(Signal first) {
        Principal root = Leads.holder(first);
        Network network = first.getNetwork();
        String account = root.getAccountId() == null ? first.getAccountId() : root.getAccountId();
        return new Caller(
                root.getId(),
                root.getType(),
                null,
                root.getAccountId(),
                root.getAccessKeyId(),
                null,
                root.getSessionName(),
                null,
                null,
                null,
                null,
                network.getIp(),
                network.getVpcEndpointId(),
                null,
                account,
                first.getRegion() == null ? "" : first.getRegion());
    }

    /** One event a member, so that each can be looked up. */
    private static List<Evidence> evidence(List<Signal> members) {
        return members.stream()
                .map(Signal::getEvidence)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Evidence::getTime)
                        .thenComparing(evidence -> String.valueOf(evidence.getEventId()))
                        .thenComparing(evidence -> String.valueOf(evidence.getResource())))
                .distinct()
                .limit(MAX_EVIDENCE)
                .toList();
    }

    private static List<ResourceRef> resources(List<Signal> findings) {
        return findings.stream()
                .flatMap(signal -> Stream.ofNullable(signal.getEvidence())
                        .filter(evidence -> evidence.getResource() != null)
                        .map(evidence -> ResourceRef.newBuilder()
                                .setArn(evidence.getResource())
                                .setAccountId(signal.getAccountId())
                                .build()))
                .collect(Collectors.toMap(ResourceRef::getArn, resource -> resource, (one, _) -> one))
                .values()
                .stream()
                .sorted(Comparator.comparing(ResourceRef::getArn))
                .limit(MAX_RESOURCES)
                .toList();
    }

    private List<Attack> attack(List<Signal> findings) {
        List<Attack> attack = new ArrayList<>();
        for (Signal finding : findings) {
            RuleSpec rule = weighing.rule(finding);
            if (rule != null) {
                rule.attack().stream()
                        .map(Technique::attack)
                        .filter(one -> !attack.contains(one))
                        .forEach(attack::add);
            }
        }
        return attack;
    }

    private static boolean isFinding(Signal signal) {
        return Recon.of(signal.getKind()) == null;
    }

    private static String lower(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        return text.length() <= MAX_WHAT ? text : text.substring(0, MAX_WHAT) + "…";
    }
}
