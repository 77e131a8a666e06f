package io.keywatch.app.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Replays CloudTrail files without a broker and writes each finding in its last state, one JSON object a line. */
public final class ReplayFiles {
    /** How findings are written. */
    public enum Format {
        JSONL,
        OCSF
    }

    private ReplayFiles() {}

    /**
     * @param err told of what could not be read, and of the sum
     * @return whether everything could be opened
     */
    public static boolean run(
            List<Path> roots,
            Format format,
            AccessSettings settings,
            SigmaRuleSet userRules,
            Writer out,
            PrintWriter err)
            throws IOException {
        CallFiles files = new CallFiles(CallFiles.capacity(), err::println);
        Replay replay = new Replay(settings, userRules);
        for (ApiCall call : files.read(roots)) {
            replay.accept(call);
        }
        Collection<Finding> findings = replay.findings();
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
        err.println(files.summary(findings.size()));
        return files.notRead() == 0;
    }
}
