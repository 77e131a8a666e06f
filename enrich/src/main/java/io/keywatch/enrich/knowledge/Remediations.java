package io.keywatch.enrich.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import java.util.ArrayList;
import java.util.List;

/**
 * How to mend it, step by step, from {@code remediation.json}: an exposure is first revoked (by kind of secret), then
 * cleaned up (by place); everything else goes by rule, then by class. Thread-safe.
 */
public final class Remediations {
    private final List<Entry> revoke;
    private final List<Entry> clean;
    private final List<Entry> other;

    /** @param references where the steps are explained */
    public record Remedy(List<String> steps, List<String> references) {}

    private record Entry(Condition condition, Remedy remedy) {}

    private Remediations(List<Entry> revoke, List<Entry> clean, List<Entry> other) {
        this.revoke = revoke;
        this.clean = clean;
        this.other = other;
    }

    public static Remediations load() {
        JsonNode file = KnowledgeFile.read("remediation.json");
        return new Remediations(entries(file, "revoke"), entries(file, "clean"), entries(file, "other"));
    }

    /** Placeholders are filled from the finding; in commands every value is quoted for the shell. */
    public Remedy of(Finding finding) {
        List<String> steps = new ArrayList<>();
        List<String> references = new ArrayList<>();
        List<List<Entry>> parts =
                finding.getFindingClass() == FindingClass.EXPOSURE ? List.of(revoke, clean) : List.of(other);
        StepText text = new StepText(finding);
        for (List<Entry> part : parts) {
            Remedy remedy = first(part, finding);
            remedy.steps().forEach(step -> steps.add(text.fill(step)));
            references.addAll(remedy.references());
        }
        return new Remedy(List.copyOf(steps), List.copyOf(references));
    }

    private static Remedy first(List<Entry> entries, Finding finding) {
        for (Entry entry : entries) {
            if (entry.condition().holds(finding)) {
                return entry.remedy();
            }
        }
        throw new IllegalStateException("remediation.json has no entry for everything else");
    }

    private static List<Entry> entries(JsonNode file, String part) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : file.path(part)) {
            List<String> steps = KnowledgeFile.texts(entry.path("steps"));
            if (steps.isEmpty()) {
                throw new IllegalStateException("remediation.json, " + part + ": an entry without steps");
            }
            entries.add(new Entry(
                    KnowledgeFile.condition(entry), new Remedy(steps, KnowledgeFile.texts(entry.path("references")))));
        }
        if (entries.isEmpty() || !entries.getLast().condition().parts().isEmpty()) {
            throw new IllegalStateException("remediation.json, " + part + ": the last entry must apply to everything");
        }
        return List.copyOf(entries);
    }
}
