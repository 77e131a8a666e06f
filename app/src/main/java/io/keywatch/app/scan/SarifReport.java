package io.keywatch.app.scan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.app.accept.Acceptance;
import io.keywatch.detect.scan.Decision;
import io.keywatch.detect.scan.Match;
import io.keywatch.detect.scan.RuleInfo;
import io.keywatch.schemas.v1.Severity;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** SARIF 2.1.0 (OASIS): one run, results streamed, troubles as tool notifications and on the other writer. */
public final class SarifReport implements ScanReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private record Trouble(String file, String what) {}

    private final JsonGenerator json;
    private final TextReport aside;
    private final List<RuleInfo> rules;
    private final Map<String, Integer> ruleIndex = new HashMap<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final String version;

    /** @param rules all that may match */
    public SarifReport(Writer out, Writer err, List<RuleInfo> rules, String version) throws IOException {
        this.json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter();
        this.aside = new TextReport(Writer.nullWriter(), err);
        Map<String, RuleInfo> byId = new TreeMap<>();
        rules.forEach(rule -> byId.putIfAbsent(rule.id(), rule));
        this.rules = List.copyOf(byId.values());
        for (int i = 0; i < this.rules.size(); i++) {
            ruleIndex.put(this.rules.get(i).id(), i);
        }
        this.version = version;
    }

    @Override
    public void begin() throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "Keywatch");
        json.writeStringField("version", version);
        json.writeArrayFieldStart("rules");
        for (RuleInfo rule : rules) {
            writeRule(rule);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        // Match's columns are code points
        json.writeStringField("columnKind", "unicodeCodePoints");
        json.writeArrayFieldStart("results");
    }

    private void writeRule(RuleInfo rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", rule.id());
        writeText("shortDescription", rule.name());
        writeText("help", rule.remediation());
        json.writeObjectFieldStart("defaultConfiguration");
        json.writeStringField("level", level(rule.severity()));
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeStringField("type", rule.type());
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    public void match(String file, Match match) throws IOException {
        result(file, match, null);
    }

    @Override
    public void accepted(String file, Match match, Acceptance acceptance) throws IOException {
        result(file, match, acceptance);
    }

    private void result(String file, Match match, @Nullable Acceptance acceptance) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", match.rule().id());
        Integer index = ruleIndex.get(match.rule().id());
        if (index != null) {
            json.writeNumberField("ruleIndex", index);
        }
        json.writeStringField("level", level(match.severity()));
        String inside = match.archivePath() == null ? "" : " in " + match.archivePath();
        writeText("message", match.rule().name() + " " + match.preview() + inside);
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        writeFile(file);
        // a region inside an archive's member would point at other bytes of the archive itself
        if (match.archivePath() == null) {
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", match.startLine());
            json.writeNumberField("startColumn", match.startColumn());
            json.writeNumberField("endLine", match.endLine());
            json.writeNumberField("endColumn", match.endColumn());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField("keywatchSecret/v1", match.fingerprint());
        json.writeEndObject();
        if (acceptance != null) {
            json.writeArrayFieldStart("suppressions");
            json.writeStartObject();
            json.writeStringField("kind", acceptance.kind() == Acceptance.Kind.INLINE ? "inSource" : "external");
            json.writeStringField("justification", acceptance.reason());
            json.writeEndObject();
            json.writeEndArray();
        }
        // 0..100, as the specification's rank
        json.writeNumberField("rank", Math.round(match.confidence() * 1000) / 10.0);
        json.writeObjectFieldStart("properties");
        json.writeStringField("severity", Labels.of(match.severity()));
        json.writeStringField("validation", Labels.of(match.validation()));
        if (match.archivePath() != null) {
            json.writeStringField("archivePath", match.archivePath());
            json.writeNumberField("startLine", match.startLine());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Not in here: readers of SARIF count every result. The command refuses to ask for both. */
    @Override
    public void suppressed(String file, Decision decision) {}

    @Override
    public void trouble(String file, String what) throws IOException {
        troubles.add(new Trouble(file, what));
        aside.trouble(file, what);
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        json.writeEndArray();
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", summary.notRead() == 0);
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (Trouble trouble : troubles) {
            json.writeStartObject();
            json.writeStringField("level", "warning");
            writeText("message", trouble.what());
            json.writeArrayFieldStart("locations");
            json.writeStartObject();
            json.writeObjectFieldStart("physicalLocation");
            writeFile(trouble.file());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
        aside.end(summary);
    }

    private void writeFile(String file) throws IOException {
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(file));
        json.writeEndObject();
    }

    private void writeText(String name, String text) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    /** A relative reference stays one: readers resolve it against their checkout. */
    static String uri(String file) {
        try {
            if (file.startsWith("/")) {
                return new URI("file", "", file, null).toASCIIString();
            }
            String plain = file.startsWith("./") ? file.substring(2) : file;
            // a colon in the first part would read as a scheme
            String encoded =
                    new URI(null, null, "/" + plain, null).toASCIIString().substring(1);
            return encoded.contains(":") ? "./" + encoded : encoded;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a file name cannot be written as URI", e);
        }
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFORMATIONAL, UNKNOWN -> "note";
        };
    }
}
