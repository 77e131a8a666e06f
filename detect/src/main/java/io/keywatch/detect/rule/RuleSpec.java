package io.keywatch.detect.rule;

import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.Severity;
import java.util.List;

/**
 * A detection as its reader sees it. Texts are templates over the finding, see {@link Wording}.
 *
 * @param id stable, part of finding ids
 * @param detector family in the method: D1 to D9, posture
 * @param baseline what is normal, or why no baseline is needed
 * @param deviation how this differs, with its numbers
 */
public record RuleSpec(
        String id,
        String detector,
        String name,
        FindingClass findingClass,
        Severity severity,
        double confidence,
        Stage stage,
        List<Technique> attack,
        List<String> nist,
        String explanation,
        String baseline,
        String deviation) {

    public RuleSpec {
        attack = List.copyOf(attack);
        nist = List.copyOf(nist);
    }

    public static Builder access(String id, String detector, String name) {
        return new Builder(id, detector, name, FindingClass.ACCESS);
    }

    public static Builder posture(String id, String name) {
        return new Builder(id, "posture", name, FindingClass.POSTURE);
    }

    public static Builder sequence(String id, String name) {
        return new Builder(id, "D9", name, FindingClass.SEQUENCE);
    }

    /** Collects the parts; what is left out keeps a plain default. */
    public static final class Builder {
        private final String id;
        private final String detector;
        private final String name;
        private final FindingClass findingClass;
        private Severity severity = Severity.MEDIUM;
        private double confidence = 0.8;
        private Stage stage = Stage.ACCESS;
        private List<Technique> attack = List.of();
        private List<String> nist = Controls.UNUSUAL_USE;
        private String baseline = "none needed: the event speaks for itself";
        private String deviation = "count {count}, from {from} to {to}";

        private Builder(String id, String detector, String name, FindingClass findingClass) {
            this.id = id;
            this.detector = detector;
            this.name = name;
            this.findingClass = findingClass;
        }

        public Builder severity(Severity value) {
            this.severity = value;
            return this;
        }

        /** 0 to 1: how often this is what it seems. */
        public Builder confidence(double value) {
            this.confidence = value;
            return this;
        }

        public Builder stage(Stage value) {
            this.stage = value;
            return this;
        }

        public Builder attack(Technique... values) {
            this.attack = List.of(values);
            return this;
        }

        public Builder nist(List<String> values) {
            this.nist = values;
            return this;
        }

        public Builder baseline(String template) {
            this.baseline = template;
            return this;
        }

        public Builder deviation(String template) {
            this.deviation = template;
            return this;
        }

        public RuleSpec says(String explanation) {
            return new RuleSpec(
                    id,
                    detector,
                    name,
                    findingClass,
                    severity,
                    confidence,
                    stage,
                    attack,
                    nist,
                    explanation,
                    baseline,
                    deviation);
        }
    }
}
