package io.keywatch.detect.access;

import io.keywatch.detect.correlate.RareReadSettings;
import io.keywatch.detect.rule.RuleSwitches;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an operator may choose about the built-in access rules. No choice makes a rule forget what another has learned;
 * only a ceiling whose window is changed starts its own count afresh.
 *
 * @param incidentAt risk of an actor's signals within a day from which they are an incident
 * @param ceilings distinct things at which a ceiling fires, by rule id; the default of the rule where it is not named
 */
public record AccessSettings(
        RuleSwitches switches,
        RareReadSettings rareReads,
        DailyReadSettings dailyReads,
        int incidentAt,
        Map<String, Integer> ceilings) {

    /** A medium finding and a low one, or three low ones and a look around: more than any single oddity has. */
    public static final int INCIDENT_AT = 40;

    public static final int MAX_RISK = 100;

    /** What a bucket of a ceiling holds: beyond it nothing is counted. */
    public static final int MAX_CEILING = Bucket.MAX_RESOURCES;

    public AccessSettings {
        if (incidentAt < 1 || incidentAt > MAX_RISK) {
            throw new IllegalArgumentException("incidentAt: 1 to " + MAX_RISK + ", was " + incidentAt);
        }
        ceilings = Map.copyOf(ceilings);
        Set<String> known = defaultCeilings().keySet();
        ceilings.forEach((rule, limit) -> {
            if (!known.contains(rule)) {
                throw new IllegalArgumentException("ceilings: there is no ceiling '" + rule + "'");
            }
            if (limit < 1 || limit > MAX_CEILING) {
                throw new IllegalArgumentException("ceilings: " + rule + ": 1 to " + MAX_CEILING + ", was " + limit);
            }
        });
    }

    public static AccessSettings defaults() {
        return without(Set.of());
    }

    /** The defaults with some rules silent. */
    public static AccessSettings without(Set<String> off) {
        return new AccessSettings(
                RuleSwitches.without(off),
                RareReadSettings.DEFAULTS,
                DailyReadSettings.DEFAULTS,
                INCIDENT_AT,
                Map.of());
    }

    /** Every ceiling and where it stands unless told otherwise, by rule id. */
    public static Map<String, Integer> defaultCeilings() {
        Map<String, Integer> limits = new TreeMap<>();
        CeilingRules.all().forEach(ceiling -> limits.put(ceiling.rule().id(), ceiling.limit()));
        return limits;
    }

    /** With further switches. */
    public AccessSettings and(RuleSwitches more) {
        return new AccessSettings(switches.and(more), rareReads, dailyReads, incidentAt, ceilings);
    }
}
