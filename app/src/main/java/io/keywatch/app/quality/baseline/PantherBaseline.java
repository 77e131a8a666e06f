package io.keywatch.app.quality.baseline;

import io.keywatch.app.quality.judge.Contender;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Panther's rules for reads of secrets, as of August 2026: 20 denied reads a day; 5 batch reads a day; a batch read with a
 * catch-all filter; batch reads in 5 regions in 10 minutes; more than 25 distinct decrypted parameters in an hour.
 */
public final class PantherBaseline implements DetectorUnderTest {
    private static final int DENIED = 20;
    private static final int BATCHES = 5;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int REGIONS = 5;
    private static final Duration REGION_WINDOW = Duration.ofMinutes(10);
    private static final int PARAMETERS = 26;
    private static final Duration PARAMETER_WINDOW = Duration.ofHours(1);

    /** Counts from the first event of a key until the period is over, and alerts once in it. */
    private static final class Threshold {
        private static final class Count {
            final Instant since;
            final List<ApiCall> calls = new ArrayList<>();

            Count(Instant since) {
                this.since = since;
            }
        }

        private final int least;
        private final Map<String, Count> counts = new HashMap<>();

        Threshold(int least) {
            this.least = least;
        }

        List<ApiCall> add(String key, ApiCall call, Instant now) {
            Count count = counts.get(key);
            if (count == null || now.isAfter(count.since.plus(DAY))) {
                count = new Count(now);
                counts.put(key, count);
            }
            count.calls.add(call);
            return count.calls.size() == least ? count.calls : List.of();
        }
    }

    private final Once once = new Once();
    private final Threshold denied = new Threshold(DENIED);
    private final Threshold batches = new Threshold(BATCHES);
    private final Threshold catchAll = new Threshold(1);
    private final DistinctWindow regions = new DistinctWindow(REGIONS, REGION_WINDOW);
    private final DistinctWindow parameters = new DistinctWindow(PARAMETERS, PARAMETER_WINDOW);

    private PantherBaseline() {}

    public static Contender contender() {
        return new Contender(
                "panther",
                Contender.Kind.BASELINE,
                "Panther: 20 denied reads or 5 batch reads a day, catch-all filter, 5 regions in 10 min, > 25 parameters in 1 h",
                briefing -> new PantherBaseline());
    }

    @Override
    public void exposure(Exposure exposure) {
        // It joins an exposure with the absence of a quarantine, not with use.
    }

    @Override
    public List<Finding> accept(ApiCall call, Instant deliveredAt) {
        if (!once.first(call, deliveredAt)) {
            return List.of();
        }
        String who = call.getPrincipal().getId();
        String error = call.getErrorCode();
        List<Finding> alerts = new ArrayList<>();
        switch (call.getEventName()) {
            case "GetSecretValue" -> {
                if (error != null && error.startsWith("AccessDenied")) {
                    alert(alerts, "denied", "Denied reads of secrets", who, denied.add(who, call, deliveredAt));
                }
            }
            case "BatchGetSecretValue" -> {
                alert(alerts, "batch", "Batch reads of secrets", who, batches.add(who, call, deliveredAt));
                Map<String, String> parameters = call.getParameters();
                if ("tag-key".equals(parameters.get("filters[0].key"))
                        && parameters.getOrDefault("filters[0].values[0]", "").startsWith("!")) {
                    alert(alerts, "catch-all", "Batch read of everything", who, catchAll.add(who, call, deliveredAt));
                }
                alert(
                        alerts,
                        "regions",
                        "Batch reads in many regions",
                        who,
                        regions.add(who, call, Set.of(call.getAwsRegion())));
            }
            case "GetParameter", "GetParameters" -> {
                if (error == null && "true".equals(call.getParameters().get("withDecryption"))) {
                    alert(
                            alerts,
                            "parameters",
                            "Mass decryption of parameters",
                            who,
                            parameters.add(who, call, names(call)));
                }
            }
            default -> {
                // Not a read of secrets.
            }
        }
        return alerts;
    }

    private static void alert(List<Finding> alerts, String rule, String title, String who, List<ApiCall> calls) {
        if (!calls.isEmpty()) {
            alerts.add(Alerts.of("panther." + rule, title, who, calls));
        }
    }

    private static Set<String> names(ApiCall call) {
        Set<String> names = new TreeSet<>();
        call.getParameters().forEach((name, value) -> {
            if (name.startsWith("name")) {
                names.add(value);
            }
        });
        return names;
    }

    @Override
    public List<Finding> end() {
        return List.of();
    }
}
