package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.keywatch.ingest.cloudtrail.AllowedParameters.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Walks one part of an event along its allow-list, straight from the tokens: what is not listed is never even made into
 * a string. Names at the top of a part come from the API model and are kept; below it they may be the caller's (keys of
 * an encryption context, of an environment) and become {@code *}.
 */
final class ParameterFilter {
    private static final String THERE = "[present]";

    /** The largest policy AWS takes is 32 KB (a key policy). */
    private static final int MAX_POLICY_BYTES = 256 << 10;

    private final Nesting nesting;

    ParameterFilter(Nesting nesting) {
        this.nesting = nesting;
    }

    /** The parser stands on the part's value; afterwards on its last token. */
    void read(JsonParser parser, AllowedParameters allowed, ParameterPart part, Kept kept) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(parser, allowed, "", part, kept);
        } else {
            nesting.skip(parser);
        }
    }

    private void object(JsonParser parser, AllowedParameters allowed, String path, ParameterPart part, Kept kept)
            throws IOException {
        nesting.enter();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            AllowedParameters child = allowed.child(name);
            if (child != null) {
                value(parser, child, path.isEmpty() ? child.name() : path + "." + child.name(), part, kept);
                continue;
            }
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                kept.redact(part, path.isEmpty() ? name : path + ".*");
            }
            nesting.skip(parser);
        }
        nesting.leave();
    }

    private void value(JsonParser parser, AllowedParameters allowed, String path, ParameterPart part, Kept kept)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (allowed.kind() == Kind.PRESENT) {
            if (token != JsonToken.VALUE_NULL) {
                kept.keep(part, path, THERE);
                kept.redact(part, path);
            }
            nesting.skip(parser);
        } else if (allowed.kind() == Kind.POLICY) {
            policy(parser, path, part, kept);
        } else if (token == JsonToken.START_OBJECT) {
            object(parser, allowed, path, part, kept);
        } else if (token == JsonToken.START_ARRAY) {
            nesting.enter();
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                value(parser, allowed, path + "[" + i + "]", part, kept);
            }
            nesting.leave();
        } else if (token != JsonToken.VALUE_NULL) {
            if (allowed.kind() == Kind.VALUE) {
                kept.keep(part, path, parser.getText());
            } else {
                kept.redact(part, path);
            }
        }
    }

    private void policy(JsonParser parser, String path, ParameterPart part, Kept kept) throws IOException {
        kept.redact(part, path);
        String excerpt = null;
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            excerpt = PolicyExcerpt.of(parser.getText());
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            excerpt = PolicyExcerpt.of(new String(nesting.copy(parser, MAX_POLICY_BYTES), StandardCharsets.UTF_8));
        } else {
            nesting.skip(parser);
        }
        if (excerpt != null) {
            kept.keepExcerpt(part, path, excerpt);
        }
    }
}
