package io.keywatch.sink.opensearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.sink.FindingDocument;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One finding as the two lines of a bulk update. The script decides in the index, under the document's own lock: a newer
 * revision replaces the machine's part, {@code triage} stays; an older or equal one changes nothing.
 */
final class BulkItem {
    /** An analyst may write at the same moment; the script then runs again on the newer document. */
    private static final int RETRY_ON_CONFLICT = 5;

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Always the same text, so that the cluster compiles it once; what differs goes into params. */
    private static final String SCRIPT = FindingsTemplate.text("upsert.painless");

    private final int position;
    private final byte[] lines;

    private BulkItem(int position, byte[] lines) {
        this.position = position;
        this.lines = lines;
    }

    /** Of the finding in the batch. */
    int position() {
        return position;
    }

    int bytes() {
        return lines.length;
    }

    void writeTo(ByteArrayOutputStream body) {
        body.writeBytes(lines);
    }

    static BulkItem of(int position, Finding finding) {
        ObjectNode action = MAPPER.createObjectNode();
        action.putObject("update").put("_id", finding.getId()).put("retry_on_conflict", RETRY_ON_CONFLICT);
        ObjectNode update = MAPPER.createObjectNode();
        update.put("scripted_upsert", true);
        ObjectNode script = update.putObject("script");
        script.put("lang", "painless").put("source", SCRIPT);
        script.putObject("params").set("doc", FindingDocument.of(finding));
        update.putObject("upsert")
                .putObject("triage")
                .put("status", finding.getSuppressionId() == null ? "New" : "Suppressed");
        try {
            return new BulkItem(
                    position,
                    (MAPPER.writeValueAsString(action) + "\n" + MAPPER.writeValueAsString(update) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers can always be written", e);
        }
    }
}
