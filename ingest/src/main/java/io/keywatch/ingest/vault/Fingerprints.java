package io.keywatch.ingest.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprints that a scanner with the same key would give to what a secret holds: the value as it stands, or of a
 * JSON document each field that holds a secret by its name or its looks, if any does. User names, hosts and ports are left out: they
 * are in many secrets and no news anywhere.
 */
final class Fingerprints {
    /** The scanner takes nothing shorter for a secret. */
    static final int SHORTEST = 6;

    /** Some 10 times what an ordinary secret has. */
    static final int MOST_FIELDS = 200;

    private static final int DEEPEST = 8;
    private static final int RANDOM_LENGTH = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> SECRET_NAMES = List.of(
            "pass",
            "pwd",
            "secret",
            "token",
            "key",
            "credential",
            "auth",
            "private",
            "dsn",
            "connection",
            "webhook",
            "signature",
            "salt",
            "pin");

    private static final Set<String> PLAIN_NAMES = Set.of(
            "username",
            "user",
            "host",
            "hostname",
            "port",
            "engine",
            "dbname",
            "database",
            "endpoint",
            "region",
            "account",
            "accountid",
            "email",
            "url",
            "type",
            "name",
            "id",
            "arn",
            "masterarn",
            "dbinstanceidentifier",
            "dbclusteridentifier",
            "keyid",
            "accesskeyid",
            "publickey");

    private final Fingerprint fingerprint;

    Fingerprints(Fingerprint fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** Sorted; {@code value} stays as it is. It must be text in UTF-8 to be looked into. */
    Set<String> of(byte[] value) {
        Set<String> prints = new TreeSet<>();
        JsonNode document = document(value);
        if (document != null) {
            add(document, "", 0, prints);
        }
        if (prints.isEmpty()) {
            prints.add(print(value, 0, value.length));
            stripped(value, prints);
        }
        return prints;
    }

    private static @Nullable JsonNode document(byte[] value) {
        try {
            JsonNode read = JSON.readTree(value);
            return read.isContainerNode() ? read : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    private String print(byte[] bytes, int from, int to) {
        Secret secret = Secret.copyOf(bytes, from, to - from);
        String print = fingerprint.of(secret);
        secret.destroy();
        return print;
    }

    /** A value that was put with the line end of its file is found without. */
    private void stripped(byte[] bytes, Set<String> prints) {
        int from = 0;
        int to = bytes.length;
        while (from < to && bytes[from] >= 0 && bytes[from] <= ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] >= 0 && bytes[to - 1] <= ' ') {
            to--;
        }
        if (to - from < bytes.length && to - from >= SHORTEST) {
            prints.add(print(bytes, from, to));
        }
    }

    private void add(JsonNode node, String name, int depth, Set<String> prints) {
        if (depth > DEEPEST || prints.size() > MOST_FIELDS) {
            return;
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                add(field.getValue(), field.getKey(), depth + 1, prints);
            }
        } else if (node.isArray()) {
            node.forEach(element -> add(element, name, depth + 1, prints));
        } else if (node.isTextual() && holdsSecret(name, node.textValue())) {
            byte[] field = node.textValue().getBytes(StandardCharsets.UTF_8);
            prints.add(print(field, 0, field.length));
            Arrays.fill(field, (byte) 0);
        }
    }

    private static boolean holdsSecret(String name, String value) {
        if (value.length() < SHORTEST) {
            return false;
        }
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (PLAIN_NAMES.contains(plain)) {
            return false;
        }
        return SECRET_NAMES.stream().anyMatch(plain::contains) || looksRandom(value);
    }

    private static boolean looksRandom(String value) {
        boolean letter = false;
        boolean digit = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            letter |= Character.isLetter(c);
            digit |= Character.isDigit(c);
            if (Character.isWhitespace(c) || c == '.' || c == ':' || c == '@') {
                return false;
            }
        }
        return value.length() >= RANDOM_LENGTH && letter && digit;
    }
}
