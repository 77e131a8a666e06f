package io.keywatch.app.accept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.keywatch.app.files.PathPattern;
import io.keywatch.detect.scan.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people decided not to hear of until a day: YAML, a list {@code suppressions}. Immutable. */
public final class Suppressions {
    static final Suppressions NONE = new Suppressions(List.of(), List.of());

    /** Some ten thousand entries. */
    private static final long MAX_BYTES = 4L << 20;

    private static final Set<String> KEYS = Set.of("fingerprint", "rule", "path", "owner", "reason", "expires");
    private static final YAMLMapper YAML = new YAMLMapper();

    private record Suppression(
            @Nullable String fingerprint, @Nullable String rule, PathPattern path, Acceptance acceptance) {
        boolean covers(String file, Match match) {
            return (fingerprint == null || fingerprint.equals(match.fingerprint()))
                    && (rule == null || rule.equals(match.rule().id()))
                    && path.covers(file);
        }
    }

    private final List<Suppression> active;
    private final List<String> notes;

    private Suppressions(List<Suppression> active, List<String> notes) {
        this.active = List.copyOf(active);
        this.notes = List.copyOf(notes);
    }

    /** What of the file no longer holds, for people. */
    public List<String> notes() {
        return notes;
    }

    Optional<Acceptance> of(String path, Match match) {
        return active.stream()
                .filter(suppression -> suppression.covers(path, match))
                .findFirst()
                .map(Suppression::acceptance);
    }

    /**
     * @param today the last day on which a suppression that expires today holds
     * @throws IOException listing everything that is wrong with the file
     */
    public static Suppressions read(Path file, LocalDate today) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is over the limit of " + MAX_BYTES + " bytes");
        }
        JsonNode root;
        try {
            root = YAML.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not YAML: line " + e.getLocation().getLineNr(), e);
        }
        JsonNode list = root.path("suppressions");
        if (!list.isArray() || root.size() != 1) {
            throw new IOException(file + ": expected a list 'suppressions' and nothing else");
        }
        Reader reader = new Reader(today);
        for (int i = 0; i < list.size(); i++) {
            reader.entry(i + 1, list.get(i));
        }
        if (!reader.problems.isEmpty()) {
            throw new IOException(file + ": " + String.join("; ", reader.problems));
        }
        return new Suppressions(reader.active, reader.notes);
    }

    private static final class Reader {
        private final LocalDate today;
        private final List<Suppression> active = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Reader(LocalDate today) {
            this.today = today;
        }

        private void entry(int number, JsonNode node) {
            String where = "suppression " + number;
            int before = problems.size();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!KEYS.contains(field.getKey())) {
                    problems.add(where + " has an unknown key '" + field.getKey() + "'");
                }
            }
            String fingerprint = text(node, "fingerprint");
            String rule = text(node, "rule");
            String owner = required(where, node, "owner");
            String reason = required(where, node, "reason");
            PathPattern path = path(where, required(where, node, "path"));
            LocalDate expires = day(where, required(where, node, "expires"));
            if (fingerprint == null && rule == null) {
                problems.add(where + " has neither fingerprint nor rule: that is an exclude");
            }
            if (problems.size() > before || path == null || expires == null) {
                return;
            }
            if (expires.isBefore(today)) {
                notes.add(where + " of " + owner + " expired on " + expires);
                return;
            }
            Acceptance acceptance =
                    new Acceptance(Acceptance.Kind.SUPPRESSION, reason + " (" + owner + ", until " + expires + ")");
            active.add(new Suppression(fingerprint, rule, path, acceptance));
        }

        private static @Nullable String text(JsonNode node, String key) {
            String text = node.path(key).asText("").strip();
            return text.isEmpty() ? null : text;
        }

        private @Nullable String required(String where, JsonNode node, String key) {
            String text = text(node, key);
            if (text == null) {
                problems.add(where + " has no " + key);
            }
            return text;
        }

        private @Nullable PathPattern path(String where, @Nullable String text) {
            try {
                return text == null ? null : PathPattern.of(text);
            } catch (IllegalArgumentException e) {
                problems.add(where + ": path " + e.getMessage());
                return null;
            }
        }

        private @Nullable LocalDate day(String where, @Nullable String text) {
            try {
                return text == null ? null : LocalDate.parse(text);
            } catch (DateTimeException e) {
                problems.add(where + ": expires is no day like 2027-01-31");
                return null;
            }
        }
    }
}
