package io.keywatch.detect.access;

import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Use;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Fnv;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * D2: more different secrets on one day than this principal's days know, slow as it may be. It pages when enough of them
 * are new to the principal; a service that restarts and reads all it has is merely noted. A day is compared with those up to
 * the day before yesterday, as yesterday may still grow, and may itself grow until the day after it is over.
 *
 * <p>A finding is worked out anew from all reads of its day, in whatever order they came.
 */
final class DailyReads {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.daily-secrets-above-usual", "D2", "More different secrets on one day than usual")
            .severity(Severity.LOW)
            .confidence(0.6)
            .attack(Technique.CLOUD_SECRETS)
            .nist(Controls.UNUSUAL_USE)
            .baseline("{usual} different secrets a day in the {days} days before, with an allowance up to {allowance}")
            .deviation("{today} different secrets today, {novel} of them new to it; its usual is {usual}")
            .says(
                    "{actor} read {today} different secrets on one day, {novel} of them for the first time, from {ip}; its usual is {usual} a day over {days} days.");

    private static final int EVIDENCE = 20;

    private final DailyReadSettings settings;
    private final Table<Profile> profiles;
    private final Episodes episodes;

    DailyReads(DailyReadSettings settings, Table<Profile> profiles, Episodes episodes) {
        this.settings = settings;
        this.profiles = profiles;
        this.episodes = episodes;
    }

    /**
     * @param usual what the principal has read before today or wrote itself
     * @param novel what it has not
     */
    void observe(Sighting sighting, List<String> usual, List<String> novel, Consumer<Finding> out) {
        String principal = sighting.caller().id();
        long day = TimeKeys.dayOf(sighting.at());
        Profile known = profiles.get(principal);
        Profile profile = known == null ? Profile.startingAt(sighting.at()) : known.on(day);
        ReadDay before = day == profile.today().day() ? profile.today() : profile.yesterday();
        if (day != before.day()) {
            return;
        }
        ReadDay after = before;
        for (String resource : novel) {
            ReadDay.Novel read = new ReadDay.Novel(resource, Use.of(sighting));
            after = after.with(Fnv.hash(resource), sighting.at(), read);
        }
        for (String resource : usual) {
            after = after.with(Fnv.hash(resource), sighting.at(), null);
        }
        if (!after.equals(before)) {
            profiles.put(principal, profile.with(after));
            String last = usual.isEmpty() ? novel.getLast() : usual.getLast();
            judge(
                    new ReadDay.Novel(last, Use.of(sighting)),
                    profile.daysBefore(day),
                    after,
                    sighting.ingestedAt(),
                    out);
        }
    }

    /** A first read: it counts towards how broadly the principal reads. */
    void readFirst(Sighting sighting) {
        profiles.put(
                sighting.caller().id(), profile(sighting).touched(sighting.at()).broader());
    }

    /** A secret written: who does so on several days makes secrets for a living. */
    void wrote(Sighting sighting) {
        Profile profile = profile(sighting);
        Profile next = profile.touched(sighting.at()).wroteOn(TimeKeys.dayOf(sighting.at()));
        if (next.firstTouch() != profile.firstTouch() || next.writeDays() != profile.writeDays()) {
            profiles.put(sighting.caller().id(), next);
        }
    }

    /** Whatever it did: who has been there for long and never read a secret is not new. */
    void active(String principal, long at) {
        Profile known = profiles.get(principal);
        if (known == null) {
            profiles.put(principal, Profile.startingAt(at));
        } else if (at < known.firstSeen()) {
            profiles.put(principal, known.since(at));
        }
    }

    /** As it stands, or as it begins. */
    Profile profile(Sighting sighting) {
        Profile known = profiles.get(sighting.caller().id());
        return known == null ? Profile.startingAt(sighting.at()) : known;
    }

    private void judge(ReadDay.Novel last, long days, ReadDay day, long ingestedAt, Consumer<Finding> out) {
        double allowance = day.allowance(settings.deviations());
        int enough = Math.max(settings.atLeast(), (int) Math.floor(allowance) + 1);
        if (day.distinct() < enough || days < settings.daysKnown()) {
            return;
        }
        // one that reads all it knows has nothing to show but the read that came last
        List<ReadDay.Novel> shown = day.novel().isEmpty() ? List.of(last) : day.novel();
        ReadDay.Novel first = shown.getFirst();
        int novel = day.distinctNovel();
        String id = FindingIds.anomaly(
                RULE.id(), first.use().caller().id(), "", Instant.ofEpochMilli(day.day() * TimeKeys.DAY));
        Finding finding = Parts.of(RULE, id)
                .count(day.distinct())
                .evidence(shown.stream()
                        .limit(EVIDENCE)
                        .map(ReadDay.Novel::evidence)
                        .toList())
                .resources(shown.stream().map(DailyReads::resource).toList())
                .severity(novel >= settings.atLeast() ? Severity.MEDIUM : Severity.LOW)
                .fact("novel", Integer.toString(novel))
                .fact("today", Integer.toString(day.distinct()))
                .fact("usual", String.format(Locale.ROOT, "%.1f", day.mean()))
                .fact("allowance", String.format(Locale.ROOT, "%.1f", allowance))
                .fact("days", Long.toString(days))
                .by(first.use().caller(), first.use().at(), day.last(), day.reached(enough), ingestedAt);
        episodes.replace(RULE, day.day(), finding, out);
    }

    private static ResourceRef resource(ReadDay.Novel read) {
        return ResourceRef.newBuilder()
                .setArn(read.resource())
                .setAccountId(read.use().caller().trailAccount())
                .build();
    }
}
