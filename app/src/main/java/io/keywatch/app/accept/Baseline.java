package io.keywatch.app.accept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.detect.scan.Match;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Findings that were there before: each a fingerprint, a rule and a path. Immutable. */
public final class Baseline {
    static final Baseline EMPTY = new Baseline(Set.of());

    /** Two hundred thousand findings; what is larger is not a baseline but a problem. */
    private static final long MAX_BYTES = 64L << 20;

    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Acceptance ACCEPTANCE = new Acceptance(Acceptance.Kind.BASELINE, "in the baseline");

    /** One finding, as the file has it. */
    public record Known(String path, String rule, String fingerprint) implements Comparable<Known> {
        public static Known of(String file, Match match) {
            String inside = match.archivePath() == null ? "" : "!" + match.archivePath();
            return new Known(Scope.path(file) + inside, match.rule().id(), match.fingerprint());
        }

        @Override
        public int compareTo(Known other) {
            int byPath = path.compareTo(other.path);
            int byRule = byPath == 0 ? rule.compareTo(other.rule) : byPath;
            return byRule == 0 ? fingerprint.compareTo(other.fingerprint) : byRule;
        }
    }

    private final Set<Known> known;

    private Baseline(Set<Known> known) {
        this.known = Set.copyOf(known);
    }

    /** @throws IOException saying what is wrong with the file */
    public static Baseline read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is over the limit of " + MAX_BYTES + " bytes");
        }
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException(file + " is not JSON", e);
        }
        if (root.path("version").asInt() != VERSION || !root.path("findings").isArray()) {
            throw new IOException(file + " is no baseline of version " + VERSION);
        }
        Set<Known> known = new HashSet<>();
        for (JsonNode finding : root.path("findings")) {
            for (String key : new String[] {"path", "rule", "fingerprint"}) {
                if (!finding.path(key).isTextual()) {
                    throw new IOException(file + ": a finding has no " + key);
                }
            }
            known.add(new Known(
                    finding.get("path").asText(),
                    finding.get("rule").asText(),
                    finding.get("fingerprint").asText()));
        }
        return new Baseline(known);
    }

    /** Sorted, so that a change of it shows as little as it is; replaces the file at once or not at all. */
    public static void write(Path file, Collection<Known> findings) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        ArrayNode list = root.putArray("findings");
        for (Known finding : new TreeSet<>(findings)) {
            list.addObject()
                    .put("path", finding.path())
                    .put("rule", finding.rule())
                    .put("fingerprint", finding.fingerprint());
        }
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        Path folder = file.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, ".baseline", ".part");
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    Optional<Acceptance> of(String path, Match match) {
        return !known.isEmpty() && known.contains(Known.of(path, match)) ? Optional.of(ACCEPTANCE) : Optional.empty();
    }
}
