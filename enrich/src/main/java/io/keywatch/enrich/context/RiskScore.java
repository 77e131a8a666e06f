package io.keywatch.enrich.context;

import io.keywatch.schemas.v1.Severity;
import java.util.Locale;
import java.util.Set;

/**
 * One number to sort by: severity, weighed by how sure we are and by how much the account matters. The weights are
 * ours: chosen so that a certain critical finding stays above every medium one whatever their accounts, and that a
 * critical production account lifts a finding by nearly one severity.
 */
public final class RiskScore {
    public static final int MAX = 100;

    private static final Set<String> PRODUCTION = Set.of("prod", "production", "live");
    private static final Set<String> PLAYGROUND = Set.of("sandbox", "dev", "development", "test");

    /** A guess still counts for half of a certainty: confidence must not hide what is severe. */
    private static final double CONFIDENCE_FLOOR = 0.5;

    private RiskScore() {}

    /** @param confidence 0..1; what lies outside is taken as the nearer end */
    public static int of(Severity severity, double confidence, AccountSettings account) {
        double sure = Math.clamp(Double.isNaN(confidence) ? 0 : confidence, 0, 1);
        double score = base(severity)
                * (CONFIDENCE_FLOOR + (1 - CONFIDENCE_FLOOR) * sure)
                * account.criticality().map(RiskScore::weight).orElse(1.0)
                * account.environment().map(RiskScore::weight).orElse(1.0);
        return Math.clamp(Math.round(score), 0, MAX);
    }

    private static double base(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 90;
            case HIGH -> 70;
            case MEDIUM -> 45;
            case LOW -> 25;
            case INFORMATIONAL -> 10;
            case UNKNOWN -> 0;
        };
    }

    private static double weight(Criticality criticality) {
        return switch (criticality) {
            case CRITICAL -> 1.25;
            case HIGH -> 1.1;
            case MEDIUM -> 1.0;
            case LOW -> 0.8;
        };
    }

    private static double weight(String environment) {
        String name = environment.toLowerCase(Locale.ROOT);
        if (PRODUCTION.contains(name)) {
            return 1.1;
        }
        return PLAYGROUND.contains(name) ? 0.9 : 1.0;
    }
}
