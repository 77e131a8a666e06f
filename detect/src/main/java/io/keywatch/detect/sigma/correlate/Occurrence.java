package io.keywatch.detect.sigma.correlate;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Pointer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event that counts, reduced to what windows and findings need of it.
 *
 * @param id of the event; of the finding where an inner correlation is what counts
 * @param time event time, epoch milliseconds
 * @param ingested when it reached Keywatch, epoch milliseconds
 * @param bits which of the correlation's rules it matched, by position
 * @param value what {@code value_count} counts
 * @param inner whether it is a correlation that held
 * @param action name of the event, or title of the inner correlation
 * @param resource ARN of the first resource
 * @param recordIndex in the log file; negative where unknown
 * @param onward groups and values for the correlations that build on this one, in pre-order
 */
public record Occurrence(
        String id,
        long time,
        long ingested,
        int bits,
        @Nullable String value,
        boolean inner,
        Caller caller,
        String action,
        @Nullable String errorCode,
        @Nullable String resource,
        @Nullable String bucket,
        @Nullable String logFile,
        int recordIndex,
        List<Projection> onward) {

    static final Comparator<Occurrence> BY_TIME =
            Comparator.comparingLong(Occurrence::time).thenComparing(Occurrence::id);

    public Occurrence {
        onward = List.copyOf(onward);
    }

    /** Where an event belongs in a further correlation; a null group belongs nowhere. */
    public record Projection(
            @Nullable String group, @Nullable String value) {}

    static Occurrence of(ApiCall call, int bits, @Nullable String value, List<Projection> onward) {
        Pointer pointer = call.getPointer();
        Integer index = pointer == null ? null : pointer.getRecordIndex();
        return new Occurrence(
                call.getEventId(),
                call.getEventTime().toEpochMilli(),
                call.getIngestedAt().toEpochMilli(),
                bits,
                value,
                false,
                Caller.of(call),
                call.getEventName(),
                call.getErrorCode(),
                call.getResources().isEmpty()
                        ? null
                        : call.getResources().getFirst().getArn(),
                pointer == null ? null : pointer.getBucket(),
                pointer == null ? null : pointer.getKey(),
                index == null ? -1 : index,
                onward);
    }

    Occurrence withBits(int more) {
        return new Occurrence(
                id,
                time,
                ingested,
                bits | more,
                value,
                inner,
                caller,
                action,
                errorCode,
                resource,
                bucket,
                logFile,
                recordIndex,
                onward);
    }

    /** What an inner correlation that held is to the outer one: this event, under the name of its finding. */
    Occurrence as(String findingId, int bit, @Nullable String outerValue, List<Projection> further, String title) {
        return new Occurrence(
                findingId,
                time,
                ingested,
                bit,
                outerValue,
                true,
                caller,
                title,
                errorCode,
                resource,
                bucket,
                logFile,
                recordIndex,
                further);
    }

    /** Every caller is written once, however many events are theirs. */
    static void write(BinaryOut out, List<Occurrence> occurrences) {
        Map<Caller, Integer> callers = new LinkedHashMap<>();
        for (Occurrence occurrence : occurrences) {
            callers.putIfAbsent(occurrence.caller(), callers.size());
        }
        out.number(callers.size());
        callers.keySet().forEach(caller -> caller.write(out));
        out.number(occurrences.size());
        for (Occurrence each : occurrences) {
            out.text(each.id).number(each.time).number(each.ingested).number(each.bits);
            out.text(each.value).number(each.inner ? 1 : 0).number(callers.getOrDefault(each.caller, 0));
            out.text(each.action).text(each.errorCode).text(each.resource);
            out.text(each.bucket).text(each.logFile).number(each.recordIndex);
            out.number(each.onward.size());
            for (Projection projection : each.onward) {
                out.text(projection.group()).text(projection.value());
            }
        }
    }

    static List<Occurrence> read(BinaryIn in) {
        List<Caller> callers = in.list(() -> Caller.read(in));
        return in.list(() -> new Occurrence(
                in.text(),
                in.number(),
                in.number(),
                in.count(),
                in.textOrNull(),
                in.number() == 1,
                BinaryIn.one(callers, in.count()),
                in.text(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                in.count(),
                projections(in)));
    }

    private static List<Projection> projections(BinaryIn in) {
        return in.list(() -> new Projection(in.textOrNull(), in.textOrNull()));
    }
}
