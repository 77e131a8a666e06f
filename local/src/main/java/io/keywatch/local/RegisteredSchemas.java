package io.keywatch.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Schemas, subjects and compatibility levels in one file, written whole and moved into place at every change: there are
 * a few dozen of them, and an id once given must never be given again, not even after kill -9. Not thread-safe.
 */
final class RegisteredSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One version of a subject; a deleted one keeps its number and its id. */
    record Version(int version, int id, boolean deleted) {}

    /** The file. The level with the empty name is the global one. */
    record State(
            int lastId,
            SortedMap<Integer, String> schemas,
            SortedMap<String, List<Version>> subjects,
            SortedMap<String, CompatibilityLevel> levels) {}

    static final String GLOBAL = "";

    private final Path file;
    private final Map<String, Integer> idsBySchema = new HashMap<>();
    private State state;

    private RegisteredSchemas(Path file, State state) {
        this.file = file;
        this.state = state;
        state.schemas().forEach((id, schema) -> idsBySchema.put(schema, id));
    }

    static RegisteredSchemas open(Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve("schemas.json");
        State state = Files.exists(file)
                ? JSON.readValue(file.toFile(), State.class)
                : new State(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        return new RegisteredSchemas(file, state);
    }

    int lastId() {
        return state.lastId();
    }

    Optional<String> schema(int id) {
        return Optional.ofNullable(state.schemas().get(id));
    }

    Optional<Integer> idOf(String canonicalSchema) {
        return Optional.ofNullable(idsBySchema.get(canonicalSchema));
    }

    String schemaOf(Version version) {
        return schema(version.id()).orElseThrow();
    }

    List<String> subjects(boolean withDeleted) {
        return state.subjects().keySet().stream()
                .filter(subject -> !versions(subject, withDeleted).isEmpty())
                .toList();
    }

    /** Oldest first; empty where the subject is unknown or, without the deleted, wholly deleted. */
    List<Version> versions(String subject, boolean withDeleted) {
        return state.subjects().getOrDefault(subject, List.of()).stream()
                .filter(version -> withDeleted || !version.deleted())
                .toList();
    }

    Optional<CompatibilityLevel> level(String subject) {
        return Optional.ofNullable(state.levels().get(subject));
    }

    Version add(String subject, String canonicalSchema) throws IOException {
        int lastId = state.lastId();
        Integer known = idsBySchema.get(canonicalSchema);
        int id = known == null ? lastId + 1 : known;
        var schemas = new TreeMap<>(state.schemas());
        schemas.put(id, canonicalSchema);
        List<Version> versions = new ArrayList<>(versions(subject, true));
        int number = versions.isEmpty() ? 1 : versions.getLast().version() + 1;
        var added = new Version(number, id, false);
        versions.add(added);
        save(new State(Math.max(lastId, id), schemas, withVersions(subject, versions), state.levels()));
        idsBySchema.put(canonicalSchema, id);
        return added;
    }

    void replaceVersions(String subject, List<Version> versions) throws IOException {
        save(new State(state.lastId(), state.schemas(), withVersions(subject, versions), state.levels()));
    }

    void setLevel(String subject, Optional<CompatibilityLevel> level) throws IOException {
        var levels = new TreeMap<>(state.levels());
        level.ifPresentOrElse(given -> levels.put(subject, given), () -> levels.remove(subject));
        save(new State(state.lastId(), state.schemas(), state.subjects(), levels));
    }

    private SortedMap<String, List<Version>> withVersions(String subject, List<Version> versions) {
        var subjects = new TreeMap<>(state.subjects());
        if (versions.isEmpty()) {
            subjects.remove(subject);
        } else {
            subjects.put(subject, List.copyOf(versions));
        }
        return subjects;
    }

    private void save(State changed) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.write(written, JSON.writeValueAsBytes(changed));
        try (var channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        state = changed;
    }
}
