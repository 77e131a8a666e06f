package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The half of D1 that knows the principal and sums up: surprising first reads within 12 hours, and, for the patient
 * thief, within a week. One or two are noted and page nobody; more of them than this principal's days usually hold alert.
 *
 * <p>A finding is worked out anew from the reads of two weeks, in whatever order they came; only how surprising each was
 * depends on which peers had read it by then, as it came.
 */
final class RareReads {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.rare-secret-reads", "D1", "Secrets read that its peers never read")
            .severity(Severity.INFORMATIONAL)
            .confidence(0.7)
            .attack(Technique.CLOUD_SECRETS, Technique.VALID_CLOUD_ACCOUNT)
            .nist(Controls.UNUSUAL_USE)
            .baseline(
                    "it has been known for {daysKnown} days and read none of these; {peerless} of them no peer has read")
            .deviation(
                    "sum of surprise {surprise} within 12 hours, {critical} of the secrets critical; it alerts at {alertAt}")
            .says(
                    "{actor} read {distinct} secrets for the first time in {daysKnown} days from {ip}, {peerless} of which none of its peers has ever read.");

    static final RuleSpec SLOW = RuleSpec.access(
                    "access.slow-secret-harvest", "D1", "Secrets that its peers never read, a few a day")
            .severity(Severity.MEDIUM)
            .confidence(0.7)
            .attack(Technique.CLOUD_SECRETS, Technique.VALID_CLOUD_ACCOUNT)
            .nist(Controls.UNUSUAL_USE)
            .baseline(
                    "it has been known for {daysKnown} days and read none of these; {peerless} of them no peer has read")
            .deviation("sum of surprise {surprise} within 7 days; it alerts at {alertAt}")
            .says(
                    "{actor} read {distinct} secrets for the first time in {daysKnown} days in the course of a week, {peerless} of which none of its peers has ever read.");

    static final long NOTE_AT = 3_000;

    /** So much above the alert it is grave. */
    static final long GRAVE_ABOVE = 9_000;

    /** As long as a session of a role may last. Who comes back for more the next day is the week's business. */
    private static final long SITTING = 12 * TimeKeys.HOUR;

    private static final int WEEK = 7;

    /** A week before the week that a finding tells of. */
    private static final long SPAN = 2 * WEEK * TimeKeys.DAY + 3 * TimeKeys.HOUR;

    private final RareReadSettings settings;
    private final CriticalSecrets.Names critical;
    private final Table<SurpriseLedger> ledgers;
    private final Table<Circle> circles;
    private final Episodes episodes;

    RareReads(RareReadSettings settings, Table<SurpriseLedger> ledgers, Table<Circle> circles, Episodes episodes) {
        this.settings = settings;
        this.critical = settings.critical().compiled();
        this.ledgers = ledgers;
        this.circles = circles;
        this.episodes = episodes;
    }

    void observe(Company company, Consumer<Finding> out) {
        FirstRead read = company.read();
        String principal = read.use().caller().id();
        SurpriseLedger stored = ledgers.get(principal);
        SurpriseLedger ledger = stored == null ? SurpriseLedger.EMPTY : stored;
        Circle met = circles.get(principal);
        Circle circle = met == null ? Circle.EMPTY : met;
        long day = TimeKeys.dayOf(read.use().at());
        switch (read.kind()) {
            case AGAIN -> circles.put(principal, circle.meeting(company.readers()));
            case CREATED -> {
                // the read overtook the news that the principal made the secret itself
                SurpriseLedger left = ledger.without(read.secret());
                if (left.reads().size() < ledger.reads().size()) {
                    ledgers.put(principal, left);
                    tell(principal, left.reads(), circle, day, true, out);
                }
            }
            case FIRST -> {
                FirstRead judged = Surprise.judge(company, circle, ledger.reads(), critical.holds(read.secret()));
                long weight = Surprise.weighed(judged, settings.grownUpDays());
                long more = FilteredBatches.more(
                        judged, ledger.reads(), of -> Surprise.weighed(of, settings.grownUpDays()));
                circle = circle.surprised(more, day);
                circles.put(principal, circle);
                if (weight > 0) {
                    SurpriseLedger next = ledger.with(judged, SPAN);
                    ledgers.put(principal, next);
                    tell(principal, next.reads(), circle, day, false, out);
                }
            }
        }
    }

    /** A critical secret counts so much more that a sum of critical ones reaches the one bar at theirs. */
    private long weighed(FirstRead read, long alertAt) {
        long weight = Surprise.weighed(read, settings.grownUpDays());
        double sooner = alertAt / 1_000.0 / settings.critical().alertAt();
        return sooner > 1 && critical.holds(read.secret()) ? (long) Math.ceil(weight * sooner) : weight;
    }

