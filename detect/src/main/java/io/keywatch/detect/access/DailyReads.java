package io.keywatch.detect.access;

import io.keywatch.detect.call.Sighting;
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
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * D2: more different secrets on one day than this principal's days know, slow as it may be. Events of an earlier day than
 * the newest seen do not count: by then the day is closed.
 */
final class DailyReads {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.daily-secrets-above-usual", "D2", "More different secrets on one day than usual")
            .severity(Severity.MEDIUM)
            .confidence(0.6)
            .attack(Technique.CLOUD_SECRETS)
            .nist(Controls.UNUSUAL_USE)
            .baseline("{usual} different secrets a day in the {days} days before, with an allowance up to {allowance}")
            .deviation("{today} different secrets today, its usual is {usual}")
            .says(
                    "{actor} read {today} different secrets on one day, last from {ip}; its usual is {usual} a day over {days} days.");

    /** Below this a day is not worth a look, whatever the mean. */
    static final int AT_LEAST = 5;

    /** Whole days before the profile says anything. */
    static final int DAYS_KNOWN = 7;

    private final Table<Profile> profiles;
    private final Episodes episodes;

    DailyReads(Table<Profile> profiles, Episodes episodes) {
        this.profiles = profiles;
        this.episodes = episodes;
    }

    void observe(Sighting sighting, List<String> resources, Consumer<Finding> out) {
        String principal = sighting.caller().id();
        long day = TimeKeys.dayOf(sighting.at());
        Profile known = profiles.get(principal);
        Profile profile = known == null ? Profile.startingAt(sighting.at()) : known.on(day);
        if (profile.day() > day) {
            return;
        }
        boolean changed = known == null || known.day() != profile.day();
        for (String resource : resources) {
            long hash = hash(resource);
            if (!profile.has(hash)) {
                profile = profile.with(hash);
                changed = true;
                judge(sighting, resource, profile, out);
            }
        }
        if (changed) {
            profiles.put(principal, profile);
        }
    }

    /** Whole days the principal has been known. */
    long daysKnown(String principal, long at) {
        Profile known = profiles.get(principal);
        return known == null ? 0 : Math.max(0, (at - known.firstSeen()) / TimeKeys.DAY);
    }

    private void judge(Sighting sighting, String resource, Profile profile, Consumer<Finding> out) {
        int today = profile.distinctToday();
        if (today < AT_LEAST || profile.days() < DAYS_KNOWN || today <= profile.ceiling()) {
            return;
        }
        String id = FindingIds.anomaly(
                RULE.id(), sighting.caller().id(), "", Instant.ofEpochMilli(profile.day() * TimeKeys.DAY));
        Finding part = Parts.of(RULE, id)
                .evidence(List.of(Evidence.newBuilder()
                        .setEventId(sighting.eventId())
                        .setTime(Instant.ofEpochMilli(sighting.at()))
                        .setAction(sighting.action())
                        .setResource(resource)
                        .build()))
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn(resource)
                        .setAccountId(sighting.caller().trailAccount())
                        .build()))
                .fact("today", Integer.toString(today))
                .fact("usual", String.format(Locale.ROOT, "%.1f", profile.mean()))
                .fact("allowance", String.format(Locale.ROOT, "%.1f", profile.ceiling()))
                .fact("days", Long.toString(profile.days()))
                .by(sighting.caller(), sighting.at(), sighting.at(), sighting.at(), sighting.ingestedAt());
        episodes.contribute(RULE, profile.day(), part, out);
    }

    /** 64 bits: two secrets of one principal collide once in many million years. */
    private static long hash(String resource) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < resource.length(); i++) {
            hash = (hash ^ resource.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
