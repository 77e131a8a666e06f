package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.imported.ImportedRule;
import io.keywatch.detect.scan.imported.ImportedRules;
import io.keywatch.detect.scan.imported.RegexShape;
import io.keywatch.schemas.v1.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A user's rule finds in a text what its expression finds in the whole of it, wherever the engine looks. */
class ImportedRegexTest {
    private static final String[] WORDS = {"key", "token", "acme_", "KEY", "Token"};
    private static final String[] CLASSES = {"[a-z]", "\\d", "[^\"=]", "\\s", ".", "\\w", "[A-Z0-9_-]", "[[:xdigit:]]"};
    private static final String[] QUANTIFIERS = {"", "", "", "?", "*", "+", "{2}", "{0,3}", "{2,}", "*?", "{1,4}?"};
    /** Engines differ in how often they repeat a group that matched nothing. */
    private static final String[] GROUP_QUANTIFIERS = {"", "?", "{2}", "{1,2}"};

    private static final String[] EDGES = {"\\b", "(?m:^)", "\\B", "(?m:$)"};

    record Span(int start, int end) {}

    @Property(tries = 3000)
    void findsWhatTheJdkFindsInTheWholeText(@ForAll long seed) {
        Random random = new Random(seed);
        // the JDK and RE2 differ over a repeated group that matches nothing; the other property repeats them
        String regex = regex(random, 3).replaceAll("\\)\\{[12,]+}", ")");
        String text = text(random, "");
        assertThat(found(regex, text)).as(regex + " in " + text).isEqualTo(jdk(regex, text));
    }

    @Property(tries = 1000)
    void findsWhatRe2jFindsInTheWholeTextBeyondAscii(@ForAll long seed) {
        Random random = new Random(seed);
        String regex = regex(random, 3);
        String text = text(random, "é€😀");
        assertThat(found(regex, text)).as(regex + " in " + text).isEqualTo(re2j(regex, text));
    }

    @Test
    void narrowsMostExpressionsOfThisTest() {
        // Otherwise the properties above compare the whole text with itself.
        long narrow = 0;
        for (int seed = 0; seed < 1000; seed++) {
            RegexShape shape = RegexShape.of(regex(new Random(seed), 3));
            boolean bounded =
                    shape.maxWidth() <= ImportedScan.MAX_WINDOW || shape.maxLineFeeds() <= ImportedScan.MAX_LINE_FEEDS;
            narrow += bounded && !shape.literals().isEmpty() ? 1 : 0;
        }
        assertThat(narrow).isGreaterThan(300);
    }

    @Test
    void looksAtTheWholeTextWhereTheLiteralStandsTooOften() {
        String text = "acme_ ".repeat(ImportedHits.MAX_PLACES + 10) + "acme_77";
        assertThat(found("acme_\\d\\d", text)).containsExactly(new Span(text.length() - 7, text.length()));
    }

    private static String regex(Random random, int depth) {
        StringBuilder regex = new StringBuilder(random.nextInt(4) == 0 ? "(?i)" : "");
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            String part = switch (random.nextInt(depth > 0 ? 8 : 6)) {
                case 0, 1, 2 -> one(WORDS, random);
                case 3, 4 -> one(CLASSES, random) + one(QUANTIFIERS, random);
                case 5 -> one(EDGES, random);
                case 6 -> "(?:" + regex(random, depth - 1) + "|" + regex(random, depth - 1) + ")";
                default -> "(?:" + regex(random, depth - 1) + ")" + one(GROUP_QUANTIFIERS, random);
            };
            regex.append(part);
        }
        return regex.toString();
    }

    private static String text(Random random, String beyond) {
        String[] more = {"\n", "=", "\"", " ", "a", "Z", "7", "k", "ey", "to"};
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(60);
        for (int i = 0; i < parts; i++) {
            int kind = random.nextInt(beyond.isEmpty() ? 2 : 3);
            if (kind == 2) {
                int[] points = beyond.codePoints().toArray();
                text.appendCodePoint(points[random.nextInt(points.length)]);
            } else {
                text.append(kind == 0 ? one(WORDS, random) : one(more, random));
            }
        }
        // the JDK has no start of a line after the last line feed, RE2 has
        return text.append('.').toString();
    }

    private static String one(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    static List<Span> found(String regex, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ImportedRule rule = new ImportedRule(
                new RuleInfo("r", "r", "1", "r", null, Severity.HIGH, 0.8, "r", "r"),
                com.google.re2j.Pattern.compile(regex),
                RegexShape.of(regex),
                0,
                List.of(),
                0,
                null,
                List.of(),
                List.of(),
                List.of(),
                false);
        RuleSet rules = RuleSet.only(new ImportedRules(List.of(rule), List.of(), Map.of(), Set.of(), "x"));
        TextEngine engine = new TextEngine(rules);
        // matches of one rule do not overlap: settling leaves them as they are
        TextEngine.Found all = engine.scan(bytes, bytes.length, "a.txt", "a.txt", 100_000, () -> true);
        assertThat(all.complete()).isTrue();
        return all.candidates().stream().map(c -> new Span(c.start(), c.end())).toList();
    }

    private static List<Span> jdk(String regex, String text) {
        List<Span> spans = new ArrayList<>();
        var matcher = java.util.regex.Pattern.compile(
                        regex.replace("[[:xdigit:]]", "\\p{XDigit}"), java.util.regex.Pattern.UNIX_LINES)
                .matcher(text);
        while (matcher.find()) {
            add(spans, text, matcher.start(), matcher.end());
        }
        return spans;
    }

    private static List<Span> re2j(String regex, String text) {
        List<Span> spans = new ArrayList<>();
        var matcher = com.google.re2j.Pattern.compile(regex).matcher(text);
        int at = 0;
        while (at <= text.length() && matcher.find(at)) {
            add(spans, text, matcher.start(), matcher.end());
            boolean nothing = matcher.start() == matcher.end();
            // left to itself it goes on in the middle of a surrogate pair
            at = nothing ? matcher.end() + width(text, matcher.end()) : matcher.end();
        }
        return spans;
    }

    private static int width(String text, int at) {
        return at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
    }

    private static void add(List<Span> spans, String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && text.charAt(from) == '\n') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '\n') {
            to--;
        }
        if (from < to) {
            spans.add(new Span(offset(text, from), offset(text, to)));
        }
    }

    private static int offset(String text, int at) {
        return text.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
    }
}
