package io.keywatch.detect.sigma;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.sigma.correlate.Correlation;
import io.keywatch.detect.sigma.correlate.Feed;
import io.keywatch.detect.sigma.correlate.Held;
import io.keywatch.detect.sigma.correlate.Occurrence;
import io.keywatch.detect.sigma.correlate.Windows;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.ResourceRef;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rule says of an event or a window, as a finding. */
final class RuleFinding {
    private static final int MAX_EVIDENCE = 20;
    private static final int MAX_RESOURCES = 100;
    private static final int MAX_RELATED = 50;
    private static final int MAX_EXPLANATION = 500;
    private static final int MAX_FACT = 300;

    /** How user rules are detected, among the detectors of the method. */
    private static final String DETECTOR = "sigma";

    private RuleFinding() {}

    /** A contribution to the finding of a day. */
    record Part(RuleSpec rule, long day, Finding finding) {}

    static Part ofHit(SigmaHit hit) {
        ApiCall call = hit.call();
        RuleHeader header = hit.rule().header();
        RuleSpec spec = spec(header, "count {count}, from {from} to {to}");
        Caller caller = Caller.of(call);
        long at = call.getEventTime().toEpochMilli();
        long day = TimeKeys.dayOf(at);
        String id = Windows.findingId(header.findingRule(), caller.id() + "|" + caller.trailAccount(), day);
        Evidence evidence = Evidence.newBuilder()
                .setEventId(call.getEventId())
                .setTime(call.getEventTime())
                .setAction(call.getEventName())
                .setResource(
                        call.getResources().isEmpty()
                                ? null
                                : call.getResources().getFirst().getArn())
                .setPointer(call.getPointer())
                .build();
        Parts parts = Parts.of(spec, id).evidence(List.of(evidence)).resources(call.getResources());
        if (call.getErrorCode() != null) {
            parts.denied(call.getErrorCode());
        }
        facts(header, parts);
        Finding finding = parts.by(caller, at, at, at, call.getIngestedAt().toEpochMilli());
        return new Part(spec, day, dressed(header, finding));
    }

    static Part ofCorrelation(RuleHeader header, Correlation correlation, String group, Held held) {
        List<Occurrence> members = held.members();
        Occurrence first = members.getFirst();
        RuleSpec spec = spec(header, "count {count} within " + span(correlation) + ", from {from} to {to}");
        Parts parts = Parts.of(spec, Windows.findingId(header.findingRule(), group, held.day()))
                .count(members.size())
                .evidence(members.stream()
                        .limit(MAX_EVIDENCE)
                        .map(RuleFinding::evidence)
                        .toList())
                .resources(resources(members))
                .related(members.stream()
                        .filter(Occurrence::inner)
                        .map(Occurrence::id)
                        .distinct()
                        .limit(MAX_RELATED)
                        .toList());
        if (members.stream().allMatch(member -> member.errorCode() != null)) {
            parts.denied(first.errorCode());
        }
        facts(header, parts);
        parts.fact("correlation", correlation.type().name().toLowerCase(Locale.ROOT));
        List<String> values = Feed.parts(group);
        for (int i = 0; i < correlation.groupBy().size() && i < values.size(); i++) {
            parts.fact(
                    "group." + correlation.groupBy().get(i), cut(values.get(i).replace("\u0001", ", "), MAX_FACT));
        }
        long ingested = members.stream().mapToLong(Occurrence::ingested).max().orElse(first.ingested());
        Finding finding = parts.by(
                first.caller(),
                first.time(),
                members.getLast().time(),
                held.completion().time(),
                ingested);
        return new Part(spec, held.day(), dressed(header, finding));
    }

    private static RuleSpec spec(RuleHeader header, String deviation) {
        return RuleSpec.access(header.findingRule(), DETECTOR, header.title())
                .severity(header.severity())
                .confidence(header.status().confidence())
                .nist(List.of("AU-6", "SI-4"))
                .deviation(deviation)
                .says(explanation(header));
    }

    /** Its first paragraph; braces would be taken for names to fill in. */
    private static String explanation(RuleHeader header) {
        String text = header.description() == null ? header.title() : header.description();
        String paragraph = text.strip().split("\\R\\s*\\R", 2)[0].replaceAll("\\s+", " ");
        return cut(paragraph, MAX_EXPLANATION).replace('{', '(').replace('}', ')');
    }

    private static Finding dressed(RuleHeader header, Finding finding) {
        finding.setAttack(header.attack());
        finding.setReferences(header.references());
        return finding;
    }

    private static void facts(RuleHeader header, Parts parts) {
        parts.fact("sigma_status", header.status().name().toLowerCase(Locale.ROOT));
        if (header.staged()) {
            parts.fact("staged", "true");
        }
        if (!header.falsePositives().isEmpty()) {
            parts.fact("false_positives", cut(String.join("; ", header.falsePositives()), MAX_FACT));
        }
    }

    private static Evidence evidence(Occurrence member) {
        return Evidence.newBuilder()
                .setEventId(member.inner() ? null : member.id())
                .setTime(Instant.ofEpochMilli(member.time()))
                .setAction(member.action())
                .setResource(member.resource())
                .setPointer(pointer(member))
                .build();
    }

    private static @Nullable Pointer pointer(Occurrence member) {
        if (member.logFile() == null) {
            return null;
        }
        return Pointer.newBuilder()
                .setBucket(member.bucket())
                .setKey(member.logFile())
                .setRecordIndex(member.recordIndex() < 0 ? null : member.recordIndex())
                .build();
    }

    private static List<ResourceRef> resources(List<Occurrence> members) {
        Map<String, ResourceRef> resources = new LinkedHashMap<>();
        for (Occurrence member : members) {
            String arn = member.resource();
            if (arn != null && resources.size() < MAX_RESOURCES) {
                resources.computeIfAbsent(
                        arn, any -> ResourceRef.newBuilder().setArn(any).build());
            }
        }
        return List.copyOf(resources.values());
    }

    private static String span(Correlation correlation) {
        return correlation.timespan().toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
