package io.keywatch.detect.access;

import io.keywatch.detect.call.Outcome;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** D8 over its table: one map look-up for a call that is in no row. */
final class SingleEvents {
    private final Map<String, List<SingleEvent>> byName = new HashMap<>();
    private final Episodes episodes;

    SingleEvents(List<SingleEvent> rows, Episodes episodes) {
        for (SingleEvent row : rows) {
            for (String name : row.events()) {
                byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(row);
            }
        }
        this.episodes = episodes;
    }

    static List<SingleEvent> all() {
        return Stream.of(SecretEvents.ROWS, IdentityEvents.ROWS, PlatformEvents.ROWS)
                .flatMap(List::stream)
                .toList();
    }

    static List<RuleSpec> rules() {
        return Stream.concat(
                        all().stream(),
                        Stream.of(SecretEvents.OVERWRITTEN_BY_STRANGER, SecretEvents.FORCE_DELETED_BY_STRANGER))
                .map(SingleEvent::rule)
                .distinct()
                .toList();
    }

    boolean relevant(ApiCall call) {
        return byName.containsKey(call.getEventName());
    }

    void observe(ApiCall call, Consumer<Finding> out) {
        if (Outcome.of(call) != Outcome.ALLOWED) {
            return;
        }
        for (SingleEvent row : byName.getOrDefault(call.getEventName(), List.of())) {
            if (row.matches(call)) {
                raise(row, call, out);
            }
        }
    }

    /** For what a name alone does not tell. */
    void observe(SingleEvent row, ApiCall call, Consumer<Finding> out) {
        if (row.matches(call) && Outcome.of(call) == Outcome.ALLOWED) {
            raise(row, call, out);
        }
    }

    /** Takes back what was raised about the caller and a target, and happened after this within a day or so. */
    void withdraw(RuleSpec rule, Sighting earlier, String target, String why, Consumer<Finding> out) {
        long day = TimeKeys.dayOf(earlier.at());
        for (long of = day; of <= day + 1; of++) {
            String id = id(rule, earlier, target, of);
            Finding known = episodes.find(of, id);
            if (known != null && known.getFirstSeen().toEpochMilli() >= earlier.at()) {
                episodes.withdraw(rule, of, id, why, out);
            }
        }
    }

    private static String id(RuleSpec rule, Sighting sighting, @Nullable String target, long day) {
        return FindingIds.anomaly(
                rule.id(), sighting.caller().id(), String.valueOf(target), Instant.ofEpochMilli(day * TimeKeys.DAY));
    }

    private void raise(SingleEvent row, ApiCall call, Consumer<Finding> out) {
        RuleSpec rule = row.rule();
        Sighting sighting = Sighting.of(call);
        @Nullable String target = row.target().apply(call);
        long day = TimeKeys.dayOf(sighting.at());
        String id = id(rule, sighting, target, day);
        Evidence evidence = Evidence.newBuilder()
                .setEventId(call.getEventId())
                .setTime(call.getEventTime())
                .setAction(call.getEventName())
                .setPointer(call.getPointer())
                .build();
        Finding part = Parts.of(rule, id)
                .severity(row.severity().apply(call))
                .evidence(List.of(evidence))
                .resources(
                        target == null
                                ? List.of()
                                : List.of(ResourceRef.newBuilder()
                                        .setArn(target)
                                        .setAccountId(call.getRecipientAccountId())
                                        .build()))
                .by(sighting.caller(), sighting.at(), sighting.at(), sighting.at(), sighting.ingestedAt());
        episodes.contribute(rule, day, part, out);
    }
}
