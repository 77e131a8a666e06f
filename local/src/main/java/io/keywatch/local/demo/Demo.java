package io.keywatch.local.demo;

import io.keywatch.app.embedded.DemoProvider;
import io.keywatch.app.service.Service;
import io.keywatch.local.EmbeddedStack;
import io.keywatch.sink.opensearch.FindingQuery;
import io.keywatch.sink.opensearch.FindingRow;
import io.keywatch.sink.opensearch.FindingsIndex;
import io.keywatch.sink.opensearch.OpenSearchConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The demo as the command line calls it. */
public final class Demo implements DemoProvider {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BACKGROUND_EVERY = Duration.ofSeconds(20);

    /** A loaded two-core machine needs some 15 s from the script to the last finding. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration TIDY_UP = Duration.ofSeconds(30);

    /** What shells report for SIGINT. */
    private static final int INTERRUPTED = 130;

    /** Once all is found: how long nothing else may turn up before we believe that nothing will. */
    private static final Duration QUIET = Duration.ofSeconds(4);

    @Override
    public int run(Options options, PrintWriter out) throws Exception {
        Thread player = Thread.currentThread();
        CountDownLatch closed = new CountDownLatch(1);
        Thread tidyUp = Thread.ofPlatform().name("tidy-up").unstarted(() -> {
            player.interrupt();
            awaitQuietly(closed);
        });
        Runtime.getRuntime().addShutdownHook(tidyUp);
        try {
            return play(options, out);
        } catch (InterruptedException ended) {
            return INTERRUPTED;
        } finally {
            closed.countDown();
        }
    }

    /** Ctrl-C ends the JVM at once otherwise, and leaves broker, index and children to their fate. */
    private static void awaitQuietly(CountDownLatch closed) {
        try {
            if (!closed.await(TIDY_UP.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("keywatch: not everything could be closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int play(Options options, PrintWriter out) throws Exception {
        Instant begun = Instant.now();
        say(out, "starting broker, index, registry and AWS stand-ins …");
        try (EmbeddedStack stack = EmbeddedStack.start();
                DemoSite site = DemoSite.prepare(stack, options.adminPort());
                Service service = Service.start(site.settings());
                OpenSearchConnection connection = site.openIndex()) {
            Duration started = Duration.between(begun, Instant.now());
            FindingsIndex index = new FindingsIndex(connection, site.indexAlias());
            Board board = new Board(out, options.terminal() && !options.once(), heading(stack, site, service));
            Script script = new Script(site.cloud(), stack.awsControl(), new Planted(), Instant.now());
            Instant played = Instant.now();
            script.play();
            Verdict verdict = watch(options, index, board, script, played);
            if (options.once()) {
                summarise(out, verdict, started, site.notifications().size());
            }
            return verdict.passed() ? 0 : 1;
        }
    }

    /** @param after from the script to the last expected finding */
    private record Verdict(
            List<FindingRow> rows,
            List<Expectation> missing,
            List<FindingRow> unexpected,
            int expected,
            Duration after) {
        boolean passed() {
            return missing.isEmpty() && unexpected.isEmpty();
        }

        static Verdict of(List<FindingRow> rows, List<Expectation> expected, Duration after) {
            List<Expectation> missing = expected.stream()
                    .filter(expectation -> rows.stream().noneMatch(expectation::isMetBy))
                    .toList();
            List<FindingRow> unexpected = rows.stream()
                    .filter(row -> expected.stream().noneMatch(expectation -> expectation.concerns(row)))
                    .toList();
            return new Verdict(rows, missing, unexpected, expected.size(), after);
        }
    }

    private static Verdict watch(Options options, FindingsIndex index, Board board, Script script, Instant played)
            throws IOException, InterruptedException {
        boolean mended = false;
        Instant lastChange = played;
        Instant lastBackground = played;
        List<FindingRow> before = List.of();
        while (true) {
            List<FindingRow> rows = index.search(FindingQuery.newest(500));
            Instant now = Instant.now();
            if (!rows.equals(before)) {
                lastChange = now;
                before = rows;
            }
            Verdict verdict = Verdict.of(rows, script.expected(), Duration.between(played, lastChange));
            board.show(rows, status(verdict));
            if (!mended && rows.stream().anyMatch(row -> row.resource().contains(Script.MENDED))) {
                script.mend();
                mended = true;
            }
            boolean settled = verdict.missing().isEmpty()
                    && Duration.between(lastChange, now).compareTo(QUIET) > 0;
            boolean tooLate = Duration.between(played, now).compareTo(PATIENCE) > 0;
            if (options.once() && (settled || tooLate)) {
                return verdict;
            }
            if (!options.once() && Duration.between(lastBackground, now).compareTo(BACKGROUND_EVERY) > 0) {
                script.background();
                script.deliver();
                lastBackground = now;
            }
            Thread.sleep(POLL);
        }
    }

    private static List<String> heading(EmbeddedStack stack, DemoSite site, Service service) {
        return List.of(
                "keywatch demo: a scripted organisation, every secret made up a moment ago",
                "  findings index  " + stack.openSearchUrl() + "/" + site.indexAlias() + "/_search?size=100",
                "  admin           " + service.admin() + "/healthz, /readyz, /metrics",
                "  Kafka           " + stack.bootstrapServers());
    }

    private static String status(Verdict verdict) {
        int met = verdict.expected() - verdict.missing().size();
        return met + " of " + verdict.expected() + " expected findings, "
                + verdict.unexpected().size() + " unexpected. Ctrl-C ends.";
    }

    private static void summarise(PrintWriter out, Verdict verdict, Duration started, int notifications) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %d of %d expected findings in the index, %d unexpected; %d SNS notifications",
                verdict.passed() ? "passed" : "FAILED",
                verdict.expected() - verdict.missing().size(),
                verdict.expected(),
                verdict.unexpected().size(),
                notifications));
        lines.add(String.format(
                Locale.ROOT,
                "started in %.1f s, last finding %.1f s after the script began",
                started.toMillis() / 1000.0,
                verdict.after().toMillis() / 1000.0));
        verdict.missing().forEach(expectation -> lines.add("  missing:    " + expectation));
        verdict.unexpected()
                .forEach(row -> lines.add("  unexpected: " + row.rule() + " (" + row.state() + ") " + row.title()));
        lines.forEach(out::println);
        out.flush();
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
