package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.VersionLedger.Change;
import io.keywatch.detect.correlate.VersionLedger.OldRead;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The value before the last rotation is read by somebody who does not rotate it: a client with a copy of its own, or
 * somebody who wants what used to work. Clients fall back to it for good reasons, so it is noted and pages nobody. One
 * finding a secret, principal and day.
 */
final class OldVersionReads implements Join {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.previous-version-read", "D7", "Old version of a secret read after its rotation")
            .severity(Severity.LOW)
            .confidence(0.5)
            .attack(Technique.CLOUD_SECRETS)
            .nist(Controls.ROTATION)
            .baseline("after a rotation the current version is read")
            .deviation("version {version}, replaced {replaced}")
            .says("{actor} read an old version ({version}) of {resource} from {ip}; it was replaced {replaced}.");

    private static final long MEMORY = 90 * TimeKeys.DAY;
    private static final String PREVIOUS = "AWSPREVIOUS";

    /** What reads nothing old by itself: the current value, and the one being made. */
    private static final Set<String> OTHER_STAGES = Set.of("AWSCURRENT", "AWSPENDING");

    private final Table<VersionLedger> ledgers;
    private final Episodes episodes;
    private final Rounds<VersionLedger> rounds;

    OldVersionReads(Table<VersionLedger> ledgers, Episodes episodes) {
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
        this.episodes = episodes;
    }

    @Override
    public boolean concerns(String joinKey) {
        return joinKey.startsWith(Clue.SECRET);
    }

    @Override
    public void observe(String joinKey, Clue clue, Consumer<Finding> out) {
        if (!(clue instanceof Clue.Call(var call))) {
            return;
        }
        String secret = joinKey.substring(Clue.SECRET.length());
        VersionLedger known = ledgers.get(secret);
        VersionLedger ledger = known == null ? VersionLedger.EMPTY : known;
        Sighting sighting = Sighting.of(call);
        if ("GetSecretValue".equals(call.getEventName())) {
            String version = asked(call);
            if (version == null) {
                return;
            }
            ledger = ledger.read(new OldRead(Use.lean(sighting), version, sighting.ingestedAt()));
        } else {
            ledger = ledger.changed(new Change(
                    sighting.at(),
                    sighting.eventId(),
                    current(call),
                    sighting.caller().id()));
        }
        ledgers.put(secret, ledger);
        for (OldRead read : ledger.reads()) {
            // findings of days gone by are not kept: what was said of them stays
            if (Math.abs(read.use().at() - sighting.at()) <= TimeKeys.DAY) {
                tell(secret, ledger, read, out);
            }
        }
    }

    @Override
    public void forget(long now, int limit) {
        rounds.forget(now, limit, ledger -> {
            long read = ledger.reads().isEmpty()
                    ? Long.MIN_VALUE
                    : ledger.reads().getLast().use().at();
            long changed = ledger.changes().isEmpty()
                    ? Long.MIN_VALUE
                    : ledger.changes().getLast().at();
            return Math.max(read, changed) < now - MEMORY;
        });
    }

    /** All old reads of the same principal on the same day as {@code of}. */
    private void tell(String secret, VersionLedger ledger, OldRead of, Consumer<Finding> out) {
        long day = TimeKeys.dayOf(of.use().at());
        String principal = of.use().caller().id();
        List<OldRead> told = ledger.reads().stream()
                .filter(read -> TimeKeys.dayOf(read.use().at()) == day
                        && read.use().caller().id().equals(principal)
                        && replacedAt(read, ledger) != Long.MIN_VALUE
                        && !writes(principal, ledger))
                .toList();
        if (told.isEmpty() || !told.getFirst().equals(of)) {
            return;
        }
        String id = FindingIds.anomaly(RULE.id(), principal, secret, Instant.ofEpochMilli(day * TimeKeys.DAY));
        Finding finding = Parts.of(RULE, id)
                .count(told.size())
                .evidence(told.stream()
                        .limit(20)
                        .map(read -> read.use().evidence())
                        .toList())
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn(secret)
                        .setAccountId(of.use().caller().trailAccount())
                        .build()))
                .fact("version", of.version())
                .fact("replaced", "at " + Instant.ofEpochMilli(replacedAt(of, ledger)))
                .by(
                        of.use().caller(),
                        of.use().at(),
                        told.getLast().use().at(),
                        of.use().at(),
                        told.stream().mapToLong(OldRead::ingestedAt).max().orElse(0));
        episodes.replace(RULE, day, finding, out);
    }

    /** When the version that was read stopped being current, if that was before; {@link Long#MIN_VALUE} otherwise. */
    private static long replacedAt(OldRead read, VersionLedger ledger) {
        long replaced = Long.MIN_VALUE;
        boolean seen = PREVIOUS.equals(read.version());
        for (Change change : ledger.changes()) {
            if (change.at() > read.use().at()) {
                break;
            }
            if (change.version().equals(read.version())) {
                seen = true;
                replaced = Long.MIN_VALUE;
            } else if (seen) {
                replaced = change.at();
            }
        }
        return replaced;
    }

    private static boolean writes(String principal, VersionLedger ledger) {
        Set<String> writers = new HashSet<>();
        ledger.changes().forEach(change -> writers.add(change.by()));
        return writers.contains(principal);
    }

    private static @Nullable String asked(ApiCall call) {
        String id = Params.text(call, "versionId");
        String stage = Params.text(call, "versionStage");
        return id != null ? id : stage == null || OTHER_STAGES.contains(stage) ? null : stage;
    }

    private static String current(ApiCall call) {
        String moved = Params.text(call, "moveToVersionId");
        String put = Params.response(call, "versionId");
        return moved != null ? moved : put != null ? put : "";
    }
}
