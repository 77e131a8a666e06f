package io.keywatch.detect.sigma.correlate;

import io.keywatch.detect.call.TimeKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A correlation that held on one UTC day: everything in the windows that begin on that day and in which it held. The day
 * is a fixed grid, so that the same events in any order end in the same finding; with more events a window that held
 * goes on to hold.
 *
 * @param completion the event with which it first held
 */
public record Held(long day, List<Occurrence> members, Occurrence completion) {
    /** @param occurrences in order of time */
    static List<Held> in(Correlation correlation, List<Occurrence> occurrences) {
        List<Held> held = new ArrayList<>();
        Tally tally = Tally.of(correlation.type());
        Builder current = null;
        int end = 0;
        for (int start = 0; start < occurrences.size(); start++) {
            long last = occurrences.get(start).time() + correlation.span();
            while (end < occurrences.size() && occurrences.get(end).time() <= last) {
                tally.add(occurrences.get(end++));
            }
            int from = start;
            Occurrence completion = null;
            if (correlation.type() == Correlation.Type.TEMPORAL_ORDERED) {
                from = firstOfSecond(occurrences, start);
                completion = ordered(correlation, occurrences, start, from, end);
            } else if (correlation.bound().holds(tally.count())) {
                completion = completion(correlation, occurrences, start, end);
            }
            if (completion != null) {
                long day = TimeKeys.dayOf(occurrences.get(start).time());
                if (current == null || current.day != day) {
                    if (current != null) {
                        held.add(current.build());
                    }
                    current = new Builder(day, completion, from);
                }
                current.take(occurrences, from, end);
            }
            tally.remove(occurrences.get(start));
        }
        if (current != null) {
            held.add(current.build());
        }
        return held;
    }

    private static Occurrence completion(Correlation correlation, List<Occurrence> occurrences, int start, int end) {
        Tally tally = Tally.of(correlation.type());
        int i = start;
        do {
            tally.add(occurrences.get(i++));
        } while (i < end && tally.count() < correlation.bound().least());
        return occurrences.get(i - 1);
    }

    /** CloudTrail's clock ticks in seconds: events of one second stand in any order. */
    private static int firstOfSecond(List<Occurrence> occurrences, int start) {
        int first = start;
        while (first > 0
                && occurrences.get(first - 1).time() == occurrences.get(start).time()) {
            first--;
        }
        return first;
    }

    /** @return null where the order is wrong */
    private static @Nullable Occurrence ordered(
            Correlation correlation, List<Occurrence> occurrences, int start, int from, int end) {
        if ((occurrences.get(start).bits() & 1) == 0) {
            return null;
        }
        int wanted = 0;
        int at = from;
        while (at < end) {
            int tie = at + 1;
            while (tie < end
                    && occurrences.get(tie).time() == occurrences.get(at).time()) {
                tie++;
            }
            List<Occurrence> together = new ArrayList<>(occurrences.subList(at, tie));
            for (int i = 0; i < together.size(); i++) {
                Occurrence occurrence = together.get(i);
                if ((occurrence.bits() >> wanted & 1) != 0) {
                    if (++wanted == correlation.size()) {
                        return occurrence;
                    }
                    together.remove(i);
                    i = -1;
                }
            }
            at = tie;
        }
        return null;
    }

    /** Windows overlap: every event is taken once. */
    private static final class Builder {
        private final long day;
        private final Occurrence completion;
        private final List<Occurrence> members = new ArrayList<>();
        private int taken;

        private Builder(long day, Occurrence completion, int from) {
            this.day = day;
            this.completion = completion;
            this.taken = from;
        }

        private void take(List<Occurrence> occurrences, int start, int end) {
            for (int i = Math.max(start, taken); i < end; i++) {
                members.add(occurrences.get(i));
            }
            taken = Math.max(taken, end);
        }

        private Held build() {
            return new Held(day, List.copyOf(members), completion);
        }
    }
}
