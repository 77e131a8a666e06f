package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * What detection needs of a resource or trust policy: per statement its effect, who it names, and the names of its
 * condition keys. Resources, actions, ids and condition values stay behind; the document itself is never kept.
 *
 * <p>Names given out: {@code statement[0].effect}, {@code statement[0].principal[0]}, {@code statement[0].notPrincipal[0]},
 * {@code statement[0].conditionKey[0]}, and {@code unreadable} for what is no policy.
 */
final class PolicyExcerpt {
    /** Policies hold at most 20 KB; more statements than this say nothing new. */
    static final int MAX_STATEMENTS = 50;

    static final int MAX_NAMES = 50;

    /** {@code *}, account ids, ARNs, unique ids, service names, identity providers, canonical user ids. */
    private static final Pattern PRINCIPAL = Pattern.compile(
            "\\*|[0-9]{12}|arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:[0-9*]*:[A-Za-z0-9_+=,.@:/*-]{1,1024}|A[A-Z0-9]{15,127}"
                    + "|[a-z0-9.-]+\\.[a-z]{2,}(/[A-Za-z0-9_.-]+)?|[0-9a-f]{64}");

    private static final Pattern CONDITION_KEY = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9_.:/-]{1,128}");

    private PolicyExcerpt() {}

    static void read(String document, BiConsumer<String, String> out) {
        try (JsonParser parser = Json.FACTORY.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                out.accept("unreadable", "true");
                return;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (!name.toLowerCase(Locale.ROOT).equals("statement")) {
                    parser.skipChildren();
                } else if (token == JsonToken.START_OBJECT) {
                    statement(parser, 0, out);
                } else if (token == JsonToken.START_ARRAY) {
                    statements(parser, out);
                }
            }
        } catch (JsonProcessingException notAPolicy) {
            out.accept("unreadable", "true");
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private static void statements(JsonParser parser, BiConsumer<String, String> out) throws IOException {
        int index = 0;
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT && index < MAX_STATEMENTS) {
                statement(parser, index, out);
            } else {
                parser.skipChildren();
            }
            index++;
        }
    }

    private static void statement(JsonParser parser, int index, BiConsumer<String, String> out) throws IOException {
        String at = "statement[" + index + "].";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "effect" -> effect(parser, at, out);
                case "principal" -> principals(parser, at + "principal", new int[1], out);
                case "notprincipal" -> principals(parser, at + "notPrincipal", new int[1], out);
                case "condition" -> conditionKeys(parser, at + "conditionKey", out);
                default -> parser.skipChildren();
            }
        }
    }

    private static void effect(JsonParser parser, String at, BiConsumer<String, String> out) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            out.accept(at + "effect", parser.getText().equalsIgnoreCase("Allow") ? "Allow" : "Deny");
        } else {
            parser.skipChildren();
        }
    }

    /** {@code "*"}, {@code {"AWS": "..."}} or {@code {"AWS": ["..."], "Service": ...}}: the values, in their order. */
    private static void principals(JsonParser parser, String path, int[] count, BiConsumer<String, String> out)
            throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> {
                String principal = parser.getText();
                if (count[0] < MAX_NAMES) {
                    boolean known = PRINCIPAL.matcher(principal).matches();
                    out.accept(path + "[" + count[0] + "]", known ? principal : "invalid");
                }
                count[0]++;
            }
            case START_OBJECT -> {
                for (String type = parser.nextFieldName(); type != null; type = parser.nextFieldName()) {
                    parser.nextToken();
                    principals(parser, path, count, out);
                }
            }
            case START_ARRAY -> {
                while (parser.nextToken() == JsonToken.VALUE_STRING) {
                    principals(parser, path, count, out);
                }
                leaveArray(parser);
            }
            default -> {}
        }
    }

    /** After something in a list of names that is no name. */
    private static void leaveArray(JsonParser parser) throws IOException {
        for (JsonToken token = parser.currentToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            parser.skipChildren();
        }
    }

    private static void conditionKeys(JsonParser parser, String path, BiConsumer<String, String> out)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        int count = 0;
        for (String operator = parser.nextFieldName(); operator != null; operator = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                parser.skipChildren();
                if (count < MAX_NAMES && CONDITION_KEY.matcher(key).matches()) {
                    out.accept(path + "[" + count + "]", key);
                    count++;
                }
            }
        }
    }
}
