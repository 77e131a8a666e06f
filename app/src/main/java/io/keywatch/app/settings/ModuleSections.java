package io.keywatch.app.settings;

import io.keywatch.aws.AwsService;
import io.keywatch.aws.AwsSettings;
import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.posture.DueDates;
import io.keywatch.detect.rule.RuleSwitches;
import io.keywatch.detect.topology.PostureSettings;
import io.keywatch.enrich.EnrichSettings;
import io.keywatch.enrich.context.AccountSettings;
import io.keywatch.enrich.context.Criticality;
import io.keywatch.enrich.context.PrincipalKind;
import io.keywatch.ingest.vault.VaultSettings;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.sink.SinkSettings;
import io.keywatch.sink.cloudwatch.CloudWatchSettings;
import io.keywatch.sink.opensearch.OpenSearchSettings;
import io.keywatch.sink.sns.SnsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sections whose records belong to other modules: they validate themselves, what they refuse is a problem here. */
final class ModuleSections {
    private static final List<Severity> SEVERITIES =
            List.of(Severity.INFORMATIONAL, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);
    private static final URI LOCAL_OPENSEARCH = URI.create("http://127.0.0.1:9200");

    private ModuleSections() {}

    static AwsSettings aws(Section section) {
        Optional<String> region = section.optionalText("region", "Region; empty follows the SDK's default chain.");
        Section named = section.section("endpoints");
        Map<AwsService, URI> endpoints = new EnumMap<>(AwsService.class);
        for (AwsService service : AwsService.values()) {
            named.optionalUri(
                            service.settingName(),
                            "Endpoint of this service, stronger than `AWS_ENDPOINT_URL` and its variants.")
                    .ifPresent(uri -> endpoints.put(service, uri));
        }
        Optional<Boolean> pathStyle = section.optionalFlag(
                "pathStyle", "S3 bucket in the path; empty: so wherever an S3 endpoint of one's own is configured.");
        Duration second = Duration.ofSeconds(1);
        Duration call = section.duration(
                "callTimeout",
                AwsSettings.DEFAULT_CALL_TIMEOUT,
                second,
                Duration.ofMinutes(15),
                "One API call with all its retries.");
        Duration attempt = section.duration(
                "attemptTimeout",
                AwsSettings.DEFAULT_ATTEMPT_TIMEOUT,
                second,
                Duration.ofMinutes(15),
                "One HTTP exchange; longer than the longest long poll, 20 s.");
        int connections = section.integer(
                "maxConnections", AwsSettings.DEFAULT_MAX_CONNECTIONS, 1, 5_000, "Connections per service.");
        return section.build(
                () -> new AwsSettings(region, endpoints, pathStyle, Optional.empty(), call, attempt, connections),
                AwsSettings.defaults());
    }

    static Optional<VaultSettings> vault(Section section) {
        boolean enabled = section.flag(
                "enabled",
                false,
                "Whether to read the values of secrets and tell their fingerprints to `vault-values.v1`; no value leaves the process. Needs rights of its own: [joins.md](joins.md#vault-values).");
        List<String> regions = section.texts("regions", List.of(), "Regions to read in; empty: `aws.region`.");
        List<String> roles = section.texts(
                "roles",
                List.of(),
                "ARNs of roles to read with, one for each account; empty: the process's own credentials.");
        boolean parameters =
                section.flag("parameters", true, "Whether SecureString parameters are read beside secrets.");
        Duration every = section.duration(
                "every",
                VaultSettings.DEFAULT_EVERY,
                VaultSettings.MIN_EVERY,
                VaultSettings.MAX_EVERY,
                "Time between two rounds over everything; what CloudTrail tells of is read at once.");
        int calls = section.integer(
                "callsPerSecond",
                VaultSettings.DEFAULT_CALLS_PER_SECOND,
                1,
                VaultSettings.MAX_CALLS_PER_SECOND,
                "Reading calls to AWS a second; a call reads up to 20 secrets or 10 parameters.");
        return section.attempt(() -> new VaultSettings(regions, roles, parameters, every, calls))
                .filter(_ -> enabled);
    }

    /** @param access whose switches hold for what the posture application finds about access */
    static PostureSettings posture(Section section, AccessSettings access) {
        PostureSettings usual = PostureSettings.DEFAULTS;
        Duration idle = section.duration(
                "idle",
                usual.idle(),
                Duration.ofSeconds(1),
                Duration.ofHours(12),
                "Silence after which due dates are held against the wall clock; longer than a backlog pauses.");
        RuleSwitches switches = access.switches()
                .and(new RuleSwitches(
                        RuleNames.read(
                                section,
                                "off",
                                DetectorCatalog.posture(),
                                "Posture rules that stay silent, by id; what they learn is kept up."),
                        RuleNames.read(
                                section,
                                "dryRun",
                                DetectorCatalog.posture(),
                                "Posture rules on trial, by id: their findings are indexed and page nobody.")));
        DueDates dates = dates(section, usual.dates());
        return section.build(() -> new PostureSettings(idle, switches, dates), usual);
    }

