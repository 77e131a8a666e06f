package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Scalar values, whatever type a trail chose to write them in. */
final class Scalars {
    private Scalars() {}

    /** @return null for null, an empty string, and for what is no scalar (which is skipped) */
    static @Nullable String text(JsonParser parser, Nesting nesting) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            return text.isEmpty() ? null : Kept.cut(text, Kept.MAX_VALUE_CHARS);
        }
        if (token.isStructStart()) {
            nesting.skip(parser);
            return null;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }
}
