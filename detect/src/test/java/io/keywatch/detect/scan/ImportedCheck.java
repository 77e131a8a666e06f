package io.keywatch.detect.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.keywatch.detect.scan.imported.ImportedRule;
import io.keywatch.detect.scan.imported.ImportedRules;
import io.keywatch.detect.scan.text.FileKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A rule file of gitleaks' format over the development corpus: what each expression finds in windows, next to what RE2J
 * finds in whole files; entropy, paths and allowlists aside. A tool, not a test: {@code java … ImportedCheck FILE
 * [EVERY-NTH]}.
 */
final class ImportedCheck {
    private ImportedCheck() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        ImportedRules.Load load = RuleSet.load(List.of(Path.of(args[0])), true);
        load.problems().forEach(out::println);
        List<ImportedRule> rules = load.rules().rules().stream()
                .filter(rule -> rule.regex() != null)
                .map(ImportedCheck::bare)
                .toList();
        long bounded = rules.stream()
                .map(ImportedRule::shape)
                .filter(s ->
                        s.maxWidth() <= ImportedScan.MAX_WINDOW && !s.literals().isEmpty())
                .count();
        long lines = rules.stream()
                .map(ImportedRule::shape)
                .filter(s -> s.maxWidth() > ImportedScan.MAX_WINDOW
                        && s.maxLineFeeds() <= ImportedScan.MAX_LINE_FEEDS
                        && !s.literals().isEmpty())
                .count();
        out.printf(
                "%d rules, %d problems; windows %d, lines %d, whole text %d, path alone %d%n",
                load.rules().rules().size(),
                load.problems().size(),
                bounded,
                lines,
                rules.size() - bounded - lines,
                load.rules().rules().size() - rules.size());
        rules.stream()
                .filter(r -> r.shape().literals().isEmpty()
                        || (r.shape().maxWidth() > ImportedScan.MAX_WINDOW
                                && r.shape().maxLineFeeds() > ImportedScan.MAX_LINE_FEEDS))
                .forEach(r -> out.println("  whole text: " + r.info().id()));
        TextEngine engine = new TextEngine(RuleSet.only(new ImportedRules(rules, List.of(), Map.of(), Set.of(), "x")));
        long[] n = new long[6];
        Corpus.read(Corpus.file().orElseThrow(), (name, bytes) -> {
            if (n[0]++ % (args.length > 1 ? Integer.parseInt(args[1]) : 1) != 0 || bytes.length > 1 << 18) {
                return;
            }
            long start = System.nanoTime();
            TextScan text = new TextScan(bytes, bytes.length, FileKind.of(name), Integer.MAX_VALUE).at(name);
            engine.index()
                    .scan(bytes, 0, bytes.length, (literal, end) -> engine.verify(text, literal, end), () -> true);
            engine.imported().run(text, () -> true);
            n[1] += System.nanoTime() - start;
            n[2] += bytes.length;
            List<String> found = text.candidates().stream()
                    .map(c -> c.rule().id() + " " + c.start() + "-" + c.end())
                    .sorted()
                    .toList();
            List<String> whole = whole(rules, bytes);
            n[3] += whole.size();
            if (!found.equals(whole)) {
                n[4]++;
                out.println(name + ": " + found.size() + " in windows, " + whole.size() + " in the whole text");
            }
            n[5]++;
        });
        out.printf(
                Locale.ROOT,
                "%d files, %d bytes: %d matches in whole texts, %d files with others in windows; %.2f MB/s%n",
                n[5],
                n[2],
                n[3],
                n[4],
                n[2] * 1000.0 / n[1]);
    }

    private static ImportedRule bare(ImportedRule r) {
        return new ImportedRule(
                r.info(),
                r.regex(),
                r.shape(),
                r.secretGroup(),
                List.of(),
                0,
                null,
                List.of(),
                List.of(),
                List.of(),
                false);
    }

    private static List<String> whole(List<ImportedRule> rules, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        for (ImportedRule rule : rules) {
            Pattern regex = rule.regex();
            if (regex == null) {
                continue;
            }
            Matcher m = regex.matcher(text);
            int at = 0;
            while (at <= text.length() && m.find(at)) {
                int start = m.start();
                int end = m.end();
                for (int g = 1; g <= m.groupCount(); g++) {
                    if (m.start(g) >= 0 && m.end(g) > m.start(g)) {
                        start = m.start(g);
                        end = m.end(g);
                        break;
                    }
                }
                if (start == m.start() && end == m.end()) {
                    while (start < end && text.charAt(start) == '\n') {
                        start++;
                    }
                    while (end > start && text.charAt(end - 1) == '\n') {
                        end--;
                    }
                }
                if (start < end) {
                    int from = text.substring(0, start).getBytes(StandardCharsets.UTF_8).length;
                    int to = from + text.substring(start, end).getBytes(StandardCharsets.UTF_8).length;
                    found.add(rule.info().id() + " " + from + "-" + to);
                }
                at = m.end() > m.start() ? m.end() : m.end() + 1;
            }
        }
        return found.stream().sorted().toList();
    }
}
