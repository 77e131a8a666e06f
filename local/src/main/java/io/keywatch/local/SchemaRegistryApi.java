package io.keywatch.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywatch.local.RegisteredSchemas.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What the Confluent REST API answers, without the HTTP: subjects, versions, ids, levels, for Avro without references.
 * Not thread-safe; {@link SchemaRegistryServer} calls it under one lock.
 */
final class SchemaRegistryApi {
    // what a Confluent registry starts with
    private static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;
    private static final String LATEST = "latest";

    private final RegisteredSchemas registered;

    SchemaRegistryApi(RegisteredSchemas registered) {
        this.registered = registered;
    }

    RegistryAnswer register(String subject, JsonNode request) throws IOException {
        return switch (parse(request)) {
            case Unparsed(var refusal) -> refusal;
            case Parsed(var schema) -> {
                String canonical = schema.toString();
                Optional<Version> known = find(subject, canonical, false);
                if (known.isPresent()) {
                    yield RegistryAnswer.ok(Map.of("id", known.get().id()));
                }
                List<String> objections =
                        effectiveLevel(subject).objections(schema, schemas(registered.versions(subject, false)));
                yield objections.isEmpty()
                        ? RegistryAnswer.ok(
                                Map.of("id", registered.add(subject, canonical).id()))
                        : RegistryAnswer.incompatible(String.join("; ", objections));
            }
        };
    }

    RegistryAnswer lookUp(String subject, JsonNode request, boolean withDeleted) {
        return switch (parse(request)) {
            case Unparsed(var refusal) -> refusal;
            case Parsed(var schema) -> {
                if (registered.versions(subject, withDeleted).isEmpty()) {
                    yield RegistryAnswer.unknownSubject(subject);
                }
                yield find(subject, schema.toString(), withDeleted)
                        .map(version -> RegistryAnswer.ok(described(subject, version)))
                        .orElseGet(RegistryAnswer::unknownSchema);
            }
        };
    }

