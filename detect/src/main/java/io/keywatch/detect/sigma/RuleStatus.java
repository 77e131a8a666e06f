package io.keywatch.detect.sigma;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far its author trusts a rule, and how sure a finding of it is. */
public enum RuleStatus {
    STABLE(0.9),
    TEST(0.7),
    EXPERIMENTAL(0.5),
    DEPRECATED(0.5),
    UNSUPPORTED(0.0);

    private final double confidence;

    RuleStatus(double confidence) {
        this.confidence = confidence;
    }

    /** 0 to 1. */
    public double confidence() {
        return confidence;
    }

    static @Nullable RuleStatus of(String text) {
        for (RuleStatus status : values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
                return status;
            }
        }
        return null;
    }
}
