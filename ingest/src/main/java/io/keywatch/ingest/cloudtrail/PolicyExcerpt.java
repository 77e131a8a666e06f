package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What detection needs of a resource or trust policy, written anew in the same syntax: per statement its effect, who it
 * names, and the names of its condition keys.
 *
 * <pre>
 * {"Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},"Condition":["aws:PrincipalOrgID"]}]}
 * </pre>
 *
 * <p>Resources, actions, ids and condition values stay behind; the document itself is never kept, and neither is a name
 * that is not shaped like one.
 */
final class PolicyExcerpt {
    /** Policies hold at most 32 KB; what comes later than this says nothing new. */
    static final int MAX_CHARS = 16 << 10;

    static final int MAX_NAMES = 50;

    /** Longer ARNs of principals do not exist: 64 characters of name below 512 of path, hardly ever used. */
    private static final int MAX_NAME_CHARS = 256;

    private static final Set<String> PRINCIPAL_TYPES = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    /** {@code *}, account ids, ARNs, unique ids, service names, identity providers, canonical user ids. */
    private static final Pattern PRINCIPAL = Pattern.compile(
            "\\*|[0-9]{12}|arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:[0-9*]*:[A-Za-z0-9_+=,.@:/*-]{1,1024}|A[A-Z0-9]{15,127}"
                    + "|[a-z0-9.-]+\\.[a-z]{2,}(/[A-Za-z0-9_.-]+)?|[0-9a-f]{64}");

    private static final Pattern CONDITION_KEY = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9_.:/-]{1,128}");
    private static final String INVALID = "invalid";

    private final JsonParser parser;
    private final JsonGenerator out;
    private final StringWriter written;

    private PolicyExcerpt(JsonParser parser, JsonGenerator out, StringWriter written) {
        this.parser = parser;
        this.out = out;
        this.written = written;
    }

    /** @return null for what is no policy */
    static @Nullable String of(String document) {
        StringWriter written = new StringWriter();
        try (JsonParser parser = Json.FACTORY.createParser(document);
                JsonGenerator out = Json.FACTORY.createGenerator(written)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            new PolicyExcerpt(parser, out, written).policy();
        } catch (JsonProcessingException notAPolicy) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
        return written.toString();
    }

    private void policy() throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("Statement");
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (!name.equalsIgnoreCase("statement")) {
                parser.skipChildren();
            } else if (token == JsonToken.START_OBJECT) {
                statement();
            } else if (token == JsonToken.START_ARRAY) {
                statements();
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void statements() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            out.flush();
            if (parser.currentToken() == JsonToken.START_OBJECT
                    && written.getBuffer().length() < MAX_CHARS / 2) {
                statement();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void statement() throws IOException {
        out.writeStartObject();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "effect" -> {
                    boolean allow =
                            token == JsonToken.VALUE_STRING && parser.getText().equalsIgnoreCase("Allow");
                    out.writeStringField("Effect", allow ? "Allow" : "Deny");
                    parser.skipChildren();
                }
                case "principal" -> principals("Principal", token);
                case "notprincipal" -> principals("NotPrincipal", token);
                case "condition" -> conditionKeys(token);
                default -> parser.skipChildren();
            }
        }
        out.writeEndObject();
    }

    /** {@code "*"}, {@code {"AWS": "..."}} or {@code {"AWS": ["..."], "Service": ...}}. */
    private void principals(String field, JsonToken token) throws IOException {
        out.writeObjectFieldStart(field);
        if (token == JsonToken.START_OBJECT) {
            for (String type = parser.nextFieldName(); type != null; type = parser.nextFieldName()) {
                parser.nextToken();
                out.writeArrayFieldStart(PRINCIPAL_TYPES.contains(type) ? type : INVALID);
                names();
                out.writeEndArray();
            }
        } else {
            out.writeArrayFieldStart("AWS");
            names();
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    /** One name or a list of names, the parser standing on it. */
    private void names() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            name();
            return;
        }
        for (int count = 0; parser.nextToken() != JsonToken.END_ARRAY; count++) {
            if (count < MAX_NAMES) {
                name();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void name() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String principal = parser.getText();
            out.writeString(PRINCIPAL.matcher(principal).matches() ? Kept.cut(principal, MAX_NAME_CHARS) : INVALID);
        } else {
            parser.skipChildren();
        }
    }

    private void conditionKeys(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        out.writeArrayFieldStart("Condition");
        int count = 0;
        for (String operator = parser.nextFieldName(); operator != null; operator = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                parser.skipChildren();
                if (count++ < MAX_NAMES) {
                    out.writeString(CONDITION_KEY.matcher(key).matches() ? key : INVALID);
                }
            }
        }
        out.writeEndArray();
    }
}
