package io.keywatch.app.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.app.terminal.ProgressLine;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Replays CloudTrail files without a broker and writes each finding in its last state, one JSON object a line. */
public final class ReplayFiles {
    /** How findings are written. */
    public enum Format {
        JSONL,
        OCSF
    }

    private ReplayFiles() {}

    /**
     * @param from findings that were over before are left out: what came before only taught the detectors
     * @param err told of what could not be read, and of the sum
     * @param terminal whether a person looks at {@code err}
     * @return whether everything could be opened
     */
    public static boolean run(
            List<Path> roots,
            Format format,
            AccessSettings settings,
            SigmaRuleSet userRules,
            Instant from,
            Writer out,
            PrintWriter err,
            boolean terminal)
            throws IOException {
        return run(roots, format, new Replay(settings, userRules), from, out, err, terminal);
    }

    /** @param replay new, with the settings that it shall judge by */
    public static boolean run(
            List<Path> roots, Format format, Replay replay, Instant from, Writer out, PrintWriter err, boolean terminal)
            throws IOException {
        ProgressLine progress = ProgressLine.on(err, terminal);
        try (SortedCalls calls = new SortedCalls()) {
            CallFiles files = new CallFiles(calls, err::println, progress);
            files.read(roots);
            judge(calls, replay, progress);
            List<Finding> findings = replay.findings().stream()
                    .filter(finding -> !finding.getLastSeen().isBefore(from))
                    .filter(finding -> !finding.getFacts().containsKey(Episodes.WITHDRAWN))
                    .toList();
            write(findings, format, out);
            progress.clear();
            err.println(files.summary(findings.size()));
            return files.notRead() == 0;
        }
    }

    private static void judge(SortedCalls calls, Replay replay, ProgressLine progress) throws IOException {
        long[] judged = new long[1];
        for (Iterator<ApiCall> each = calls.inOrder(); each.hasNext(); ) {
            ApiCall call = each.next();
            replay.accept(call);
            judged[0]++;
            progress.tell(() -> String.format(
                    Locale.ROOT,
                    "judging: %d %%, %tF",
                    100 * judged[0] / calls.size(),
                    call.getEventTime().atZone(ZoneOffset.UTC)));
        }
    }

    private static void write(List<Finding> findings, Format format, Writer out) throws IOException {
        FindingWriter writer = switch (format) {
            case JSONL -> PlainFinding::write;
            case OCSF -> OcsfFinding::write;
        };
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setRootValueSeparator(null);
            for (Finding finding : findings) {
                writer.write(finding, json);
                json.writeRaw('\n');
            }
        }
    }
}