    private static DueDates dates(Section section, DueDates usual) {
        Section exposed = section.section("exposed");
        Duration rotate = date(
                section,
                "rotateAfterDeparture",
                usual.rotateAfterDeparture(),
                "Until a secret that somebody who left has read is overdue.");
        Duration restored =
                date(section, "rotationRestored", usual.rotationRestored(), "How long rotation may stay cancelled.");
        int failures = section.integer(
                "rotationFailures",
                usual.rotationFailures(),
                1,
                DueDates.MAX_FAILURES,
                "Failures in a row from which a rotation keeps failing.");
        Duration medium = date(
                exposed, "medium", usual.exposedMedium(), "How long an exposed credential may work before it is told.");
        Duration high = date(exposed, "high", usual.exposedHigh(), "And before that is high.");
        Duration critical = date(exposed, "critical", usual.exposedCritical(), "And before that is critical.");
        Duration silence = date(section, "silence", usual.silence(), "Shortest silence of a trail that is told.");
        int times = section.integer(
                "silenceTimes",
                usual.silenceTimes(),
                1,
                DueDates.MAX_TIMES,
                "How many times the longest silence known of a trail is one too long.");
        return section.build(
                () -> new DueDates(rotate, restored, failures, medium, high, critical, silence, times), usual);
    }

    private static Duration date(Section section, String name, Duration usual, String doc) {
        return section.duration(name, usual, DueDates.SHORTEST, DueDates.LONGEST, doc);
    }

    static EnrichSettings enrich(Section section) {
        Map<String, AccountSettings> accounts = section.named("accounts", ModuleSections::account);
        Map<String, Optional<PrincipalKind>> kinds = section.named(
                "principals",
                principal -> principal.optionalChoice(
                        "kind",
                        List.of(PrincipalKind.values()),
                        "What stands behind the principal of this ARN, where its name does not tell."));
        Map<String, PrincipalKind> principals = new TreeMap<>();
        kinds.forEach((arn, kind) -> kind.ifPresent(given -> principals.put(arn, given)));
        Optional<Path> ranges = section.optionalPath(
                "awsIpRanges", "A copy of AWS's `ip-ranges.json`; without it a small built-in list is used.");
        Optional<URI> runbooks = section.optionalUri("runbooks", "Address to which the rule id is appended.");
        return section.build(
                () -> new EnrichSettings(accounts, principals, ranges, runbooks), EnrichSettings.defaults());
    }

    private static AccountSettings account(Section section) {
        return new AccountSettings(
                section.optionalText("name", "Name of the account with this 12-digit id."),
                section.optionalText("organizationalUnit", "Path or name of its organizational unit."),
                section.optionalText("environment", "prod, staging, dev, …: weighs in the risk score."),
                section.optionalText("owner", "Team or address to call."),
                section.optionalChoice("criticality", List.of(Criticality.values()), "How much the account matters."));
    }

    static SinkSettings sinks(Section section) {
        Section openSearch = section.section("openSearch");
        Section sns = section.section("sns");
        Section cloudWatch = section.section("cloudWatch");
        return new SinkSettings(openSearch(openSearch), sns(sns), cloudWatch(cloudWatch));
    }

    private static Optional<OpenSearchSettings> openSearch(Section section) {
        boolean enabled = section.flag("enabled", true, "Whether findings go to an OpenSearch index.");
        List<URI> nodes =
                section
                        .texts("nodes", List.of(LOCAL_OPENSEARCH.toString()), "Addresses; not used when `embedded`.")
                        .stream()
                        .flatMap(node -> uri(section, node).stream())
                        .toList();
        Optional<String> user = section.optionalText("user", "User for basic authentication.");
        Optional<Credential> password = section.credential("password", "Password for basic authentication.");
        Optional<Path> caFile = section.optionalPath("caFile", "PEM certificates to trust instead of the JDK's.");
        String alias =
                section.text("alias", OpenSearchSettings.DEFAULT_ALIAS, "Name of the findings index for every reader.");
        if (user.isPresent() != password.isPresent()) {
            section.problem(user.isPresent() ? "password" : "user", "user and password go together");
            return Optional.empty();
        }
        if (!enabled) {
            return Optional.empty();
        }
        return section.attempt(() -> new OpenSearchSettings(
                nodes,
                user.flatMap(name -> password.map(word -> new OpenSearchSettings.BasicAuth(name, word.reveal()))),
                caFile,
                alias));
    }

    private static Optional<URI> uri(Section section, String node) {
        try {
            return Optional.of(Scalars.http(node));
        } catch (IllegalArgumentException unfit) {
            // an address with user and password in it must not be repeated
            section.problem("nodes", "holds a value that " + unfit.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<SnsSettings> sns(Section section) {
        Optional<String> topic =
                section.optionalText("topicArn", "Standard or FIFO topic; without it nothing is published.");
        Severity least = section.choice("minSeverity", Severity.LOW, SEVERITIES, "Findings below are not published.");
        Optional<URI> console =
                section.optionalUri("console", "Console that messages link to, `<console>/findings/<id>`.");
        return topic.flatMap(arn -> section.attempt(() -> new SnsSettings(arn, least, console)));
    }

    private static Optional<CloudWatchSettings> cloudWatch(Section section) {
        Optional<String> namespace = section.optionalText("namespace", "Namespace of metrics; without it none.");
        Optional<String> group = section.optionalText("logGroup", "Group of log events; without it none.");
        String stream = section.text("logStream", CloudWatchSettings.DEFAULT_LOG_STREAM, "Log stream in that group.");
        if (namespace.isEmpty() && group.isEmpty()) {
            return Optional.empty();
        }
        return section.attempt(() -> new CloudWatchSettings(namespace, group, stream));
    }
}
