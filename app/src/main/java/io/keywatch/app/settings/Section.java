package io.keywatch.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the settings file. Every getter names the option, its default and its documentation in one place;
 * what is wrong becomes a {@link Problem} and the default is returned, so that reading goes on to the next problem.
 */
public final class Section {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");
    private static final String FILE_PREFIX = "file:";

    /** A value longer than this is cut in messages. */
    private static final int QUOTED_CHARS = 80;

    private final Reading reading;
    private final String path;
    private final JsonNode node;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(Reading reading, String path, JsonNode node) {
        this.reading = reading;
        this.path = path;
        this.node = node;
        reading.sections().add(this);
        if (!node.isObject() && !isAbsent(node)) {
            reading.problem(path, "must be a mapping of options, is " + kindOf(node));
        }
    }

    /** Whether the file has this section at all. */
    public boolean isPresent() {
        return !isAbsent(node);
    }

    public Section section(String name) {
        asked.add(name);
        return new Section(reading, join(name), node.path(name));
    }

    /** A list of mappings. */
    public <T> List<T> sections(String name, Function<Section, T> reader) {
        asked.add(name);
        JsonNode list = node.path(name);
        if (reading.describing()) {
            var _ = reader.apply(new Section(reading, join(name) + "[]", MissingNode.getInstance()));
            return List.of();
        }
        if (isAbsent(list)) {
            return List.of();
        }
        if (!list.isArray()) {
            problem(name, "must be a list, is " + kindOf(list));
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            values.add(reader.apply(new Section(reading, join(name) + "[" + i + "]", list.path(i))));
        }
        return List.copyOf(values);
    }

    /** A mapping of mappings, by names of the operator's choice. */
    public <T> Map<String, T> named(String name, Function<Section, T> reader) {
        asked.add(name);
        JsonNode mapping = node.path(name);
        Map<String, T> values = new TreeMap<>();
        if (reading.describing()) {
            var _ = reader.apply(new Section(reading, join(name) + ".<name>", MissingNode.getInstance()));
        } else if (mapping.isObject()) {
            mapping.properties()
                    .forEach(entry -> values.put(
                            entry.getKey(),
                            reader.apply(new Section(reading, join(name) + "." + entry.getKey(), entry.getValue()))));
        } else if (!isAbsent(mapping)) {
            problem(name, "must be a mapping, is " + kindOf(mapping));
        }
        return Map.copyOf(values);
    }

    public String text(String name, String fallback, String doc) {
        return read(name, "text", fallback, Function.identity(), Function.identity(), doc);
    }

    /** A text that must be given. */
    public String requiredText(String name, String doc) {
        String value = scalar(name);
        record(name, "text, required", "", value == null ? "" : value, doc);
        if (value == null || value.isBlank()) {
            problem(name, "must be given");
            return "";
        }
        return value;
    }

    public Optional<String> optionalText(String name, String doc) {
        return optional(name, "text", Function.identity(), doc);
    }

    public boolean flag(String name, boolean fallback, String doc) {
        return read(name, "true or false", fallback, Scalars::flag, String::valueOf, doc);
    }

    public Optional<Boolean> optionalFlag(String name, String doc) {
        return optional(name, "true or false", Scalars::flag, doc);
    }

    public int integer(String name, int fallback, int min, int max, String doc) {
        return read(name, min + " to " + max, fallback, text -> Scalars.integer(text, min, max), String::valueOf, doc);
    }

    public double decimal(String name, double fallback, double min, double max, String doc) {
        return read(name, min + " to " + max, fallback, text -> Scalars.decimal(text, min, max), String::valueOf, doc);
    }

    public Duration duration(String name, Duration fallback, Duration min, Duration max, String doc) {
        String kind = "duration, " + DurationText.format(min) + " to " + DurationText.format(max);
        return read(
                name,
                kind,
                fallback,
                text -> Scalars.inRange(DurationText.parse(text), min, max, DurationText::format),
                DurationText::format,
                doc);
    }

