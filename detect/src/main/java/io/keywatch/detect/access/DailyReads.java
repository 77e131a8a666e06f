package io.keywatch.detect.access;

import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
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
import java.util.stream.Stream;

/**
 * D2: more different secrets on one day than this principal's days know, slow as it may be. It pages when enough of them
 * are new to the principal; a service that restarts and reads all it has is merely noted. Events of an earlier day than
 * the newest seen do not count: by then the day is closed.
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
                    "{actor} read {today} different secrets on one day, {novel} of them for the first time, last from {ip}; its usual is {usual} a day over {days} days.");

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
        if (profile.day() > day) {
            return;
        }
        int before = profile.distinctToday();
        for (String resource : novel) {
            profile = count(sighting, resource, true, profile, out);
        }
        for (String resource : usual) {
            profile = count(sighting, resource, false, profile, out);
        }
        if (profile.distinctToday() != before || known == null || known.day() != profile.day()) {
            profiles.put(principal, profile);
        }
    }

    private Profile count(Sighting sighting, String resource, boolean novel, Profile profile, Consumer<Finding> out) {
        long hash = Fnv.hash(resource);
        if (profile.has(hash)) {
            return profile;
        }
        Profile next = novel ? profile.with(hash, evidence(sighting, resource)) : profile.with(hash);
        judge(sighting, resource, next, out);
        return next;
    }

    private static Profile.Novel evidence(Sighting sighting, String resource) {
        return new Profile.Novel(resource, sighting.action(), sighting.at(), sighting.eventId());
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

    private void judge(Sighting sighting, String resource, Profile profile, Consumer<Finding> out) {
        int today = profile.distinctToday();
        double allowance = profile.allowance(settings.deviations());
        if (today < settings.atLeast() || profile.days() < settings.daysKnown() || today <= allowance) {
            return;
        }
        String id = FindingIds.anomaly(
                RULE.id(), sighting.caller().id(), "", Instant.ofEpochMilli(profile.day() * TimeKeys.DAY));
        Finding part = Parts.of(RULE, id)
                .evidence(Stream.concat(profile.novel().stream(), Stream.of(evidence(sighting, resource)))
                        .distinct()
                        .map(Profile.Novel::evidence)
                        .toList())
                .resources(Stream.concat(profile.novel().stream().map(Profile.Novel::resource), Stream.of(resource))
                        .distinct()
                        .map(arn -> ResourceRef.newBuilder()
                                .setArn(arn)
                                .setAccountId(sighting.caller().trailAccount())
                                .build())
                        .toList())
                .severity(profile.novelToday() >= settings.atLeast() ? Severity.MEDIUM : Severity.LOW)
                .fact("novel", Integer.toString(profile.novelToday()))
                .fact("today", Integer.toString(today))
                .fact("usual", String.format(Locale.ROOT, "%.1f", profile.mean()))
                .fact("allowance", String.format(Locale.ROOT, "%.1f", allowance))
                .fact("days", Long.toString(profile.days()))
                .by(
                        sighting.caller(),
                        profile.novel().stream().mapToLong(Profile.Novel::at).reduce(sighting.at(), Math::min),
                        sighting.at(),
                        tooMany(profile, allowance, sighting),
                        sighting.ingestedAt());
        episodes.contribute(RULE, profile.day(), part, out);
    }

    /** When the first read too many was made, in whatever order they came, where those new to it are too many alone. */
    private long tooMany(Profile profile, double allowance, Sighting sighting) {
        int enough = Math.max(settings.atLeast(), (int) Math.floor(allowance) + 1);
        return profile.novel().stream()
                .mapToLong(Profile.Novel::at)
                .sorted()
                .skip(enough - 1L)
                .findFirst()
                .orElse(sighting.at());
    }
}
