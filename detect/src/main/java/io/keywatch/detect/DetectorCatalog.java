package io.keywatch.detect;

import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.correlate.Accumulator;
import io.keywatch.detect.correlate.Correlator;
import io.keywatch.detect.incident.IncidentDesk;
import io.keywatch.detect.people.Departures;
import io.keywatch.detect.posture.PostureAnalyzer;
import io.keywatch.detect.rule.RuleSpec;
import java.util.ArrayList;
import java.util.List;

/** Every access, join, sequence and posture rule, for settings, documentation and reports. Scan rules have their own. */
public final class DetectorCatalog {
    private DetectorCatalog() {}

    public static List<RuleSpec> all() {
        List<RuleSpec> rules = new ArrayList<>(access());
        rules.addAll(posture());
        return List.copyOf(rules);
    }

    /** The rules of the posture topology, but for {@link Departures}', which are about access. */
    public static List<RuleSpec> posture() {
        return PostureAnalyzer.rules();
    }

    /** The rules of the access topology. */
    public static List<RuleSpec> access() {
        List<RuleSpec> rules = new ArrayList<>(AccessAnalyzer.rules());
        rules.addAll(Correlator.rules());
        rules.addAll(Accumulator.rules());
        rules.addAll(IncidentDesk.rules());
        rules.addAll(Departures.rules());
        return List.copyOf(rules);
    }
}