    public DataSize size(String name, DataSize fallback, DataSize min, DataSize max, String doc) {
        return read(
                name,
                "data size, " + min + " to " + max,
                fallback,
                text -> {
                    DataSize size = DataSize.parse(text);
                    Scalars.inRange(size.bytes(), min.bytes(), max.bytes(), bytes -> new DataSize(bytes).toString());
                    return size;
                },
                DataSize::toString,
                doc);
    }

    public Path path(String name, Path fallback, String doc) {
        return read(name, "path", fallback, this::resolve, Path::toString, doc);
    }

    public Optional<Path> optionalPath(String name, String doc) {
        return optional(name, "path", this::resolve, doc);
    }

    public Optional<URI> optionalUri(String name, String doc) {
        return optional(name, "http or https address", Scalars::http, doc);
    }

    /** One of the constants, in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String name, E fallback, List<E> allowed, String doc) {
        List<String> names = allowed.stream().map(Section::written).toList();
        return read(
                name,
                String.join(", ", names),
                fallback,
                text -> allowed.get(indexOf(text, names)),
                Section::written,
                doc);
    }

    public <E extends Enum<E>> Optional<E> optionalChoice(String name, List<E> allowed, String doc) {
        List<String> names = allowed.stream().map(Section::written).toList();
        return optional(name, String.join(", ", names), text -> allowed.get(indexOf(text, names)), doc);
    }

    /** A list of texts; a text with commas will do. */
    public List<String> texts(String name, List<String> fallback, String doc) {
        asked.add(name);
        JsonNode value = node.path(name);
        List<String> texts = fallback;
        if (value.isArray()) {
            texts = new ArrayList<>();
            for (JsonNode element : value) {
                if (element.isContainerNode() || element.isNull()) {
                    problem(name, "must be a list of texts, holds " + kindOf(element));
                } else {
                    texts.add(substitute(name, element.asText()));
                }
            }
        } else if (!isAbsent(value)) {
            String text = scalar(name);
            texts = text == null ? fallback : List.of(text.strip().split("\\s*,\\s*"));
        }
        record(name, "list of texts", String.join(", ", fallback), String.join(", ", texts), doc);
        return List.copyOf(texts);
    }

    /** A list of paths; a text with commas will do. */
    public List<Path> paths(String name, String doc) {
        List<Path> paths = new ArrayList<>();
        for (String text : texts(name, List.of(), doc)) {
            try {
                paths.add(resolve(text));
            } catch (IllegalArgumentException unfit) {
                problem(name, quoted(text) + " is not a path");
            }
        }
        return List.copyOf(paths);
    }