    /**
     * Every finding that a read on {@code day} has a part in.
     *
     * @param fewer a read was taken back
     */
    private void tell(
            String principal, List<FirstRead> reads, Circle circle, long day, boolean fewer, Consumer<Finding> out) {
        long alertAt = circle.alertAt(settings.alertMilli(), 1);
        for (long of = day; of <= day + 1; of++) {
            Window window = window(untold(reads, of - 1, alertAt), of, of, SITTING, NOTE_AT, alertAt);
            tell(RULE, principal, of, window, alertAt, severity(window.most(), alertAt), fewer, out);
        }
        long week = Math.floorDiv(day, WEEK);
        long slowAt = circle.alertAt(settings.slowMilli(), WEEK);
        for (long of = week; of <= week + 1; of++) {
            long last = of * WEEK + WEEK - 1;
            Window window = window(reads, of * WEEK, last, WEEK * TimeKeys.DAY, slowAt, alertAt);
            // what one sitting gave away already pages there
            boolean quick = window(window.told(), 0, Long.MAX_VALUE, SITTING, alertAt, alertAt)
                            .most()
                    > 0;
            Severity severity = quick ? Severity.LOW : SLOW.severity();
            tell(SLOW, principal, last, window, slowAt, severity, fewer, out);
        }
    }

    /** Without what the day before has paged for already: a burst over midnight is one. */
    private List<FirstRead> untold(List<FirstRead> reads, long dayBefore, long alertAt) {
        Window before = window(reads, dayBefore, dayBefore, SITTING, alertAt, alertAt);
        return before.told().isEmpty()
                ? reads
                : reads.stream().filter(read -> !before.told().contains(read)).toList();
    }

    private record Window(List<FirstRead> told, long most, long detected) {}

    /**
     * Every read that is within {@code length} before one of the days at which the sum was high.
     *
     * @param alertAt to which one critical read has to come
     */
    private Window window(List<FirstRead> reads, long from, long to, long length, long high, long alertAt) {
        List<FirstRead> told = new ArrayList<>();
        long most = 0;
        long detected = Long.MAX_VALUE;
        for (FirstRead last : reads) {
            long end = last.use().at();
            long day = TimeKeys.dayOf(end);
            if (day < from || day > to) {
                continue;
            }
            List<FirstRead> within = reads.stream()
                    .filter(read -> read.use().at() > end - length && read.use().at() <= end)
                    .toList();
            long sum = FilteredBatches.sum(within, read -> weighed(read, alertAt));
            if (sum >= high) {
                most = Math.max(most, sum);
                detected = Math.min(detected, end);
                within.stream().filter(read -> !told.contains(read)).forEach(told::add);
            }
        }
        return new Window(told, most, detected);
    }

    private void tell(
            RuleSpec rule,
            String principal,
            long day,
            Window window,
            long alertAt,
            Severity severity,
            boolean fewer,
            Consumer<Finding> out) {
        String id = FindingIds.anomaly(rule.id(), principal, "", Instant.ofEpochMilli(day * TimeKeys.DAY));
        List<FirstRead> told = FilteredBatches.byName(window.told());
        if (told.isEmpty()) {
            if (fewer) {
                withdraw(rule, day, id, out);
            }
            return;
        }
        FirstRead first = told.getFirst();
        FirstRead last = told.getLast();
        Finding finding = Parts.of(rule, id)
                .severity(severity)
                .count(told.size())
                .evidence(window.told().stream()
                        .limit(20)
                        .map(RareReads::evidence)
                        .toList())
                .resources(told.stream().map(RareReads::resource).limit(100).toList())
                .fact("alertAt", units(alertAt))
                .fact("surprise", units(window.most()))
                .fact(
                        "critical",
                        Long.toString(told.stream()
                                .filter(of -> critical.holds(of.secret()))
                                .count()))
                .fact("daysKnown", Long.toString(last.daysKnown()))
                .fact(
                        "peerless",
                        Long.toString(
                                told.stream().filter(of -> of.peers() == 0).count()))
                .by(
                        caller(window.told()),
                        first.use().at(),
                        last.use().at(),
                        window.detected(),
                        told.stream().mapToLong(FirstRead::ingestedAt).max().orElse(0));
        episodes.replace(rule, day, finding, out);
    }

    /** The first; but of one whom KMS tells of, only KMS's own address is known. */
    private static Caller caller(List<FirstRead> told) {
        return told.stream()
                .map(read -> read.use().caller())
                .filter(caller -> caller.invokedBy() == null)
                .findFirst()
                .orElse(told.getFirst().use().caller());
    }

    private static Severity severity(long sum, long alertAt) {
        if (sum < alertAt) {
            return Severity.INFORMATIONAL;
        }
        return sum >= alertAt + GRAVE_ABOVE ? Severity.HIGH : Severity.MEDIUM;
    }

    private void withdraw(RuleSpec rule, long day, String id, Consumer<Finding> out) {
        Finding known = episodes.find(day, id);
        if (known != null && known.getState() == FindingState.OPEN) {
            Finding resolved =
                    Finding.newBuilder(known).setState(FindingState.RESOLVED).build();
            episodes.replace(rule, day, resolved, out);
        }
    }

    private static String units(long milli) {
        return String.format(Locale.ROOT, "%.1f", milli / 1_000.0);
    }

    private static Evidence evidence(FirstRead read) {
        return Evidence.newBuilder(read.use().evidence())
                .setResource(read.secret())
                .build();
    }

    private static ResourceRef resource(FirstRead read) {
        return ResourceRef.newBuilder()
                .setArn(read.secret())
                .setAccountId(read.use().caller().trailAccount())
                .build();
    }
}
