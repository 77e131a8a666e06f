package io.keywatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every published version of every schema stays in {@code schemas/history}. After a change of the contract run this
 * test with {@code -Dkeywatch.schemas.record=true}: it adds the new version, if that is allowed.
 */
class SchemaHistoryTest {
    private static final Path HISTORY = Path.of("history");
    private static final SchemaValidator FULL_TRANSITIVE =
            new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

    static List<Topic<?>> topics() {
        return Topics.withSchemas();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyVersionReadsEveryOther(Topic<?> topic) throws Exception {
        Schema current = SpecificData.get().getSchema(topic.valueType());
        List<Schema> versions = versionsOf(topic);

        FULL_TRANSITIVE.validate(current, versions.reversed());

        if (Boolean.getBoolean("keywatch.schemas.record")
                && (versions.isEmpty() || !versions.getLast().equals(current))) {
            Path folder = HISTORY.resolve(topic.subject());
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve((versions.size() + 1) + ".avsc"),
                    org.apache.avro.SchemaFormatter.format("json/pretty", current)
                                    .stripTrailing() + "\n");
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theLastRecordedVersionIsTheOneInUse(Topic<?> topic) {
        assertThat(versionsOf(topic))
                .isNotEmpty()
                .last()
                .isEqualTo(SpecificData.get().getSchema(topic.valueType()));
    }

    @Test
    void aNewFieldWithoutDefaultIsRefused() {
        Schema v1 = new Schema.Parser().parse("""
                {"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}""");
        Schema v2 = new Schema.Parser().parse("""
                {"type":"record","name":"R","fields":[{"name":"a","type":"string"},{"name":"b","type":"string"}]}""");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> FULL_TRANSITIVE.validate(v2, List.of(v1)))
                .isInstanceOf(SchemaValidationException.class);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyEnumHasUnknownAsDefaultSymbol(Topic<?> topic) {
        assertThat(enumsIn(SpecificData.get().getSchema(topic.valueType()), new java.util.HashSet<>()))
                .allSatisfy(symbols -> assertThat(symbols.getEnumDefault()).isEqualTo("UNKNOWN"));
    }

    private static List<Schema> enumsIn(Schema schema, java.util.Set<String> seen) {
        return switch (schema.getType()) {
            case ENUM -> List.of(schema);
            case RECORD ->
                seen.add(schema.getFullName())
                        ? schema.getFields().stream()
                                .flatMap(field -> enumsIn(field.schema(), seen).stream())
                                .toList()
                        : List.of();
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(type -> enumsIn(type, seen).stream())
                        .toList();
            case ARRAY -> enumsIn(schema.getElementType(), seen);
            case MAP -> enumsIn(schema.getValueType(), seen);
            default -> List.of();
        };
    }

    private static List<Schema> versionsOf(Topic<?> topic) {
        Path folder = HISTORY.resolve(topic.subject());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparingInt(SchemaHistoryTest::version))
                    .map(SchemaHistoryTest::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".avsc", ""));
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