    RegistryAnswer schema(String id, boolean withLastId) {
        Optional<String> found = parseId(id).flatMap(registered::schema);
        if (found.isEmpty()) {
            return RegistryAnswer.unknownSchema();
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schema", found.get());
        if (withLastId) {
            body.put("maxId", registered.lastId());
        }
        return RegistryAnswer.ok(body);
    }

    RegistryAnswer usesOf(String id, boolean withDeleted) {
        Optional<Integer> wanted =
                parseId(id).filter(number -> registered.schema(number).isPresent());
        if (wanted.isEmpty()) {
            return RegistryAnswer.unknownSchema();
        }
        List<Map<String, Object>> uses = new ArrayList<>();
        for (String subject : registered.subjects(withDeleted)) {
            for (Version version : registered.versions(subject, withDeleted)) {
                if (version.id() == wanted.get()) {
                    uses.add(Map.of("subject", subject, "version", version.version()));
                }
            }
        }
        return RegistryAnswer.ok(uses);
    }

    RegistryAnswer subjects(boolean withDeleted) {
        return RegistryAnswer.ok(registered.subjects(withDeleted));
    }

    RegistryAnswer versions(String subject, boolean withDeleted) {
        List<Version> versions = registered.versions(subject, withDeleted);
        return versions.isEmpty() ? RegistryAnswer.unknownSubject(subject) : RegistryAnswer.ok(numbers(versions));
    }

    RegistryAnswer version(String subject, String wanted, boolean withDeleted) {
        return switch (select(subject, wanted, withDeleted)) {
            case Missing(var refusal) -> refusal;
            case Found(var version) -> RegistryAnswer.ok(described(subject, version));
        };
    }

    /** Deletes softly; permanently only what was deleted softly before. */
    RegistryAnswer deleteSubject(String subject, boolean permanently) throws IOException {
        List<Version> all = registered.versions(subject, true);
        List<Version> active = registered.versions(subject, false);
        if (all.isEmpty() || (active.isEmpty() && !permanently)) {
            return RegistryAnswer.unknownSubject(subject);
        }
        if (permanently && !active.isEmpty()) {
            return RegistryAnswer.notDeletedYet(subject);
        }
        registered.replaceVersions(
                subject,
                permanently
                        ? List.of()
                        : all.stream()
                                .map(version -> new Version(version.version(), version.id(), true))
                                .toList());
        return RegistryAnswer.ok(numbers(permanently ? all : active));
    }

    RegistryAnswer deleteVersion(String subject, String wanted, boolean permanently) throws IOException {
        return switch (select(subject, wanted, permanently)) {
            case Missing(var refusal) -> refusal;
            case Found(var version)
            when permanently && !version.deleted() -> RegistryAnswer.versionNotDeletedYet(subject, version.version());
            case Found(var version) -> {
                List<Version> left = new ArrayList<>(registered.versions(subject, true));
                int at = left.indexOf(version);
                if (permanently) {
                    left.remove(at);
                } else {
                    left.set(at, new Version(version.version(), version.id(), true));
                }
                registered.replaceVersions(subject, left);
                yield RegistryAnswer.ok(version.version());
            }
        };
    }

    /** Against one version, or with the level's own reach where no version is named. */
    RegistryAnswer compatibility(String subject, Optional<String> against, JsonNode request, boolean verbose) {
        return switch (parse(request)) {
            case Unparsed(var refusal) -> refusal;
            case Parsed(var schema) -> compatibility(subject, against, schema, verbose);
        };
    }

    private RegistryAnswer compatibility(String subject, Optional<String> against, Schema schema, boolean verbose) {
        List<Version> earlier = registered.versions(subject, false);
        if (against.isPresent()) {
            switch (select(subject, against.get(), false)) {
                case Missing(var refusal) -> {
                    return refusal;
                }
                case Found(var version) -> earlier = List.of(version);
            }
        }
        List<String> objections = effectiveLevel(subject).objections(schema, schemas(earlier));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("is_compatible", objections.isEmpty());
        if (verbose) {
            body.put("messages", objections);
        }
        return RegistryAnswer.ok(body);
    }

    RegistryAnswer globalLevel() {
        return RegistryAnswer.ok(Map.of("compatibilityLevel", effectiveLevel(RegisteredSchemas.GLOBAL)));
    }

    RegistryAnswer level(String subject, boolean orGlobal) {
        return registered
                .level(subject)
                .or(() -> orGlobal ? Optional.of(effectiveLevel(subject)) : Optional.empty())
                .map(level -> RegistryAnswer.ok(Map.of("compatibilityLevel", level)))
                .orElseGet(() -> RegistryAnswer.noOwnLevel(subject));
    }

    RegistryAnswer setLevel(String subject, JsonNode request) throws IOException {
        Optional<CompatibilityLevel> level =
                CompatibilityLevel.named(request.path("compatibility").asText());
        if (level.isEmpty()) {
            return RegistryAnswer.invalidLevel();
        }
        registered.setLevel(subject, level);
        return RegistryAnswer.ok(Map.of("compatibility", level.get()));
    }

    RegistryAnswer removeLevel(String subject) throws IOException {
        CompatibilityLevel removed = effectiveLevel(subject);
        registered.setLevel(subject, Optional.empty());
        return RegistryAnswer.ok(Map.of("compatibilityLevel", removed));
    }

    private CompatibilityLevel effectiveLevel(String subject) {
        return registered
                .level(subject)
                .or(() -> registered.level(RegisteredSchemas.GLOBAL))
                .orElse(DEFAULT_LEVEL);
    }

    private Optional<Version> find(String subject, String canonical, boolean withDeleted) {
        return registered
                .idOf(canonical)
                .flatMap(id -> registered.versions(subject, withDeleted).stream()
                        .filter(version -> version.id() == id)
                        .findFirst());
    }

    private sealed interface Selection permits Found, Missing {}

    private record Found(Version version) implements Selection {}

    private record Missing(RegistryAnswer refusal) implements Selection {}

    private Selection select(String subject, String wanted, boolean withDeleted) {
        boolean latest = wanted.equals(LATEST) || wanted.equals("-1");
        Optional<Integer> number = parseId(wanted);
        if (!latest && (number.isEmpty() || number.get() < 1)) {
            return new Missing(RegistryAnswer.invalidVersion(wanted));
        }
        List<Version> versions = registered.versions(subject, withDeleted);
        if (versions.isEmpty()) {
            return new Missing(RegistryAnswer.unknownSubject(subject));
        }
        if (latest) {
            return new Found(versions.getLast());
        }
        return versions.stream()
                .filter(version -> number.filter(n -> n == version.version()).isPresent())
                .findFirst()
                .<Selection>map(Found::new)
                .orElseGet(() -> new Missing(RegistryAnswer.unknownVersion(wanted)));
    }

    private Map<String, Object> described(String subject, Version version) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subject", subject);
        body.put("version", version.version());
        body.put("id", version.id());
        body.put("schema", registered.schemaOf(version));
        return body;
    }

    private List<Schema> schemas(List<Version> versions) {
        return versions.stream()
                .map(version -> new Schema.Parser().parse(registered.schemaOf(version)))
                .toList();
    }

    private static List<Integer> numbers(List<Version> versions) {
        return versions.stream().map(Version::version).toList();
    }

    private static Optional<Integer> parseId(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private sealed interface Parsing permits Parsed, Unparsed {}

    private record Parsed(Schema schema) implements Parsing {}

    private record Unparsed(RegistryAnswer refusal) implements Parsing {}

    private static Parsing parse(JsonNode request) {
        String type = request.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            return new Unparsed(RegistryAnswer.invalidSchema("only AVRO is served here, not " + type));
        }
        if (!request.path("references").isEmpty()) {
            return new Unparsed(RegistryAnswer.invalidSchema("references are not served here"));
        }
        try {
            return new Parsed(new Schema.Parser().parse(request.path("schema").asText()));
        } catch (RuntimeException e) {
            // an unknown type name is a NullPointerException in Avro's parser
            return new Unparsed(RegistryAnswer.invalidSchema(String.valueOf(e.getMessage())));
        }
    }
}
