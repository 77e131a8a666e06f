package io.keywatch.app.scan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.detect.scan.Decision;
import io.keywatch.detect.scan.Match;
import java.io.IOException;
import java.io.Writer;

/** One object a line; troubles and the summary go to the other writer, as text. */
public final class JsonLinesReport implements ScanReport {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final JsonGenerator json;
    private final Writer out;
    private final TextReport aside;

    public JsonLinesReport(Writer out, Writer err) throws IOException {
        this.out = out;
        this.json = JSON.createGenerator(out).setRootValueSeparator(null);
        this.json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        this.aside = new TextReport(Writer.nullWriter(), err);
    }

    @Override
    public void begin() {}

    @Override
    public void match(String file, Match match) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", match.rule().id());
        json.writeStringField("type", match.type());
        json.writeStringField("file", file);
        json.writeStringField("archivePath", match.archivePath());
        json.writeNumberField("startLine", match.startLine());
        json.writeNumberField("endLine", match.endLine());
        json.writeNumberField("startColumn", match.startColumn());
        json.writeNumberField("endColumn", match.endColumn());
        json.writeStringField("fingerprint", match.fingerprint());
        json.writeStringField("preview", match.preview());
        json.writeNumberField("confidence", match.confidence());
        json.writeStringField("severity", Labels.of(match.severity()));
        json.writeStringField("validation", Labels.of(match.validation()));
        json.writeEndObject();
        json.flush();
        out.write('\n');
    }

    @Override
    public void suppressed(String file, Decision decision) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("suppressed", true);
        json.writeStringField("rule", decision.rule().id());
        json.writeStringField("type", decision.rule().type());
        json.writeStringField("file", file);
        json.writeStringField("archivePath", decision.archivePath());
        json.writeNumberField("startLine", decision.startLine());
        json.writeNumberField("endLine", decision.endLine());
        json.writeNumberField("startColumn", decision.startColumn());
        json.writeNumberField("endColumn", decision.endColumn());
        json.writeStringField("reason", Labels.of(decision.ruling()));
        json.writeStringField("detail", decision.ruling().reason());
        if (!Double.isNaN(decision.probability())) {
            json.writeNumberField("probability", Math.round(decision.probability() * 1e4) / 1e4);
        }
        json.writeEndObject();
        json.flush();
        out.write('\n');
    }

    @Override
    public void trouble(String file, String what) throws IOException {
        aside.trouble(file, what);
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        json.flush();
        out.flush();
        aside.end(summary);
    }
}
