package io.keywatch.app.cli;

import io.keywatch.app.log.Logging;
import io.keywatch.app.triage.TriageDesk.Preview;
import io.keywatch.enrich.Suppressions;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Suppression;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "suppressions",
        description = {
            "Hides findings from whoever is paged, by scope, with an owner, a reason and an end. Hidden findings stay in",
            "the index, marked, and are counted. A suppression takes hold at a finding's next detection."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SuppressionsCommand implements Runnable {
    /** A year: whoever wants it longer can say so again, knowing what it hid. */
    static final Duration LONGEST = Duration.ofDays(366);

    /** Enough to see what kind of findings they are. */
    private static final int SHOWN = 10;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: preview, add, list or remove");
    }

    @Command(name = "preview", description = "Tells what a suppression would have hidden; changes nothing.")
    int preview(
            @Mixin OnBroker broker,
            @Mixin SuppressionScope scope,
            @Option(
                            names = "--days",
                            defaultValue = "30",
                            paramLabel = "N",
                            description = "Back from now (default: ${DEFAULT-VALUE}).")
                    int days)
            throws Exception {
        Logging.forShortCommand();
        Instant now = Instant.now();
        Suppression suppression = suppression(scope, "", "", now, now);
        return broker.run(desk -> {
            print(desk.preview(suppression, now, Duration.ofDays(days)), days);
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "add",
            description = "Makes a suppression, and tells what it would have hidden in the last 30 days.")
    int add(
            @Mixin OnBroker broker,
            @Mixin SuppressionScope scope,
            @Option(names = "--owner", required = true, paramLabel = "WHO", description = "Who answers for it.")
                    String owner,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why it is no alert.")
                    String reason,
            @Option(
                            names = "--until",
                            required = true,
                            paramLabel = "DATE",
                            converter = TimeOption.class,
                            description = "When it ends, at most 366 days from now: 2026-12-31 or an RFC 3339 time.")
                    Instant until)
            throws Exception {
        Logging.forShortCommand();
        Instant now = Instant.now();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw new ParameterException(
                    spec.commandLine(), "--until " + until + " is not within the next " + LONGEST.toDays() + " days");
        }
        Suppression suppression = suppression(scope, owner, reason, now, until);
        return broker.run(desk -> {
            print(desk.preview(suppression, now, Duration.ofDays(30)), 30);
            desk.put(suppression);
            out().println("added " + suppression.getId());
            return ExitCodes.OK;
        });
    }

    @Command(name = "list", description = "Prints every suppression, newest first.")
    int list(@Mixin OnBroker broker) throws Exception {
        Logging.forShortCommand();
        Instant now = Instant.now();
        return broker.run(desk -> {
            for (Suppression each : desk.suppressions()) {
                out().println(each.getId() + "  " + (each.getExpires().isAfter(now) ? "until " : "expired ")
                        + each.getExpires() + "  " + SuppressionScope.describe(each) + "  by " + each.getOwner() + ": "
                        + each.getReason());
            }
            return ExitCodes.OK;
        });
    }

    @Command(name = "remove", description = "Ends a suppression now; exit 1 when there is none of that id.")
    int remove(@Mixin OnBroker broker, @Parameters(paramLabel = "ID", description = "As `list` prints it.") String id)
            throws Exception {
        Logging.forShortCommand();
        return broker.run(desk -> {
            boolean known = desk.remove(id).isPresent();
            out().println(known ? "removed " + id : "no suppression '" + id + "'");
            return known ? ExitCodes.OK : ExitCodes.FOUND;
        });
    }

    private Suppression suppression(
            SuppressionScope scope, String owner, String reason, Instant created, Instant expires) {
        Suppression suppression = scope.builder()
                .setId(UUID.randomUUID().toString())
                .setOwner(owner)
                .setReason(reason)
                .setCreated(created)
                .setExpires(expires)
                .build();
        if (!Suppressions.isScoped(suppression)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a scope is missing: one or more of --rule, --fingerprint, --resource, --principal,"
                            + " --principal-kind, --account");
        }
        return suppression;
    }

    private void print(Preview preview, int days) {
        out().println("would have hidden " + preview.hidden().size() + " of " + preview.of() + " findings of the last "
                + days + " days");
        Map<String, Long> byRule = preview.hidden().stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.getRule().getId() + ", "
                                + finding.getSeverity().name().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.counting()));
        byRule.forEach((rule, count) -> out().println("  " + count + "  " + rule));
        List<Finding> hidden = preview.hidden();
        hidden.stream()
                .limit(SHOWN)
                .forEach(finding -> out().println(
                                "  " + finding.getLastSeen() + "  " + finding.getId() + "  " + finding.getTitle()));
        if (hidden.size() > SHOWN) {
            out().println("  and " + (hidden.size() - SHOWN) + " more");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
