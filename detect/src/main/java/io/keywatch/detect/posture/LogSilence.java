package io.keywatch.detect.posture;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Stage;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An account and region that is never silent for long is silent, while others go on: the trail may be off, and what
 * switched it off the last event it wrote. All heartbeats come to one analyzer, because only the others tell the time; a
 * stream that stops as a whole is an ingest failure and no finding of this check.
 */
final class LogSilence implements PostureCheck {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.log-silence", "D7", "Trail of an account and region went silent")
            .severity(Severity.MEDIUM)
            .confidence(0.7)
            .stage(Stage.EVASION)
            .attack(Technique.DISABLE_CLOUD_LOG)
            .nist(Controls.AUDIT_TAMPERED)
            .baseline("its longest silence in two weeks was {usualMinutes} minutes")
            .deviation("silent since {silentSince}, for at least {silentHours} hours, while others go on")
            .says("Nothing has come from {trail} since {silentSince}, whose longest silence in two weeks was "
                    + "{usualMinutes} minutes; others go on. A trail there was changed shortly before: {tampered}.");

    /** Join key of everything that this check sees. */
    static final String KEY = "trails";

    /** Resolution of silence, and how often a trail is heard of at most. */
    static final long BEAT = 10 * 60_000L;

    static final long DAYS_KNOWN = 7;
    /** Quieter regions than this are silent by nature. */
    static final long BUSY = 6 * TimeKeys.HOUR;

    /** Others that pause longer than this tell no time: the whole stream may have stood. */
    private static final long PAUSE = 2 * TimeKeys.HOUR;

    private static final long AGAIN = TimeKeys.HOUR;
    private static final long SHORTLY_BEFORE = 2 * TimeKeys.HOUR;
    private static final String EVERYBODY = "*";
    private static final Set<String> TAMPERING =
            Set.of("StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors");

    private final long atLeast;
    private final long timesLonger;
    private final Table<Heartbeats> trails;
    private final Episodes episodes;

    LogSilence(DueDates dates, Table<Heartbeats> trails, Episodes episodes) {
        this.atLeast = dates.silence().toMillis();
        this.timesLonger = dates.silenceTimes();
        this.trails = trails;
        this.episodes = episodes;
    }

    static boolean tampers(ApiCall call) {
        return TAMPERING.contains(call.getEventName()) && call.getEventSource().startsWith("cloudtrail.");
    }

    @Override
    public String name() {
        return RULE.id();
    }

    @Override
    public boolean concerns(String joinKey) {
        return joinKey.equals(KEY);
    }

    @Override
    public void observe(String joinKey, Clue clue, Timers timers, Consumer<Finding> out) {
        if (!(clue instanceof Clue.Call(var call))) {
            return;
        }
        long at = Math.min(
                call.getEventTime().toEpochMilli(), call.getIngestedAt().toEpochMilli());
        String trail = call.getRecipientAccountId() + "/" + call.getAwsRegion();
        Heartbeats known = at(trail);
        Heartbeats now = known.heard(at);
        if (tampers(call)) {
            now = now.tampered(at, call.getPrincipal().getId());
        }
        long silent = silentAt(now);
        if (silent != Long.MAX_VALUE && now.timer() < at) {
            now = now.timerAt(silent);
            timers.at(silent, trail);
        }
        if (!now.equals(known)) {
            trails.put(trail, now);
            trails.put(EVERYBODY, at(EVERYBODY).heard(at));
        }
        Finding told = episodes.find(Episodes.NO_DAY, id(trail));
        if (told != null
                && told.getState() == FindingState.OPEN
                && at > told.getFirstSeen().toEpochMilli() + BEAT) {
            episodes.replace(
                    RULE,
                    Episodes.NO_DAY,
                    Finding.newBuilder(told)
                            .setState(FindingState.RESOLVED)
                            .setLastSeen(Instant.ofEpochMilli(at))
                            .build(),
                    out);
        }
    }

    @Override
    public void due(String trail, long at, Timers timers, Consumer<Finding> out) {
        Heartbeats beats = at(trail);
        long silent = silentAt(beats);
        if (silent == Long.MAX_VALUE) {
            return;
        }
        boolean othersGoOn = at(EVERYBODY).goesOn(beats.last(), silent / BEAT, PAUSE / BEAT);
        if (at + Timers.MINUTE < silent || !othersGoOn) {
            long next = Math.max(silent, at + AGAIN);
            trails.put(trail, beats.timerAt(next));
            timers.at(next, trail);
            return;
        }
        long since = (beats.last() + 1) * BEAT;
        boolean tampered = beats.tampered() >= since - SHORTLY_BEFORE;
        String[] names = trail.split("/", 2);
        Finding finding = Parts.of(RULE, id(trail))
                .severity(tampered ? Severity.HIGH : Severity.MEDIUM)
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn("arn:aws:cloudtrail:" + names[1] + ":" + names[0] + ":trail/*")
                        .setAccountId(names[0])
                        .build()))
                .fact("trail", trail)
                .fact("silentSince", Instant.ofEpochMilli(since).toString())
                .fact("silentHours", Long.toString((silent - since) / TimeKeys.HOUR))
                .fact("usualMinutes", Long.toString(beats.longestGap() * BEAT / 60_000))
                .fact("tampered", tampered ? "yes, by " + beats.tamperedBy() : "no")
                .by(Caller.service("cloudtrail.amazonaws.com", names[0], names[1]), since, silent, silent, silent);
        finding.setActor(null);
        finding.setNetwork(null);
        episodes.replace(RULE, Episodes.NO_DAY, finding, out);
    }

    /** When silence would be too long; never for a trail that is little known or quiet by nature. */
    private long silentAt(Heartbeats beats) {
        long gap = beats.longestGap() * BEAT;
        if (beats.span() < DAYS_KNOWN || gap > BUSY) {
            return Long.MAX_VALUE;
        }
        return (beats.last() + 1) * BEAT + Math.max(atLeast, timesLonger * gap);
    }

    private Heartbeats at(String trail) {
        Heartbeats known = trails.get(trail);
        return known == null ? Heartbeats.NONE : known;
    }

    private static String id(String trail) {
        return FindingIds.anomaly(RULE.id(), trail, "", Instant.EPOCH);
    }
}
