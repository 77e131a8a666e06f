package io.keywatch.detect.correlate;

import io.keywatch.detect.call.EventClock;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.RuleSwitches;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.Finding;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The joins of some keys: all clues of one join key must come to the same correlator. Not thread-safe; called on the
 * thread that owns its tables.
 */
public final class Correlator {
    private static final long SWEEP_INTERVAL = TimeKeys.HOUR / 12;
    private static final int SWEEP_AT_ONCE = 1_000;
    private static final long FINDING_DAYS = 3;

    private final RuleSwitches switches;
    private final Episodes episodes;
    private final ExposedKeyUse exposedKeys;
    private final InstanceSessions instances;
    private final SecretReaders readers;
    private final EnvironmentCrossing crossing;
    private final List<Join> joins;
    private final EventClock clock = new EventClock();
    private long sweptAt = Long.MIN_VALUE;

    /** The correlator's memory, each join its own store. */
    public record Memory(
            TableSpec<KeyLedger> keys,
            TableSpec<InstanceLedger> instances,
            TableSpec<ReaderLedger> readers,
            TableSpec<ObjectLedger> objects,
            TableSpec<GrantLedger> grants,
            TableSpec<VersionLedger> versions,
            TableSpec<ReplicaLedger> replicas,
            TableSpec<ReplicationLedger> replications,
            TableSpec<Finding> findings,
            TableSpec<Boolean> unpublished) {

        public static Memory specs(Codec<Finding> findings) {
            return new Memory(
                    new TableSpec<>("join-access-keys", KeyLedger.CODEC),
                    new TableSpec<>("join-instances", InstanceLedger.CODEC),
                    new TableSpec<>("join-secret-readers", ReaderLedger.CODEC),
                    new TableSpec<>("join-object-reads", ObjectLedger.CODEC),
                    new TableSpec<>("join-grants", GrantLedger.CODEC),
                    new TableSpec<>("join-secret-versions", VersionLedger.CODEC),
                    new TableSpec<>("join-replicas", ReplicaLedger.CODEC),
                    new TableSpec<>("join-replications", ReplicationLedger.CODEC),
                    new TableSpec<>("join-findings", findings),
                    new TableSpec<>("join-unpublished", Codec.MARK));
        }

        public List<TableSpec<?>> all() {
            return List.of(
                    keys, instances, readers, objects, grants, versions, replicas, replications, findings, unpublished);
        }
    }

    public Correlator(RuleSwitches switches, JoinSettings settings, Memory memory, Tables tables) {
        this.switches = switches;
        this.episodes = new Episodes(tables.open(memory.findings()), tables.open(memory.unpublished()));
        this.exposedKeys = new ExposedKeyUse(tables.open(memory.keys()), episodes);
        this.instances = new InstanceSessions(tables.open(memory.instances()), settings.twoNetworksHours(), episodes);
        this.readers = new SecretReaders(tables.open(memory.readers()));
        this.crossing = new EnvironmentCrossing(episodes, settings.environments());
        this.joins = List.of(
                new BlastRadius(tables.open(memory.objects()), episodes, settings.ownRoles()),
                new WidenedThenRead(settings, tables.open(memory.grants()), episodes),
                new OldVersionReads(tables.open(memory.versions()), episodes),
                new ReplicaReads(settings, tables.open(memory.replicas()), episodes),
                new NewReplicaRegions(tables.open(memory.replications()), episodes));
    }

    public static List<RuleSpec> rules() {
        return List.of(
                ExposedKeyUse.RULE,
                InstanceSessions.LIFTED,
                InstanceSessions.SPLIT,
                BlastRadius.RULE,
                WidenedThenRead.RULE,
                EnvironmentCrossing.RULE,
                OldVersionReads.RULE,
                ReplicaReads.RULE,
                NewReplicaRegions.RULE);
    }

    /** @param onward receives what must be summed up per principal, by the key of an {@link Accumulator} */
    public void observe(String joinKey, Clue clue, Consumer<Finding> findings, BiConsumer<String, Clue> onward) {
        Consumer<Finding> out = switches.over(findings);
        if (joinKey.startsWith(Clue.ACCESS_KEY)) {
            exposedKeys.observe(joinKey.substring(Clue.ACCESS_KEY.length()), clue, out);
        } else if (joinKey.startsWith(Clue.INSTANCE)) {
            instances.observe(joinKey.substring(Clue.INSTANCE.length()), clue, out);
        } else if (joinKey.startsWith(Clue.SECRET) && clue instanceof Clue.Read(FirstRead read)) {
            if (read.kind() == FirstRead.Kind.FIRST) {
                crossing.observe(read, out);
            }
            readers.observe(
                    read,
                    company ->
                            onward.accept(Clue.PRINCIPAL + read.use().caller().id(), new Clue.Met(company)));
        }
        for (Join join : joins) {
            if (join.concerns(joinKey)) {
                join.observe(joinKey, clue, out);
            }
        }
        switch (clue) {
            case Clue.Call(var call) -> sweep(clock.advance(call), out);
            case Clue.Used(Use use, long ingestedAt) -> sweep(clock.advance(use.at(), ingestedAt), out);
            default -> {}
        }
    }

    public int flush(Consumer<Finding> out) {
        return episodes.flush(switches.over(out));
    }

    private void sweep(long now, Consumer<Finding> out) {
        if (now < sweptAt + SWEEP_INTERVAL) {
            return;
        }
        sweptAt = now;
        exposedKeys.forget(now, SWEEP_AT_ONCE);
        instances.forget(now, SWEEP_AT_ONCE);
        joins.forEach(join -> join.forget(now, SWEEP_AT_ONCE));
        episodes.forgetBefore(TimeKeys.dayOf(now) - FINDING_DAYS, SWEEP_AT_ONCE, out);
    }
}
