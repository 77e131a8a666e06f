package io.keywatch.detect.incident;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The signals of an actor, worked out anew into incidents with every one that comes. */
final class Incidents {
    /** As long as habits look back. */
    private static final long MEMORY = Habits.LOOK_BACK_DAYS * TimeKeys.DAY;

    private final Table<ActorLedger> ledgers;
    private final Rounds<ActorLedger> rounds;
    private final Episodes episodes;
    private final Weighing weighing;
    private final Story story;

    Incidents(Table<ActorLedger> ledgers, Episodes episodes, Weighing weighing) {
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
        this.episodes = episodes;
        this.weighing = weighing;
        this.story = new Story(weighing);
    }

    void observe(String actor, Signal signal, Consumer<Finding> out) {
        ActorLedger known = ledgers.get(actor);
        ActorLedger earlier = known == null ? ActorLedger.EMPTY : known;
        ActorLedger ledger = signal.getWithdrawn() ? earlier.without(signal) : earlier.with(signal);
        List<Incident> incidents = weighing.incidents(ledger);
        List<String> open = new ArrayList<>();
        for (Incident incident : incidents) {
            Finding finding = story.of(actor, incident);
            long day = TimeKeys.dayOf(incident.openedAt());
            open.add(day + "|" + finding.getId());
            Finding told = episodes.find(day, finding.getId());
            if (told == null || !same(told, finding)) {
                episodes.replace(Story.RULE, day, finding, out);
            }
        }
        ActorLedger settled = ledger.settled(incidents);
        for (String raised : earlier.raised()) {
            if (!open.contains(raised)) {
                resolve(raised, settled.settledUntil(), out);
            }
        }
        ledgers.put(actor, settled.raised(open));
    }

    void forget(long now, int limit) {
        rounds.forget(now, limit, ledger -> ledger.newest() < now - MEMORY);
    }

    /** Its signals were another's after all. One that is merely over stays as it was told. */
    private void resolve(String raised, long settledUntil, Consumer<Finding> out) {
        int bar = raised.indexOf('|');
        long day = Long.parseLong(raised.substring(0, bar));
        Finding told = episodes.find(day, raised.substring(bar + 1));
        if (told == null || told.getDetectedAt().toEpochMilli() <= settledUntil) {
            return;
        }
        Finding over = Finding.newBuilder(told).setState(FindingState.RESOLVED).build();
        over.getFacts().put(Episodes.WITHDRAWN, "its signals turned out to be another actor's, or no signals at all");
        episodes.replace(Story.RULE, day, over, out);
    }

    /** What a reader sees: not when it came, and not the texts, which follow from the rest. */
    private static boolean same(Finding told, Finding finding) {
        return told.getState() == finding.getState()
                && told.getSeverity() == finding.getSeverity()
                && told.getRiskScore() == finding.getRiskScore()
                && told.getDetectedAt().equals(finding.getDetectedAt())
                && Objects.equals(told.getActor(), finding.getActor())
                && Objects.equals(told.getNetwork(), finding.getNetwork())
                && told.getEvidence().equals(finding.getEvidence())
                && Objects.equals(told.getSequence(), finding.getSequence());
    }
}
