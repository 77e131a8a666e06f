package io.keywatch.detect.scan;

import io.keywatch.detect.scan.literal.LiteralIndex;
import io.keywatch.detect.scan.pattern.Anchor;
import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.text.Edges;
import io.keywatch.detect.scan.text.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules whose patterns speak for themselves, matched as the engine does and as the JDK does over the whole text.
 * Judging comes later and is left out. The JDK is told what the engine adds to a pattern: no letter or digit right before,
 * no byte of the value right after.
 */
final class AnchoredEngine {
    /** Where a value stands. */
    record Span(int start, int end) {
        boolean overlaps(Span other) {
            return start < other.end && other.start < end;
        }
    }

    /** What a rule found in a text, twice. */
    record Compared(Rule rule, List<Span> jdk, List<Span> engine) {
        /** Of the JDK's, those that no match of the engine is or touches. */
        List<Span> lost() {
            return jdk.stream()
                    .filter(span -> engine.stream().noneMatch(span::overlaps))
                    .toList();
        }

        /** Of the JDK's, those that the engine found with other ends. */
        long different() {
            return jdk.size()
                    - lost().size()
                    - jdk.stream().filter(engine::contains).count();
        }
    }

    private record Entry(int rule, PatternDetector detector) {}

    private final List<Rule> rules;
    private final List<Pattern> patterns;
    private final LiteralIndex index;
    private final List<List<Entry>> entries;

    AnchoredEngine(RuleSet set) {
        this.rules =
                set.compiled().stream().filter(rule -> !rule.needsContext()).toList();
        this.patterns = rules.stream().map(AnchoredEngine::jdk).toList();
        Map<String, List<Entry>> byLiteral = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            for (Anchor anchor : rules.get(i).anchors()) {
                byLiteral
                        .computeIfAbsent(anchor.literal(), l -> new ArrayList<>())
                        .add(new Entry(i, new PatternDetector(rules.get(i), anchor)));
            }
        }
        this.index = LiteralIndex.of(List.copyOf(byLiteral.keySet()));
        this.entries = List.copyOf(byLiteral.values());
    }

    int size() {
        return rules.size();
    }

    List<Rule> rules() {
        return rules;
    }

    private static Pattern jdk(Rule rule) {
        String pattern = "(?:" + rule.spec().pattern() + ")";
        if (!rule.spec().openRight()) {
            pattern += "(?!" + characterClass(rule.inside()) + ")";
        }
        return Pattern.compile(pattern, Pattern.MULTILINE | Pattern.UNIX_LINES);
    }

    private static String characterClass(ByteSet set) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < set.size(); i++) {
            text.append(String.format("\\x%02x", set.member(i)));
        }
        return text.append(']').toString();
    }

    List<Compared> compare(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<TreeSet<Long>> found = new ArrayList<>();
        rules.forEach(rule -> found.add(new TreeSet<>()));
        TextScan scan = new TextScan(bytes, bytes.length, FileKind.of("a.txt"), Integer.MAX_VALUE);
        index.scan(
                bytes,
                0,
                bytes.length,
                (literal, end) -> {
                    for (Entry entry : entries.get(literal)) {
                        if (entry.detector().find(scan, end - index.length(literal))) {
                            long start = scan.attempt().valueStart();
                            found.get(entry.rule())
                                    .add(start << 32 | scan.attempt().valueEnd());
                        }
                    }
                },
                () -> true);
        List<Compared> compared = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            List<Span> engine = found.get(i).stream()
                    .map(packed -> new Span((int) (packed >>> 32), (int) (packed & 0xffff_ffffL)))
                    .toList();
            compared.add(new Compared(rules.get(i), jdk(rules.get(i), patterns.get(i), bytes, text), engine));
        }
        return compared;
    }

    private static List<Span> jdk(Rule rule, Pattern pattern, byte[] bytes, String text) {
        List<Span> spans = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int at = 0;
        while (at <= text.length() && matcher.find(at)) {
            if (!rule.spec().openLeft() && !Edges.left(bytes, matcher.start())) {
                // the pattern may match from a later place on
                at = matcher.start() + 1;
                continue;
            }
            boolean group = matcher.groupCount() > 0 && matcher.group(1) != null;
            spans.add(group ? new Span(matcher.start(1), matcher.end(1)) : new Span(matcher.start(), matcher.end()));
            at = Math.max(matcher.end(), matcher.start() + 1);
        }
        return spans;
    }
}
