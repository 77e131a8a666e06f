package io.keywatch.detect.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a resource policy lets in, as far as one look tells: everybody, other accounts, or nobody outside. Only Allow
 * statements count; a condition narrows "everybody", as judging conditions is Access Analyzer's work.
 */
record PolicyText(boolean everybody, List<String> accounts, List<String> principals) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    private static final Pattern ACCOUNT = Pattern.compile("(?:^|:)(\\d{12})(?::|$)");
    private static final PolicyText NOBODY = new PolicyText(false, List.of(), List.of());

    /** @return null when the text is no policy */
    static @Nullable PolicyText parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            PolicyText found = NOBODY;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean statement = "Statement".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (!statement) {
                    parser.skipChildren();
                } else if (value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        found = found.and(statement(parser));
                    }
                } else if (value == JsonToken.START_OBJECT) {
                    found = found.and(statement(parser));
                }
            }
            return found;
        } catch (IOException notJson) {
            return null;
        }
    }

    boolean lets(String ownAccount) {
        return everybody || accounts.stream().anyMatch(account -> !account.equals(ownAccount));
    }

    private PolicyText and(PolicyText other) {
        List<String> both = new ArrayList<>(accounts);
        both.addAll(other.accounts);
        List<String> bothPrincipals = new ArrayList<>(principals);
        bothPrincipals.addAll(other.principals);
        return new PolicyText(everybody || other.everybody, both, bothPrincipals);
    }

    private static PolicyText statement(JsonParser parser) throws IOException {
        boolean allow = false;
        boolean condition = false;
        List<String> principals = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "Effect" -> allow = "Allow".equals(parser.getText());
                case "Condition" -> {
                    condition = true;
                    parser.skipChildren();
                }
                case "Principal" -> principals(parser, value, principals);
                default -> parser.skipChildren();
            }
        }
        if (!allow) {
            return NOBODY;
        }
        List<String> accounts = new ArrayList<>();
        for (String principal : principals) {
            Matcher account = ACCOUNT.matcher(principal);
            if (account.find()) {
                accounts.add(account.group(1));
            }
        }
        return new PolicyText(!condition && principals.contains("*"), accounts, principals);
    }

    /** "*", {"AWS": "..."} or {"AWS": [...]}; services and federations are no outside account. */
    private static void principals(JsonParser parser, JsonToken value, List<String> into) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            into.add(parser.getText());
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean aws = "AWS".equals(parser.currentName());
            JsonToken inner = parser.nextToken();
            if (!aws) {
                parser.skipChildren();
            } else if (inner == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.VALUE_STRING) {
                    into.add(parser.getText());
                }
            } else {
                into.add(parser.getText());
            }
        }
    }
}
