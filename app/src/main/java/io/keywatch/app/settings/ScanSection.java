package io.keywatch.app.settings;

import io.keywatch.detect.fetch.FetchSettings;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.imported.ImportedRules;
import io.keywatch.detect.topology.ScanSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Section {@code scan}.
 *
 * @param limits what one object may cost
 * @param fetch how content is fetched ahead
 * @param retries when a look is taken again
 * @param userRules compiled when the file is read: a rule that does not load is a problem of the file
 * @param builtinRules whether Keywatch's own are used too
 */
public record ScanSection(
        ScanLimits limits, FetchSettings fetch, ScanSettings retries, ImportedRules userRules, boolean builtinRules) {
    private static final DataSize SMALLEST = new DataSize(1024);
    /** One array. */
    private static final DataSize LARGEST = DataSize.ofMiB(2_047);

    private static final Duration SECOND = Duration.ofSeconds(1);

    static ScanSection read(Section section) {
        boolean builtin =
                section.flag("builtinRules", true, "Whether Keywatch's own rules are used beside those of userRules.");
        return new ScanSection(
                limits(section.section("limits")),
                fetch(section.section("fetch")),
                retries(section.section("retry")),
                userRules(section, builtin),
                builtin);
    }

    /** The rules of the scanner. */
    public RuleSet ruleSet() {
        return builtinRules ? RuleSet.builtin().with(userRules) : RuleSet.only(userRules);
    }

    private static ImportedRules userRules(Section section, boolean builtin) {
        List<Path> files = section.paths(
                "userRules",
                "Files of rules in gitleaks' TOML; one that does not load fails the start. A change looks at"
                        + " everything again.");
        if (files.isEmpty()) {
            if (!builtin) {
                section.problem("builtinRules", "leaves no rule without userRules");
            }
            return ImportedRules.NONE;
        }
        ImportedRules.Load load = RuleSet.load(files, builtin);
        load.problems().forEach(problem -> section.problem("userRules", problem.toString()));
        return load.rules();
    }

    private static ScanLimits limits(Section section) {
        ScanLimits usual = ScanLimits.DEFAULTS;
        DataSize bytes = section.size(
                "objectBytes", new DataSize(usual.maxBytes()), SMALLEST, LARGEST, "Stored bytes of one object.");
        DataSize inflated = section.size(
                "inflatedBytes",
                new DataSize(usual.maxInflatedBytes()),
                SMALLEST,
                DataSize.ofMiB(64 * 1024),
                "Bytes out of all archives of one object together.");
        int ratio = section.integer(
                "ratio", usual.maxRatio(), 2, 10_000, "Inflated to stored bytes of one compressed stream.");
        int entries = section.integer(
                "entries", usual.maxEntries(), 1, 10_000_000, "Members of all archives of one object together.");
        int depth = section.integer("depth", usual.maxDepth(), 1, 20, "Archives within archives.");
        DataSize member = section.size(
                "memberBytes",
                new DataSize(usual.maxMemberBytes()),
                SMALLEST,
                LARGEST,
                "Bytes of one member, which is held in memory.");
        int matches = section.integer("matches", usual.maxMatches(), 1, 1_000_000, "Matches kept of one object.");
        Duration time = section.duration(
                "time", usual.maxTime(), Duration.ofMillis(10), Duration.ofHours(1), "Time for one object.");
        return section.build(
                () -> new ScanLimits(
                        bytes.bytes(), inflated.bytes(), ratio, entries, depth, member.bytes(), matches, time),
                usual);
    }

    private static FetchSettings fetch(Section section) {
        FetchSettings usual = FetchSettings.DEFAULTS;
        DataSize object = section.size(
                "objectBytes",
                new DataSize(usual.maxObjectBytes()),
                SMALLEST,
                LARGEST,
                "Larger objects are fetched up to here and reported as partly read.");
        DataSize ahead = section.size(
                "aheadBytes",
                new DataSize(usual.maxAheadBytes()),
                SMALLEST,
                DataSize.ofMiB(1024 * 1024),
                "Memory for content that waits for its turn; part of the heap.");
        int requests = section.integer(
                "ahead",
                usual.maxAhead(),
                1,
                4_096,
                "Requests under way at once; at 40 ms each, 64 are 1,600 a second.");
        Duration ttl = section.duration(
                "aheadTtl",
                usual.aheadTtl(),
                SECOND,
                Duration.ofHours(24),
                "Content that nobody came for, because a partition moved away, is dropped after this.");
        return section.build(() -> new FetchSettings(object.bytes(), ahead.bytes(), requests, ttl), usual);
    }

    private static ScanSettings retries(Section section) {
        ScanSettings usual = ScanSettings.DEFAULTS;
        int attempts = section.integer(
                "attempts",
                usual.maxAttempts(),
                1,
                1_000,
                "Looks at one change before it becomes a dead letter and a coverage finding.");
        Duration first = section.duration(
                "first", usual.firstRetry(), SECOND, Duration.ofHours(1), "Wait before the second look; then doubled.");
        Duration longest = section.duration(
                "longest", usual.maxRetry(), SECOND, Duration.ofDays(1), "Longest wait between two looks.");
        Duration tick = section.duration(
                "tick", usual.retryTick(), SECOND, Duration.ofMinutes(10), "How often due looks are looked for.");
        return section.build(() -> new ScanSettings(attempts, first, longest, tick), usual);
    }
}
