package io.keywatch.ingest.cloudtrail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the allow-list let pass of one record, and the names of what it did not. One per record; handed over to the
 * {@code ApiCall}.
 */
final class Kept {
    /** Longer values are cut: the longest ARN is 2,048 characters. */
    static final int MAX_VALUE_CHARS = 2048;

    /** All values of a record together, so that no record outgrows a Kafka message (1 MB) whatever its lists hold. */
    static final int MAX_CHARS = 64 << 10;

    /** Lists that matter are short: 10 names of GetParameters, 20 of BatchGetSecretValue, 100 of a snapshot. */
    static final int MAX_VALUES = 256;

    static final int MAX_REDACTED = 32;
    private static final int MAX_NAME_CHARS = 64;

    private Map<String, String> parameters = Map.of();
    private Map<String, String> response = Map.of();
    private List<String> redacted = List.of();
    private int chars;

    Map<String, String> parameters() {
        return parameters;
    }

    Map<String, String> response() {
        return response;
    }

    List<String> redacted() {
        return redacted;
    }

    /** Puts the value where its part belongs, or its name among the redacted where it does not fit or must not pass. */
    void keep(ParameterPart part, String path, String value) {
        if (CredentialShape.fits(value)) {
            redact(part, path);
            return;
        }
        put(part, path, cut(value, MAX_VALUE_CHARS));
    }

    /** Our own words about a policy, bounded where they are made. */
    void keepExcerpt(ParameterPart part, String path, String excerpt) {
        put(part, path, excerpt);
    }

    private void put(ParameterPart part, String path, String value) {
        if (chars + value.length() > MAX_CHARS || parameters.size() + response.size() >= MAX_VALUES) {
            redact(part, path);
            return;
        }
        chars += value.length();
        if (part == ParameterPart.REQUEST) {
            parameters = parameters.isEmpty() ? new HashMap<>() : parameters;
            parameters.put(path, value);
        } else {
            response = response.isEmpty() ? new HashMap<>() : response;
            response.put(path, value);
        }
    }

    /** @param name of the API model at the top, of our own list below it: never a key that a caller made up */
    void redact(ParameterPart part, String name) {
        if (redacted.size() >= MAX_REDACTED) {
            return;
        }
        String full = part.prefix() + (isName(name) ? name : "?");
        if (redacted.isEmpty()) {
            redacted = new ArrayList<>();
        }
        if (!redacted.contains(full)) {
            redacted.add(full);
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean plain = letter || (c >= '0' && c <= '9') || "-_.*[]:".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** Cuts without leaving half a character. */
    static String cut(String value, int max) {
        if (value.length() <= max) {
            return value;
        }
        return value.substring(0, Character.isHighSurrogate(value.charAt(max - 1)) ? max - 1 : max);
    }
}
