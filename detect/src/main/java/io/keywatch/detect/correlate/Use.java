package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.schemas.v1.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** A call as a ledger keeps it. */
public record Use(long at, String eventId, String action, Caller caller) {
    public static final Comparator<Use> OLDEST_FIRST =
            Comparator.comparingLong(Use::at).thenComparing(Use::eventId);

    public static Use of(Sighting sighting) {
        return new Use(sighting.at(), sighting.eventId(), sighting.action(), sighting.caller());
    }

    /** Without what only the first page of a story needs: see {@link Caller#lean}. */
    public static Use lean(Sighting sighting) {
        return new Use(
                sighting.at(),
                sighting.eventId(),
                sighting.action(),
                sighting.caller().lean());
    }

    String ip() {
        return String.valueOf(caller.ip());
    }

    public Evidence evidence() {
        return Evidence.newBuilder()
                .setEventId(eventId)
                .setTime(Instant.ofEpochMilli(at))
                .setAction(action)
                .build();
    }

    /**
     * {@code uses} with {@code use}, where of those with the same {@code cell} only the earliest stays, and of more than
     * {@code limit} the newest: a function of the set of uses, whatever their order.
     */
    static List<Use> with(List<Use> uses, Use use, Function<Use, String> cell, int limit) {
        List<Use> next = new ArrayList<>(uses.size() + 1);
        boolean placed = false;
        String cellOfUse = cell.apply(use);
        for (Use known : uses) {
            if (cell.apply(known).equals(cellOfUse)) {
                next.add(OLDEST_FIRST.compare(known, use) <= 0 ? known : use);
                placed = true;
            } else {
                next.add(known);
            }
        }
        if (!placed) {
            next.add(use);
        }
        next.sort(OLDEST_FIRST);
        return next.size() <= limit ? next : new ArrayList<>(next.subList(next.size() - limit, next.size()));
    }

    public void write(BinaryOut out) {
        out.number(at).text(eventId).text(action);
        caller.write(out);
    }

    public static Use read(BinaryIn in) {
        return new Use(in.number(), in.text(), in.text(), Caller.read(in));
    }

    public static void writeAll(List<Use> uses, BinaryOut out) {
        out.number(uses.size());
        uses.forEach(use -> use.write(out));
    }

    public static List<Use> readAll(BinaryIn in) {
        return in.list(() -> read(in));
    }
}
