package io.keywatch.detect.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.imported.Allowlist;
import io.keywatch.detect.scan.imported.Allowlist.Place;
import io.keywatch.detect.scan.imported.ImportedRule;
import io.keywatch.detect.scan.imported.ImportedRules;
import io.keywatch.detect.scan.imported.RegexShape;
import io.keywatch.detect.scan.imported.TextSlice;
import io.keywatch.detect.scan.imported.TextSlice.OutOfTime;
import io.keywatch.detect.scan.text.Entropy;
import io.keywatch.detect.scan.text.Lines;
import io.keywatch.schemas.v1.Validation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Runs users' rules over a text after the pass for literals. What a rule finds is what its expression finds in the whole
 * text, one match after the other, if a keyword of the rule stands anywhere in the text. Less is looked at only where the
 * syntax of the expression says that nothing else can match: around the literals that every match contains, as far as
 * the widest match goes, or on their lines. Immutable, shared by threads.
 */
final class ImportedScan {
    /** On a line, in a comment: what gitleaks takes for "not this one". */
    private static final String ALLOW = "gitleaks:allow";

    /** Wider matches are looked for in the whole text: windows would overlap anyway. */
    static final int MAX_WINDOW = 64 * 1024;

    /** Matches over more lines are looked for in the whole text. */
    static final int MAX_LINE_FEEDS = 20;

    /** The group that is the secret took no part in the match. */
    private static final int NONE = -1;

    private final ImportedRules set;
    private final List<ImportedRule> rules;
    private final boolean[] placed;
    private final boolean requires;
    private final IdentityHashMap<RuleInfo, ImportedRule> byInfo = new IdentityHashMap<>();

    ImportedScan(ImportedRules set) {
        this.set = set;
        this.rules = set.rules();
        this.placed = new boolean[rules.size()];
        this.requires = rules.stream().anyMatch(rule -> !rule.required().isEmpty());
        for (ImportedRule rule : rules) {
            byInfo.put(rule.info(), rule);
        }
    }