    /** A mapping of texts; the values that {@code secret} names must come from outside the file and are masked. */
    public Map<String, String> map(String name, Predicate<String> secret, String doc) {
        asked.add(name);
        JsonNode value = node.path(name);
        Map<String, String> entries = new TreeMap<>();
        if (!isAbsent(value) && !value.isObject()) {
            problem(name, "must be a mapping of texts, is " + kindOf(value));
        }
        StringBuilder shown = new StringBuilder();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String key = name + "." + entry.getKey();
            if (entry.getValue().isContainerNode()) {
                problem(key, "must be a text, is " + kindOf(entry.getValue()));
                continue;
            }
            String raw = entry.getValue().asText();
            boolean hidden = secret.test(entry.getKey());
            String text = hidden ? outside(key, raw) : substitute(key, raw);
            entries.put(entry.getKey(), text);
            shown.append(shown.isEmpty() ? "" : ", ").append(entry.getKey()).append('=');
            shown.append(hidden ? Credential.MASK : text);
        }
        record(name, "mapping of texts", "", shown.toString(), doc);
        return Map.copyOf(entries);
    }

    /** A secret: {@code ${env:NAME}} or {@code file:PATH}, never the value itself. */
    public Optional<Credential> credential(String name, String doc) {
        asked.add(name);
        JsonNode value = node.path(name);
        boolean given = !isAbsent(value);
        record(name, "secret: ${env:NAME} or file:PATH", "", given ? Credential.MASK : "", doc);
        return given ? Optional.of(new Credential(outside(name, value.asText()))) : Optional.empty();
    }

    /** An option that is no more: its presence is a problem that says what to do. */
    public void removed(String name, String advice) {
        if (asked.add(name) && node.has(name)) {
            problem(name, "is no longer an option; " + advice);
        }
    }

    /** Runs a constructor that validates; what it refuses is a problem of this section. */
    public <T> T build(Supplier<T> constructor, T fallback) {
        return attempt(constructor).orElse(fallback);
    }

    public <T> Optional<T> attempt(Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (IllegalArgumentException refused) {
            reading.problem(path, String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    /** For rules that span options. */
    public void problem(String name, String message) {
        reading.problem(join(name), message);
    }

    void refuseUnknownKeys() {
        if (!node.isObject()) {
            return;
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                problem(
                        name,
                        "is not an option"
                                + NearestName.of(name, asked)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(asked.isEmpty() ? "" : "; there are " + String.join(", ", asked)));
            }
        });
    }

    private <T> T read(
            String name, String kind, T fallback, Function<String, T> parse, Function<T, String> write, String doc) {
        T value = parsed(name, parse).orElse(fallback);
        record(name, kind, write.apply(fallback), write.apply(value), doc);
        return value;
    }

    private <T> Optional<T> optional(String name, String kind, Function<String, T> parse, String doc) {
        Optional<T> value = parsed(name, parse);
        record(name, kind, "", value.map(Object::toString).orElse(""), doc);
        return value;
    }

    private <T> Optional<T> parsed(String name, Function<String, T> parse) {
        String text = scalar(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException unfit) {
            problem(name, quoted(text) + " " + unfit.getMessage());
            return Optional.empty();
        }
    }

    private @Nullable String scalar(String name) {
        asked.add(name);
        JsonNode value = node.path(name);
        if (isAbsent(value)) {
            return null;
        }
        if (value.isContainerNode()) {
            problem(name, "must be a single value, is " + kindOf(value));
            return null;
        }
        return substitute(name, value.asText());
    }

    private static int indexOf(String text, List<String> names) {
        int index = names.indexOf(text.strip());
        if (index < 0) {
            String hint = NearestName.of(text, names)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            throw new IllegalArgumentException("is none of " + String.join(", ", names) + hint);
        }
        return index;
    }

    private String substitute(String name, String raw) {
        if (!raw.contains("${")) {
            return raw;
        }
        Matcher variable = VARIABLE.matcher(raw);
        StringBuilder text = new StringBuilder();
        while (variable.find()) {
            String value = reading.environment().apply(variable.group(1));
            if (value == null) {
                value = variable.group(2);
            }
            if (value == null) {
                problem(name, "environment variable " + variable.group(1) + " is not set");
                value = "";
            }
            variable.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        variable.appendTail(text);
        return text.toString();
    }

    private String outside(String name, String raw) {
        if (raw.startsWith(FILE_PREFIX)) {
            try {
                return Files.readString(resolve(raw.substring(FILE_PREFIX.length())))
                        .strip();
            } catch (IOException | IllegalArgumentException unreadable) {
                problem(
                        name,
                        quoted(raw) + " cannot be read: "
                                + unreadable.getClass().getSimpleName());
                return "";
            }
        }
        if (!raw.contains("${env:")) {
            problem(name, "must not stand in the file: use ${env:NAME} or file:PATH");
            return "";
        }
        return substitute(name, raw);
    }

    private Path resolve(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is not a path");
        }
        return reading.folder().resolve(text.strip()).normalize();
    }

    private void record(String name, String kind, String fallback, String effective, String doc) {
        reading.options().add(new Option(join(name), kind, fallback, effective, doc));
    }

    private String join(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String quoted(String text) {
        return "'" + (text.length() > QUOTED_CHARS ? text.substring(0, QUOTED_CHARS) + "…" : text) + "'";
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static String kindOf(JsonNode node) {
        return node.isObject() ? "a mapping" : node.isArray() ? "a list" : quoted(node.asText());
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
