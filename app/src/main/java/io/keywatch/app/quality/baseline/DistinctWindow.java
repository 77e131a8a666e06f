package io.keywatch.app.quality.baseline;

import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * At least so many distinct terms of one key inside a sliding window of event time. Kinder than the originals, which run
 * on a schedule over ingest time: nothing falls between two runs. After an alert the key is quiet for an hour.
 */
final class DistinctWindow {
    private static final Duration QUIET = Duration.ofHours(1);
    /** Later than the longest delivery lag nothing can still come. */
    private static final Duration KEPT = Duration.ofMinutes(60);

    private record Entry(ApiCall call, Set<String> terms) {}

    private final int threshold;
    private final Duration window;
    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final Map<String, Instant> quietUntil = new HashMap<>();

    DistinctWindow(int threshold, Duration window) {
        this.threshold = threshold;
        this.window = window;
    }

    /** The calls of the window that this call completes, oldest first; empty where it completes none. */
    List<ApiCall> add(String key, ApiCall call, Set<String> terms) {
        List<Entry> known = entries.computeIfAbsent(key, k -> new ArrayList<>());
        int place = known.size();
        while (place > 0 && known.get(place - 1).call().getEventTime().isAfter(call.getEventTime())) {
            place--;
        }
        known.add(place, new Entry(call, terms));
        Instant oldest = known.getLast().call().getEventTime().minus(window).minus(KEPT);
        int old = 0;
        while (known.get(old).call().getEventTime().isBefore(oldest)) {
            old++;
        }
        known.subList(0, old).clear();
        Instant quiet = quietUntil.get(key);
        if (quiet != null && call.getEventTime().isBefore(quiet)) {
            return List.of();
        }
        for (int last = Math.max(0, place - old); last < known.size(); last++) {
            Instant end = known.get(last).call().getEventTime();
            if (end.isAfter(call.getEventTime().plus(window))) {
                break;
            }
            List<ApiCall> inside = new ArrayList<>();
            Set<String> distinct = new HashSet<>();
            for (Entry entry : known.subList(0, last + 1)) {
                if (entry.call().getEventTime().isAfter(end.minus(window))) {
                    inside.add(entry.call());
                    distinct.addAll(entry.terms());
                }
            }
            if (distinct.size() >= threshold) {
                quietUntil.put(key, end.plus(QUIET));
                return inside;
            }
        }
        return List.of();
    }
}
