package io.keywatch.app.settings;

import io.keywatch.app.rules.UserRules;
import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.access.DailyReadSettings;
import io.keywatch.detect.correlate.CriticalSecrets;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.correlate.RareReadSettings;
import io.keywatch.detect.rule.RuleSwitches;
import io.keywatch.detect.sigma.SigmaLoad;
import io.keywatch.detect.sigma.SigmaRuleSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Section {@code access}.
 *
 * @param analysis what the built-in rules are told
 * @param joins what the joins are told
 * @param userRules compiled when the file is read: a rule that does not load is a problem of the file
 * @param userRuleFiles where they stand, to be read again when they change
 */
public record AccessSection(
        AccessSettings analysis, JoinSettings joins, SigmaRuleSet userRules, UserRuleFiles userRuleFiles) {
    private static final String PREFIX = "access.";

    /**
     * Folders and files of user rules.
     *
     * @param every how often they are looked at for changes
     */
    public record UserRuleFiles(List<Path> paths, Duration every) {
        public UserRuleFiles {
            paths = List.copyOf(paths);
        }
    }

    static AccessSection read(Section section) {
        UserRuleFiles files = userRuleFiles(section);
        return new AccessSection(analysis(section), joins(section), userRules(section, files.paths()), files);
    }

    private static AccessSettings analysis(Section section) {
        RuleSwitches switches = new RuleSwitches(
                RuleNames.read(
                        section,
                        "off",
                        DetectorCatalog.access(),
                        "Rules that stay silent, by id or by detector (D1 to D9); what they learn is kept up, so that they start warm."),
                RuleNames.read(
                        section,
                        "dryRun",
                        DetectorCatalog.access(),
                        "Rules on trial, named likewise: their findings are indexed and page nobody."));
        AccessSettings usual = AccessSettings.defaults();
        RareReadSettings rareReads = rareReads(section.section("rareReads"), usual.rareReads());
        DailyReadSettings dailyReads = dailyReads(section.section("dailyReads"), usual.dailyReads());
        int incidentAt = section.integer(
                "incidentAt",
                usual.incidentAt(),
                1,
                AccessSettings.MAX_RISK,
                "D9: risk of an actor's signals within 24 hours from which they are an incident, over two stages with a medium finding, or over three.");
        Map<String, Integer> ceilings = ceilings(section.section("ceilings"));
        return section.build(() -> new AccessSettings(switches, rareReads, dailyReads, incidentAt, ceilings), usual);
    }

    private static RareReadSettings rareReads(Section section, RareReadSettings usual) {
        double alertAt = section.decimal(
                "alertAt",
                usual.alertAt(),
                RareReadSettings.MIN_SUM,
                RareReadSettings.MAX_SUM,
                "D1 pages at so much surprise within 12 hours, above what the principal's days hold; a secret that nobody like it reads is 3.");
        double slowAt = section.decimal(
                "slowAt",
                usual.slowAt(),
                RareReadSettings.MIN_SUM,
                RareReadSettings.MAX_SUM,
                "D1 pages at so much surprise within 7 days, above what the principal's weeks hold.");
        int grownUpDays = section.integer(
                "grownUpDays",
                usual.grownUpDays(),
                1,
                RareReadSettings.MAX_DAYS,
                "Until a principal is so old its surprises count three tenths.");
        double criticalAt = section.decimal(
                "criticalAt",
                usual.critical().alertAt(),
                RareReadSettings.MIN_SUM,
                RareReadSettings.MAX_SUM,
                "Reads of critical secrets page at this sum already.");
        List<String> critical = section.texts(
                "critical",
                usual.critical().names(),
                "Critical secrets by name or ARN, `*` for any characters: `prod/payments/*`.");
        return section.build(
                () -> new RareReadSettings(alertAt, slowAt, grownUpDays, new CriticalSecrets(criticalAt, critical)),
                usual);
    }

    private static DailyReadSettings dailyReads(Section section, DailyReadSettings usual) {
        double deviations = section.decimal(
                "deviations",
                usual.deviations(),
                1,
                DailyReadSettings.MAX_DEVIATIONS,
                "D2 fires so many standard deviations above the mean of the principal's days.");
        int atLeast = section.integer(
                "atLeast",
                usual.atLeast(),
                1,
                DailyReadSettings.MAX_AT_LEAST,
                "Different secrets below which D2 leaves a day alone, and new ones below which it pages nobody.");
        int daysKnown = section.integer(
                "daysKnown",
                usual.daysKnown(),
                1,
                DailyReadSettings.MAX_DAYS,
                "Days before D2 compares a principal with itself.");
        return section.build(() -> new DailyReadSettings(deviations, atLeast, daysKnown), usual);
    }

    private static Map<String, Integer> ceilings(Section section) {
        Map<String, Integer> limits = new TreeMap<>();
        AccessSettings.defaultCeilings()
                .forEach((rule, limit) -> limits.put(
                        rule,
                        section.integer(
                                rule.substring(PREFIX.length()),
                                limit,
                                1,
                                AccessSettings.MAX_CEILING,
                                "Different things in its window at which `" + rule + "` fires.")));
        return limits;
    }

    private static JoinSettings joins(Section section) {
        Map<String, String> environments = section.map(
                "environments",
                account -> false,
                "Environment of an account by its id, such as `prod`, `staging` or `dev`: makes the reading of production secrets from elsewhere certain, where names are a guess.");
        List<String> ownRoles = section.texts(
                "ownRoles", List.of(), "ARNs of the roles that Keywatch reads content with; their reads are nobody's.");
        boolean objectReads = section.flag(
                "objectReads",
                true,
                "Remember for a week who reads which object, to name the readers of one that turns out to hold a secret: about 200 bytes for each object, reader and day.");
        JoinSettings usual = JoinSettings.DEFAULTS;
        Duration tolerance = section.duration(
                "decryptTolerance",
                usual.decryptTolerance(),
                Duration.ofMinutes(1),
                JoinSettings.MAX_TOLERANCE,
                "How far from a decryption the read may be that explains it (`access.decrypt-without-read`).");
        Duration within = section.duration(
                "widenedWithin",
                usual.widenedWithin(),
                Duration.ofMinutes(1),
                JoinSettings.MAX_WITHIN,
                "How long after a right was given its first use belongs to it (`access.widened-then-read`).");
        int hours = section.integer(
                "twoNetworksHours",
                usual.twoNetworksHours(),
                1,
                JoinSettings.MAX_HOURS,
                "D5: within so many hours the session of an instance has one way out (`access.instance-session-two-networks`).");
        int daysKnown = section.integer(
                "replicaDaysKnown",
                usual.replicaDaysKnown(),
                1,
                JoinSettings.MAX_DAYS,
                "Days before a principal is a stranger to a region it reads in (`access.replica-read`).");
        return section.build(
                () -> new JoinSettings(
                        environments, Set.copyOf(ownRoles), objectReads, tolerance, within, hours, daysKnown),
                usual);
    }

    private static UserRuleFiles userRuleFiles(Section section) {
        List<Path> paths = section.paths(
                "userRules",
                "Folders and files of Sigma rules; one that does not load fails the start. `keywatch rules check` tells more.");
        Duration every = section.duration(
                "userRulesEvery",
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                "How often they are looked at: changed rules take the place of the old ones as a whole, without a restart; while one does not load, the old ones stay.");
        return new UserRuleFiles(paths, every);
    }

    private static SigmaRuleSet userRules(Section section, List<Path> paths) {
        if (paths.isEmpty()) {
            return SigmaRuleSet.EMPTY;
        }
        SigmaLoad load = UserRules.load(paths);
        load.problems().stream()
                .filter(io.keywatch.detect.sigma.Problem::grave)
                .forEach(problem -> section.problem("userRules", problem.toString()));
        return load.ruleSet();
    }
}
