package io.keywatch.app.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.schemas.v1.Finding;
import java.io.IOException;

/** Writes one finding as one JSON object. */
@FunctionalInterface
interface FindingWriter {
    void write(Finding finding, JsonGenerator json) throws IOException;
}
