package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Skips what nobody needs and notes how deep the record went, so that a record over the limit is known as such when it
 * ends, and the stream goes on.
 */
final class Nesting {
    private int depth;
    private int deepest;

    void startRecord() {
        depth = 0;
        deepest = 0;
    }

    int deepest() {
        return deepest;
    }

    void enter() {
        depth++;
        deepest = Math.max(deepest, depth);
    }

    void leave() {
        depth--;
    }

    /** The parser stands on a value; afterwards on its last token. */
    void skip(JsonParser parser) throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return;
        }
        int level = 1;
        int most = 1;
        while (level > 0) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                level++;
                most = Math.max(most, level);
            } else if (token.isStructEnd()) {
                level--;
            }
        }
        deepest = Math.max(deepest, depth + most);
    }

    /**
     * Copies instead of skipping.
     *
     * @return the value as JSON; cut, and so no JSON, where it is longer than {@code maxBytes}
     */
    byte[] copy(JsonParser parser, int maxBytes) throws IOException {
        BoundedBytes bytes = new BoundedBytes(maxBytes);
        try (JsonGenerator generator = Json.FACTORY.createGenerator(bytes)) {
            int level = 0;
            do {
                generator.copyCurrentEvent(parser);
                if (parser.currentToken().isStructStart()) {
                    enter();
                    level++;
                } else if (parser.currentToken().isStructEnd()) {
                    leave();
                    level--;
                }
            } while (level > 0 && parser.nextToken() != null);
        }
        return bytes.kept.toByteArray();
    }

    /** Forgets what passes its limit. */
    private static final class BoundedBytes extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final int limit;

        BoundedBytes(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(int b) {
            if (kept.size() < limit) {
                kept.write(b);
            }
        }

        @Override
        public void write(byte[] b, int off, int len) {
            kept.write(b, off, Math.min(len, limit - kept.size()));
        }
    }
}
