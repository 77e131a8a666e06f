package io.keywatch.detect.posture;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Expiring;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds secrets, keys and trails against due dates. All clues of one join key must come to the same analyzer; time is
 * told by {@link #advanceTo}. Not thread-safe; called on the thread that owns its tables.
 */
public final class PostureAnalyzer {
    /** CloudTrail may bring the event that puts things right this much later. */
    public static final Duration GRACE = Duration.ofHours(2);

    private static final long MINUTE = PostureCheck.Timers.MINUTE;
    private static final int DUE_AT_ONCE = 1_000;

    private final Expiring<Boolean> timers;
    private final Episodes episodes;
    private final List<PostureCheck> checks;
    private long now = Long.MIN_VALUE;

    /** The analyzer's memory, each check its own store. */
    public record Memory(
            TableSpec<RotationHistory> rotations,
            TableSpec<RotationPlan> plans,
            TableSpec<KnownSecret> known,
            TableSpec<ExposedSecret> exposed,
            TableSpec<ValuePlaces> values,
            TableSpec<Heartbeats> heartbeats,
            TableSpec<Boolean> timers,
            TableSpec<Finding> findings,
            TableSpec<Boolean> unpublished) {

        public static Memory specs(Codec<Finding> findings) {
            return new Memory(
                    new TableSpec<>("posture-rotations", RotationHistory.CODEC),
                    new TableSpec<>("posture-rotation-plans", RotationPlan.CODEC),
                    new TableSpec<>("posture-known-secrets", KnownSecret.CODEC),
                    new TableSpec<>("posture-exposed", ExposedSecret.CODEC),
                    new TableSpec<>("posture-values", ValuePlaces.CODEC),
                    new TableSpec<>("posture-heartbeats", Heartbeats.CODEC),
                    new TableSpec<>("posture-timers", Codec.MARK),
                    new TableSpec<>("posture-findings", findings),
                    new TableSpec<>("posture-unpublished", Codec.MARK));
        }

        public List<TableSpec<?>> all() {
            return List.of(rotations, plans, known, exposed, values, heartbeats, timers, findings, unpublished);
        }
    }

    public PostureAnalyzer(DueDates dates, Memory memory, Tables tables) {
        this.timers = new Expiring<>(tables.open(memory.timers()));
        this.episodes = new Episodes(tables.open(memory.findings()), tables.open(memory.unpublished()));
        this.checks = List.of(
                new RotationCancelled(dates, tables.open(memory.rotations()), episodes),
                new RotationDue(dates, tables.open(memory.plans()), episodes),
                new RotateAfterDeparture(dates, tables.open(memory.known()), episodes),
                new RevocationWatch(dates, tables.open(memory.exposed()), episodes),
                new ManagedValue(tables.open(memory.values()), episodes),
                new LogSilence(dates, tables.open(memory.heartbeats()), episodes));
    }

    public static List<RuleSpec> rules() {
        return List.of(
                RotationCancelled.RULE,
                RotationDue.OVERDUE,
                RotationDue.FAILING,
                RotateAfterDeparture.RULE,
                RevocationWatch.RULE,
                ManagedValue.EXPOSED,
                ManagedValue.SHARED,
                LogSilence.RULE);
    }

    public void observe(String joinKey, Clue clue, Consumer<Finding> out) {
        for (PostureCheck check : checks) {
            if (check.concerns(joinKey)) {
                check.observe(joinKey, clue, timersOf(check), out);
            }
        }
    }

    /** Event time has come to {@code time}: whatever was due a grace earlier is judged. Going back changes nothing. */
    public void advanceTo(Instant time, Consumer<Finding> out) {
        long to = time.toEpochMilli();
        // timers have minutes
        if (to / MINUTE <= now / MINUTE) {
            return;
        }
        now = to;
        List<Table.Entry<Boolean>> due;
        do {
            due = timers.takeBefore(TimeKeys.minute((to - GRACE.toMillis()) / MINUTE), DUE_AT_ONCE);
            for (Table.Entry<Boolean> timer : due) {
                String[] parts = timer.key().split("\\|", 3);
                for (PostureCheck check : checks) {
                    if (check.name().equals(parts[1])) {
                        check.due(parts[2], Long.parseLong(parts[0], 16) * MINUTE, timersOf(check), out);
                    }
                }
            }
        } while (due.size() == DUE_AT_ONCE);
    }

    public int flush(Consumer<Finding> out) {
        return episodes.flush(out);
    }

    private PostureCheck.Timers timersOf(PostureCheck check) {
        return (at, subject) ->
                timers.put(TimeKeys.minute(at / MINUTE) + "|" + check.name() + "|" + subject, Boolean.TRUE);
    }
}
