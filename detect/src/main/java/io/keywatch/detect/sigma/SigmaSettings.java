package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.match.KeptFields;
import java.util.Set;

/**
 * @param strict warnings are errors: a rule with a field that is not kept does not load
 * @param staged rules of these statuses are indexed and not paged, unless a rule says {@code keywatch_staged} itself
 * @param kept which parameters of which event are kept
 */
public record SigmaSettings(boolean strict, Set<RuleStatus> staged, KeptFields kept) {
    public SigmaSettings {
        staged = Set.copyOf(staged);
    }

    /** Experimental and deprecated rules are staged; every parameter counts as kept. */
    public static SigmaSettings defaults() {
        return new SigmaSettings(false, Set.of(RuleStatus.EXPERIMENTAL, RuleStatus.DEPRECATED), KeptFields.EVERYTHING);
    }

    public SigmaSettings withStrict(boolean value) {
        return new SigmaSettings(value, staged, kept);
    }

    public SigmaSettings withKept(KeptFields value) {
        return new SigmaSettings(strict, staged, value);
    }
}
