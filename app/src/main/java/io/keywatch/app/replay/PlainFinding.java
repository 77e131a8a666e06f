package io.keywatch.app.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Sequence;
import io.keywatch.schemas.v1.SequenceStep;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields that other programs read from {@code keywatch replay}. */
final class PlainFinding {
    private static final int MAX_EVENTS = 20;

    /** It is on trial and pages nobody. */
    private static final String STAGED = "staged";

    private PlainFinding() {}

    static void write(Finding finding, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", finding.getId());
        json.writeStringField("detector", finding.getRule().getId());
        json.writeStringField("class", label(finding.getFindingClass()));
        json.writeStringField("severity", label(finding.getSeverity()));
        json.writeStringField("title", finding.getTitle());
        json.writeStringField("principal", principal(finding));
        json.writeStringField("account", finding.getAccountId());
        time(json, "firstSeen", finding.getFirstSeen());
        time(json, "lastSeen", finding.getLastSeen());
        time(json, "detectedAt", finding.getDetectedAt());
        json.writeNumberField("count", finding.getCount());
        strings(
                json,
                "events",
                finding.getEvidence().stream()
                        .map(Evidence::getEventId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .limit(MAX_EVENTS));
        strings(json, "resources", finding.getResources().stream().map(ResourceRef::getArn));
        strings(json, "attack", techniques(finding.getAttack()));
        strings(json, "nist", finding.getNist().stream());
        json.writeStringField("explanation", finding.getExplanation());
        if ("true".equals(finding.getFacts().get(STAGED))) {
            json.writeBooleanField(STAGED, true);
        }
        if (finding.getSequence() != null) {
            json.writeNumberField("riskScore", finding.getRiskScore());
            strings(json, "related", finding.getRelated().stream());
            sequence(finding.getSequence(), json);
        }
        json.writeEndObject();
    }

    private static void sequence(Sequence sequence, JsonGenerator json) throws IOException {
        strings(json, "stages", sequence.getStages().stream());
        strings(json, "accounts", sequence.getAccounts().stream());
        json.writeArrayFieldStart("story");
        for (SequenceStep step : sequence.getSteps()) {
            json.writeString(line(step));
        }
        json.writeEndArray();
    }

    /** When, where, who, what, as one line. */
    static String line(SequenceStep step) {
        return Stream.of(
                        step.getTime().toString(),
                        step.getAccountId(),
                        step.getWho() + ":",
                        step.getWhat(),
                        step.getStage() == null ? null : "[" + step.getStage() + "]")
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    /** The id of today and, where a technique moved, the one before: readers know either. */
    private static Stream<String> techniques(List<Attack> attacks) {
        return attacks.stream()
                .flatMap(attack -> Stream.of(attack.getTechnique(), attack.getAlias()))
                .filter(Objects::nonNull)
                .distinct();
    }

    static @Nullable String principal(Finding finding) {
        return finding.getActor() == null ? null : finding.getActor().getId();
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void time(JsonGenerator json, String name, Instant time) throws IOException {
        json.writeStringField(name, time.toString());
    }

    private static void strings(JsonGenerator json, String name, Stream<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values.toList()) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
