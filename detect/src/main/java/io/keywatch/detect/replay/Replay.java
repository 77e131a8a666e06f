package io.keywatch.detect.replay;

import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.correlate.Accumulator;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.Correlator;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.people.Departures;
import io.keywatch.detect.posture.DueDates;
import io.keywatch.detect.posture.PostureAnalyzer;
import io.keywatch.detect.posture.PostureClues;
import io.keywatch.detect.sigma.SigmaEngine;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.VaultValue;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes calls in event-time order and gives every finding in its last state. The calls themselves are not kept; memory
 * grows with findings and with what is in the detectors' windows.
 */
public final class Replay {
    private final AccessAnalyzer access;
    private final Correlator joins;
    private final Accumulator sums;
    private final PostureClues concerns = new PostureClues();
    private final Departures departures;
    private final PostureAnalyzer posture;
    private final SigmaEngine rules;
    private final IncidentReplay incidents;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Consumer<Finding> told;
    /** Behind the switches, where a detector does not stand behind them itself. */
    private final Consumer<Finding> wanted;

    private long newest = Long.MIN_VALUE;

    /** Without user rules. */
    public Replay(AccessSettings settings) {
        this(settings, SigmaRuleSet.EMPTY);
    }

    public Replay(AccessSettings settings, SigmaRuleSet userRules) {
        this(settings, JoinSettings.DEFAULTS, userRules);
    }

    public Replay(AccessSettings settings, JoinSettings joined, SigmaRuleSet userRules) {
        this(settings, joined, userRules, finding -> {});
    }

    /** @param told of every finding as soon as it is published, and again whenever it changes, as the topics would be */
    public Replay(AccessSettings settings, JoinSettings joined, SigmaRuleSet userRules, Consumer<Finding> told) {
        this(settings, joined, DueDates.DEFAULTS, userRules, told);
    }

    /** @param settings with the switches of all rules, posture's as well */
    public Replay(
            AccessSettings settings,
            JoinSettings joined,
            DueDates dates,
            SigmaRuleSet userRules,
            Consumer<Finding> told) {
        this.told = told;
        MemoryTables tables = new MemoryTables();
        this.access = new AccessAnalyzer(settings, joined, AccessAnalyzer.Memory.specs(Codec.onHeap()), tables);
        this.joins = new Correlator(settings.switches(), joined, Correlator.Memory.specs(Codec.onHeap()), tables);
        this.sums = new Accumulator(
                settings.switches(), settings.rareReads(), Accumulator.Memory.specs(Codec.onHeap()), tables);
        this.departures = new Departures(Departures.Memory.specs(Codec.onHeap()), tables);
        this.posture = new PostureAnalyzer(dates, PostureAnalyzer.Memory.specs(Codec.onHeap()), tables);
        this.rules = new SigmaEngine(() -> userRules, SigmaEngine.Memory.specs(Codec.onHeap()), tables);
        this.wanted = settings.switches().over(this::keep);
        this.incidents = new IncidentReplay(settings.incidentAt(), wanted);
    }

    /** What a scan found, to be joined with the calls; before or between them. */
    public void exposed(Exposure exposure) {
        Clue.ofExposure(exposure, this::join);
        PostureClues.of(exposure, this::concern);
    }

    /** What a personnel system tells. */
    public void departed(Departure departure) {
        PostureClues.of(departure, this::concern);
    }

    /** Which secret holds which value, as a fingerprint. */
    public void held(VaultValue value) {
        PostureClues.of(value, this::concern);
    }

    public void accept(ApiCall call) {
        newest = Math.max(newest, call.getEventTime().toEpochMilli());
        access.observe(call, this::keep, this::join);
        rules.observe(call, this::keep);
        incidents.accept(call);
        concerns.of(call, this::concern);
        posture.advanceTo(Instant.ofEpochMilli(newest), wanted);
    }

    /**
     * Every finding in its last state, oldest first, those that were taken back as well ({@link Episodes#WITHDRAWN}).
     * More calls may follow.
     */
    public Collection<Finding> findings() {
        while (flush() > 0) {
            // until nothing is left unpublished
        }
        return findings.values().stream()
                .sorted(Comparator.comparing(Finding::getDetectedAt).thenComparing(Finding::getId))
                .toList();
    }

    /** Publishes what changed quietly, as the service does every half minute; how many findings that were. */
    public int flush() {
        return access.flush(this::keep)
                + joins.flush(this::keep)
                + sums.flush(this::keep)
                + departures.flush(wanted)
                + posture.flush(wanted)
                + rules.flush(this::keep)
                + incidents.flush();
    }

    private void join(String key, Clue clue) {
        joins.observe(key, clue, this::keep, (principal, onward) -> sums.observe(onward, this::keep));
    }

    private void concern(String key, Clue clue) {
        if (key.startsWith(Clue.PERSON)) {
            departures.observe(key, clue, wanted, this::concern);
        } else {
            posture.observe(key, clue, wanted);
        }
    }

    private void keep(Finding finding) {
        findings.put(finding.getId(), finding);
        told.accept(finding);
        incidents.found(finding);
    }
}