    /** The literals to look for, and who is told of them. */
    Map<String, List<Detector>> detectors() {
        Map<String, List<Detector>> all = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            ImportedRule rule = rules.get(i);
            if (rule.regex() == null) {
                continue;
            }
            RegexShape shape = rule.shape();
            boolean narrow = shape.maxWidth() <= MAX_WINDOW || shape.maxLineFeeds() <= MAX_LINE_FEEDS;
            Set<String> literals = narrow ? Set.copyOf(shape.literals()) : Set.of();
            placed[i] = !literals.isEmpty();
            Set<String> words = new TreeSet<>(rule.keywords());
            words.addAll(literals);
            for (String word : words) {
                boolean keyword = rule.keywords().stream().anyMatch(word::contains);
                all.computeIfAbsent(word, w -> new ArrayList<>())
                        .add(new ImportedDetector(i, keyword, literals.contains(word)));
            }
        }
        if (!rules.isEmpty()) {
            all.computeIfAbsent(ALLOW, w -> new ArrayList<>()).add(new ImportedDetector(rules.size(), false, true));
        }
        return all;
    }

    /** @return whether all was looked at */
    boolean run(TextScan scan, BooleanSupplier keepGoing) {
        ImportedHits hits = scan.importedHits();
        Paths paths = new Paths(scan.location());
        for (int i = 0; i < rules.size() && !scan.overflowed(); i++) {
            ImportedRule rule = rules.get(i);
            Pattern regex = rule.regex();
            if (regex == null
                    || (placed[i] && !hits.any(i))
                    || (!rule.keywords().isEmpty() && !hits.isOpen(i))
                    || !paths.admit(rule)) {
                continue;
            }
            if (!keepGoing.getAsBoolean()) {
                return false;
            }
            try {
                Search search = new Search(scan, rule, regex, paths.location(), keepGoing);
                if (!placed[i] || hits.tooMany(i)) {
                    search.within(0, scan.length());
                } else {
                    search.around(hits.sorted(i));
                }
            } catch (OutOfTime late) {
                return false;
            }
        }
        return true;
    }

    /** Which rules a path lets run; each list is asked once. */
    private static final class Paths {
        private final String location;
        private final IdentityHashMap<Allowlist, Boolean> allowed = new IdentityHashMap<>();

        Paths(String location) {
            this.location = location;
        }

        String location() {
            return location;
        }

        boolean admit(ImportedRule rule) {
            Pattern path = rule.path();
            return (path == null || Allowlist.names(path, location))
                    && rule.allowlists().stream()
                            .noneMatch(list -> allowed.computeIfAbsent(list, l -> l.allowsAllOf(location)));
        }
    }

    /** Whether a file is a finding for its path alone. */
    List<ImportedRule> filesAt(String location) {
        Paths paths = new Paths(location);
        return rules.stream()
                .filter(rule -> rule.regex() == null && !rule.skipReport() && paths.admit(rule))
                .toList();
    }

    /** One rule over one text. */
    private final class Search {
        private final TextScan scan;
        private final ImportedRule rule;
        private final Pattern regex;
        private final String location;
        private final BooleanSupplier keepGoing;

        Search(TextScan scan, ImportedRule rule, Pattern regex, String location, BooleanSupplier keepGoing) {
            this.scan = scan;
            this.rule = rule;
            this.regex = regex;
            this.location = location;
            this.keepGoing = keepGoing;
        }

        void around(long[] places) {
            boolean byWidth = rule.shape().maxWidth() <= MAX_WINDOW;
            int from = -1;
            int to = -1;
            int line = -1;
            for (long place : places) {
                int start = ImportedHits.start(place);
                int end = ImportedHits.end(place);
                if (!byWidth && start < line) {
                    // on the line of the one before, so with the same lines around it
                    continue;
                }
                line = byWidth ? -1 : lineEnd(end, 0);
                int first = byWidth
                        ? start - rule.shape().maxWidth()
                        : lineStart(start, rule.shape().maxLineFeeds());
                int last = byWidth
                        ? start + rule.shape().maxWidth()
                        : lineEnd(line, rule.shape().maxLineFeeds());
                // what only nearly touches is one: a slice has some bytes more than its window
                if (from >= 0 && first > to + 8) {
                    within(from, to);
                    from = -1;
                }
                from = from < 0 ? Math.max(0, first) : from;
                to = Math.max(to, Math.min(scan.length(), last));
            }
            if (from >= 0) {
                within(from, to);
            }
        }

        /** Start of the line so many before that of {@code at}. */
        private int lineStart(int at, int before) {
            int left = before;
            int i = at;
            while (i > 0 && (scan.bytes()[i - 1] != '\n' || left-- > 0)) {
                i--;
            }
            return i;
        }

        /** End of the line so many after that of {@code at}, its line feed left out. */
        private int lineEnd(int at, int after) {
            int left = after;
            int i = at;
            while (i < scan.length() && (scan.bytes()[i] != '\n' || left-- > 0)) {
                i++;
            }
            return i;
        }

        /** With a character more on either side, so that edges are seen as they are. */
        void within(int from, int to) {
            byte[] bytes = scan.bytes();
            int sliceFrom = from == 0 ? 0 : TextSlice.boundary(bytes, from - 1);
            int sliceTo = Math.min(scan.length(), to + 1);
            while (sliceTo < scan.length() && sliceTo <= to + 4 && (bytes[sliceTo] & 0xc0) == 0x80) {
                sliceTo++;
            }
            TextSlice slice = TextSlice.of(bytes, sliceFrom, sliceTo, keepGoing);
            Matcher matcher = regex.matcher(slice);
            int at = from == 0 ? 0 : Character.charCount(Character.codePointAt(slice, 0));
            while (at <= slice.length() && !scan.overflowed() && matcher.find(at)) {
                judge(matcher, slice);
                at = matcher.end() > matcher.start() ? matcher.end() : matcher.end() + 1;
            }
        }

        private void judge(Matcher m, TextSlice slice) {
            int from = slice.offset(m.start());
            int to = slice.offset(m.end());
            int group = secretGroup(m);
            if (group == NONE) {
                return;
            }
            int start = group == 0 ? from : slice.offset(m.start(group));
            int end = group == 0 ? to : slice.offset(m.end(group));
            if (group == 0) {
                // a line feed around a match belongs to the expression, not to the secret
                while (start < end && scan.bytes()[start] == '\n') {
                    start++;
                }
                while (end > start && scan.bytes()[end - 1] == '\n') {
                    end--;
                }
            }
            if (start >= end || (rule.minEntropy() > 0 && Entropy.of(scan.bytes(), start, end) <= rule.minEntropy())) {
                return;
            }
            if (!allowed(rule.allowlists(), start, end, from, to)) {
                scan.add(new Candidate(
                        rule.info(),
                        start,
                        end,
                        0,
                        Rank.FORMAT,
                        rule.info().confidence(),
                        rule.info().severity(),
                        Validation.UNCHECKED,
                        null,
                        null));
            }
        }

        private int secretGroup(Matcher m) {
            if (rule.secretGroup() > 0) {
                return m.start(rule.secretGroup()) < 0 ? NONE : rule.secretGroup();
            }
            for (int g = 1; g <= m.groupCount(); g++) {
                if (m.start(g) >= 0 && m.end(g) > m.start(g)) {
                    return g;
                }
            }
            return 0;
        }

        private boolean allowed(List<Allowlist> lists, int start, int end, int from, int to) {
            Place place = place(scan, start, end, from, to, keepGoing);
            if (scan.importedHits().anyWithin(rules.size(), place.lineStart(), place.lineEnd())) {
                return true;
            }
            return lists.stream().anyMatch(list -> list.allows(location, place));
        }
    }

    private static Place place(TextScan scan, int start, int end, int from, int to, BooleanSupplier keepGoing) {
        Lines lines = scan.lines();
        int lineStart = lines.start(lines.line(from));
        int lineEnd = Math.min(scan.length(), lines.start(lines.line(Math.max(from, to - 1)) + 1));
        if (lineEnd > to && scan.bytes()[lineEnd - 1] == '\n') {
            lineEnd--;
        }
        return new Place(scan.bytes(), start, end, from, to, lineStart, lineEnd, keepGoing);
    }

    /**
     * What stays of all candidates of a text: with the parts that a rule requires, allowed by no list, and of a rule that
     * reports. Before overlaps are settled: a required part may be the less specific of two.
     */
    List<Candidate> settle(List<Candidate> candidates, TextScan scan, BooleanSupplier keepGoing) {
        if (set.isEmpty()) {
            return candidates;
        }
        Paths paths = new Paths(scan.location());
        IdentityHashMap<Candidate, Spot> spots = requires ? spots(candidates, scan.lines()) : new IdentityHashMap<>();
        List<Candidate> kept = new ArrayList<>(candidates.size());
        for (Candidate c : candidates) {
            ImportedRule rule = byInfo.get(c.rule());
            if (c.value() != null) {
                // judged in the text that it was decoded from
                kept.add(c);
            } else if (rule != null) {
                if (!rule.skipReport() && complete(c, rule, spots)) {
                    kept.add(c);
                }
            } else if (!set.disabled().contains(c.rule().id()) && !allowedBuiltin(c, scan, paths, keepGoing)) {
                kept.add(c);
            }
        }
        return kept;
    }

    /** Where a candidate begins, in lines and columns. */
    private record Spot(int line, int column) {}

    private static IdentityHashMap<Candidate, Spot> spots(List<Candidate> candidates, Lines lines) {
        IdentityHashMap<Candidate, Spot> spots = new IdentityHashMap<>();
        // in order, so that a long line is walked once
        candidates.stream()
                .sorted(Comparator.comparingInt(Candidate::start))
                .forEach(c -> spots.put(c, new Spot(lines.line(c.start()), lines.column(c.start()))));
        return spots;
    }

    private static boolean complete(Candidate c, ImportedRule rule, IdentityHashMap<Candidate, Spot> spots) {
        Spot own = spots.get(c);
        return rule.required().stream()
                .allMatch(part -> spots.entrySet().stream()
                        .anyMatch(other -> other.getKey().rule().id().equals(part.ruleId())
                                && own != null
                                && part.near(
                                        other.getValue().line() - own.line(),
                                        other.getValue().column() - own.column())));
    }

    private boolean allowedBuiltin(Candidate c, TextScan scan, Paths paths, BooleanSupplier keepGoing) {
        List<Allowlist> own = set.ofRule().getOrDefault(c.rule().id(), List.of());
        if (own.isEmpty() && set.allowlists().isEmpty()) {
            return false;
        }
        Place place = place(scan, c.start(), c.end(), c.start(), c.end(), keepGoing);
        try {
            return Stream.concat(set.allowlists().stream(), own.stream())
                    .anyMatch(list -> list.allows(paths.location(), place));
        } catch (OutOfTime late) {
            // not known to be allowed: it is reported
            return false;
        }
    }
}
