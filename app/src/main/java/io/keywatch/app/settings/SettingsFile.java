package io.keywatch.app.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the settings file. */
public final class SettingsFile {
    /** A settings file of a megabyte is a mistake: the account table of a large organisation is 100 kB. */
    static final long MAX_BYTES = 1024 * 1024;

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    private SettingsFile() {}

    /** What came of reading. */
    public sealed interface Outcome {
        /** @param options every option in force, secrets masked */
        record Valid(Settings settings, List<Option> options) implements Outcome {
            public Valid {
                options = List.copyOf(options);
            }
        }

        record Invalid(List<Problem> problems) implements Outcome {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    public static Outcome read(Path file) {
        return read(file, System::getenv);
    }

    public static Outcome read(Path file, UnaryOperator<@Nullable String> environment) {
        JsonNode root;
        try {
            if (Files.size(file) > MAX_BYTES) {
                return invalid(file + " is larger than " + MAX_BYTES + " bytes");
            }
            root = YAML.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            String place = where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
            return invalid(file + " is not YAML" + place + ": " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            return invalid(file + " cannot be read: " + e.getClass().getSimpleName());
        }
        Path folder = file.toAbsolutePath().getParent();
        return read(root, environment, folder == null ? Path.of("") : folder);
    }

    /** Nothing but defaults, for commands that need no file. */
    public static Outcome defaults() {
        return read(MissingNode.getInstance(), System::getenv, Path.of(""));
    }

    private static Outcome read(JsonNode root, UnaryOperator<@Nullable String> environment, Path folder) {
        Reading reading = Reading.of(environment, folder);
        Settings settings = Settings.read(new Section(reading, "", root));
        reading.refuseUnknownKeys();
        if (!reading.problems().isEmpty()) {
            return new Outcome.Invalid(reading.problems());
        }
        return new Outcome.Valid(settings, reading.options());
    }

    /** Every option there is, with its default, from a reading of nothing. */
    public static List<Option> reference() {
        Reading reading = Reading.toDescribe();
        var _ = Settings.read(new Section(reading, "", MissingNode.getInstance()));
        return List.copyOf(reading.options());
    }

    private static Outcome invalid(String message) {
        return new Outcome.Invalid(List.of(new Problem("", message)));
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no details" : message.lines().findFirst().orElse("no details");
    }
}
