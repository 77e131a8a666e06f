package io.keywatch.detect.posture;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds secrets against due dates. All calls about one subject must come to the same analyzer; time is told by
 * {@link #advanceTo}. Not thread-safe; called on the thread that owns its tables.
 */
public final class PostureAnalyzer {
    /** CloudTrail may bring the event that puts things right this much later. */
    public static final Duration GRACE = Duration.ofHours(2);

    private static final int DUE_AT_ONCE = 1_000;

    private final Table<Boolean> timers;
    private final Episodes episodes;
    private final List<PostureCheck> checks;
    private long now = Long.MIN_VALUE;

    /** The analyzer's memory, each check its own store. */
    public record Memory(
            TableSpec<RotationHistory> rotations,
            TableSpec<Boolean> timers,
            TableSpec<Finding> findings,
            TableSpec<Boolean> unpublished) {

        public static Memory specs(Codec<Finding> findings) {
            return new Memory(
                    new TableSpec<>("posture-rotations", RotationHistory.CODEC),
                    new TableSpec<>("posture-timers", Codec.MARK),
                    new TableSpec<>("posture-findings", findings),
                    new TableSpec<>("posture-unpublished", Codec.MARK));
        }

        public List<TableSpec<?>> all() {
            return List.of(rotations, timers, findings, unpublished);
        }
    }

    public PostureAnalyzer(Memory memory, Tables tables) {
        this.timers = tables.open(memory.timers());
        this.episodes = new Episodes(tables.open(memory.findings()), tables.open(memory.unpublished()));
        this.checks = List.of(new RotationCancelled(tables.open(memory.rotations()), episodes));
    }

    public static List<RuleSpec> rules() {
        return List.of(RotationCancelled.RULE);
    }

    /** What the call is about, which is what calls are partitioned by; null for nearly every call. */
    public static @Nullable String subject(ApiCall call) {
        return switch (call.getEventName()) {
            case "CancelRotateSecret", "RotateSecret", "DeleteSecret" -> RotationCancelled.subjectOf(call);
            default -> null;
        };
    }

    public void observe(ApiCall call, Consumer<Finding> out) {
        for (PostureCheck check : checks) {
            String subject = check.subject(call);
            if (subject != null) {
                check.observe(subject, call, (at, of) -> timers.put(timerKey(check, at, of), Boolean.TRUE), out);
            }
        }
    }

    /** Event time has come to {@code time}: whatever was due a grace earlier is judged. Going back changes nothing. */
    public void advanceTo(Instant time, Consumer<Finding> out) {
        long to = time.toEpochMilli();
        // timers have minutes
        if (to / 60_000 <= now / 60_000) {
            return;
        }
        now = to;
        List<Table.Entry<Boolean>> due;
        do {
            due = timers.range("", TimeKeys.minute((to - GRACE.toMillis()) / 60_000), DUE_AT_ONCE);
            for (Table.Entry<Boolean> timer : due) {
                String[] parts = timer.key().split("\\|", 3);
                for (PostureCheck check : checks) {
                    if (check.rule().id().equals(parts[1])) {
                        check.due(parts[2], out);
                    }
                }
                timers.delete(timer.key());
            }
        } while (due.size() == DUE_AT_ONCE);
    }

    public int flush(Consumer<Finding> out) {
        return episodes.flush(out);
    }

    private static String timerKey(PostureCheck check, long at, String subject) {
        return TimeKeys.minute(at / 60_000) + "|" + check.rule().id() + "|" + subject;
    }
}
