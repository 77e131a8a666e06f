package io.keywatch.ingest.cloudtrail;

import io.keywatch.ingest.cloudtrail.AllowedParameters.Kind;
import io.keywatch.ingest.cloudtrail.ParameterAllowList.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The allow-list as people write it: a line per event source (without {@code .amazonaws.com}), event names, part and
 * paths.
 *
 * <pre>
 * # what was read, never what it said
 * secretsmanager GetSecretValue,DescribeSecret request secretId versionStage
 *     versionId
 * </pre>
 *
 * <p>Part is {@code request}, {@code response}, {@code additional} or {@code service}. An indented line goes on with the
 * paths of the line before it. A path may end in {@code :present} (keep only that it was there) or {@code :policy} (keep
 * effects, principals and names of condition keys). An event name stands for its dated versions too. Anything else is an
 * error; all errors are told at once.
 */
final class AllowListText {
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]+");
    private static final Pattern EVENTS = Pattern.compile("[A-Z][A-Za-z0-9]*(,[A-Z][A-Za-z0-9]*)*");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_:-]+?(\\.[A-Za-z0-9_:-]+?)*(:present|:policy)?");
    /** Source, events, part. */
    private static final int HEAD_WORDS = 3;

    private static final String PRESENT = ":present";
    private static final String POLICY = ":policy";

    private enum Part {
        REQUEST,
        RESPONSE,
        ADDITIONAL,
        SERVICE
    }

    private final Map<String, Map<String, Map<Part, Tree>>> services = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private AllowListText() {}

    static ParameterAllowList parse(String text) {
        AllowListText parsed = new AllowListText();
        int number = 0;
        int from = 0;
        StringBuilder logical = new StringBuilder();
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!Character.isWhitespace(line.charAt(0))) {
                parsed.line(from, logical.toString());
                logical.setLength(0);
                from = number;
            }
            logical.append(' ').append(line);
        }
        parsed.line(from, logical.toString());
        if (!parsed.problems.isEmpty()) {
            throw new IllegalArgumentException("allow-list: " + String.join("; ", parsed.problems));
        }
        Map<String, Map<String, Event>> byService = new HashMap<>();
        parsed.services.forEach((service, events) -> {
            Map<String, Event> byName = new HashMap<>();
            events.forEach((name, parts) -> byName.put(name, event(parts)));
            byService.put(service, byName);
        });
        return new ParameterAllowList(byService);
    }

    private static Event event(Map<Part, Tree> parts) {
        return new Event(
                fixed(parts.get(Part.REQUEST)),
                fixed(parts.get(Part.RESPONSE)),
                fixed(parts.get(Part.ADDITIONAL)),
                fixed(parts.get(Part.SERVICE)));
    }

    private static AllowedParameters fixed(@Nullable Tree tree) {
        return tree == null ? AllowedParameters.NOTHING : tree.fix("", "");
    }

    private void line(int number, String line) {
        if (line.isBlank()) {
            return;
        }
        String[] words = line.strip().split("\\s+");
        List<Tree> trees = head(number, words);
        if (words.length <= HEAD_WORDS) {
            problems.add("line " + number + ": no paths");
        }
        for (int i = HEAD_WORDS; i < words.length; i++) {
            path(number, words[i], trees);
        }
    }

    private List<Tree> head(int number, String[] words) {
        if (words.length < HEAD_WORDS
                || !SERVICE.matcher(words[0]).matches()
                || !EVENTS.matcher(words[1]).matches()) {
            problems.add("line " + number + ": expected SOURCE EVENT,EVENT PART PATH...");
            return List.of(new Tree());
        }
        Part part = part(words[2]);
        if (part == null) {
            problems.add("line " + number + ": no such part: " + words[2]);
            return List.of(new Tree());
        }
        List<Tree> trees = new ArrayList<>();
        for (String event : words[1].split(",")) {
            trees.add(services.computeIfAbsent(words[0], any -> new TreeMap<>())
                    .computeIfAbsent(event, any -> new EnumMap<>(Part.class))
                    .computeIfAbsent(part, any -> new Tree()));
        }
        return trees;
    }

    private static @Nullable Part part(String word) {
        for (Part part : Part.values()) {
            if (part.name().toLowerCase(Locale.ROOT).equals(word)) {
                return part;
            }
        }
        return null;
    }

    private void path(int number, String word, List<Tree> trees) {
        if (!PATH.matcher(word).matches()) {
            problems.add("line " + number + ": no path: " + word);
            return;
        }
        Kind kind = word.endsWith(PRESENT) ? Kind.PRESENT : word.endsWith(POLICY) ? Kind.POLICY : Kind.VALUE;
        String names = kind == Kind.VALUE ? word : word.substring(0, word.lastIndexOf(':'));
        for (Tree tree : trees) {
            Tree node = tree;
            for (String name : names.split("\\.")) {
                node = node.children.computeIfAbsent(name, any -> new Tree());
            }
            if (node.kind != null && node.kind != kind) {
                problems.add("line " + number + ": " + names + " is listed in two ways");
            }
            node.kind = kind;
        }
    }

    /** Names as they are being read; {@link AllowedParameters} is the same, fixed. */
    private static final class Tree {
        private @Nullable Kind kind;
        private final Map<String, Tree> children = new TreeMap<>();

        AllowedParameters fix(String lastName, String path) {
            Map<String, AllowedParameters> fixed = new HashMap<>();
            children.forEach((name, tree) -> {
                AllowedParameters child = tree.fix(name, path.isEmpty() ? name : path + "." + name);
                fixed.put(name, child);
                // services differ, and some changed, in how they spell the first letter
                fixed.putIfAbsent(otherCase(name), child);
            });
            return new AllowedParameters(lastName, path, kind, Map.copyOf(fixed));
        }

        private static String otherCase(String name) {
            char first = name.charAt(0);
            char other = Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first);
            return other + name.substring(1);
        }
    }
}
