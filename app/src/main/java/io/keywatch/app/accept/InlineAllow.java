package io.keywatch.app.accept;

import io.keywatch.detect.scan.Match;
import io.keywatch.detect.scan.pattern.ByteSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code keywatch:allow} on the line of a finding, or alone on the line above. Rule ids may follow, and then it holds
 * for these only; anything else that follows is a reason. Read in plain files, not in members of archives.
 */
public final class InlineAllow {
    private static final byte[] MARK = "keywatch:allow".getBytes(StandardCharsets.US_ASCII);

    private static final InlineAllow NONE = new InlineAllow(Map.of());

    /**
     * @param alone nothing but signs stands before it: it may speak for the line below
     * @param rules empty for all
     */
    private record Mark(boolean alone, Set<String> rules, Acceptance acceptance) {
        boolean covers(Match match) {
            return rules.isEmpty() || rules.contains(match.rule().id());
        }
    }

    private final Map<Integer, Mark> byLine;

    private InlineAllow(Map<Integer, Mark> byLine) {
        this.byLine = byLine;
    }

    /** @param ruleIds all that there are: how a rule id is told from a reason */
    public static InlineAllow of(byte[] content, Set<String> ruleIds) {
        int at = indexOf(content, 0);
        if (at < 0) {
            return NONE;
        }
        Map<Integer, Mark> byLine = new HashMap<>();
        int line = 1;
        int lineStart = 0;
        int seen = 0;
        while (at >= 0) {
            // the scanner's lines: \n, \r\n, and \r alone
            for (int i = seen; i < at; i++) {
                if (content[i] == '\n' || (content[i] == '\r' && content[i + 1] != '\n')) {
                    line++;
                    lineStart = i + 1;
                }
            }
            seen = at;
            int end = at + MARK.length;
            while (end < content.length && content[end] != '\n' && content[end] != '\r') {
                end++;
            }
            byLine.putIfAbsent(line, mark(content, lineStart, at, end, ruleIds));
            at = indexOf(content, end);
        }
        return new InlineAllow(byLine);
    }

    private static Mark mark(byte[] b, int lineStart, int at, int end, Set<String> ruleIds) {
        boolean alone = true;
        for (int i = lineStart; i < at; i++) {
            alone &= !Character.isLetterOrDigit(b[i]);
        }
        String after = new String(b, at + MARK.length, end - at - MARK.length, StandardCharsets.UTF_8);
        List<String> words = Stream.of(after.split("[\\s,:=]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        Set<String> rules = words.stream().takeWhile(ruleIds::contains).collect(Collectors.toUnmodifiableSet());
        return new Mark(alone, rules, new Acceptance(Acceptance.Kind.INLINE, "keywatch:allow"));
    }

    public Optional<Acceptance> of(Match match) {
        if (byLine.isEmpty() || match.archivePath() != null) {
            return Optional.empty();
        }
        Mark same = byLine.get(match.startLine());
        Mark above = byLine.get(match.startLine() - 1);
        if (same != null && same.covers(match)) {
            return Optional.of(same.acceptance());
        }
        return above != null && above.alone() && above.covers(match)
                ? Optional.of(above.acceptance())
                : Optional.empty();
    }

    private static int indexOf(byte[] content, int from) {
        for (int i = from; i <= content.length - MARK.length; i++) {
            int end = i + MARK.length;
            // keywatch:allowed is another word
            boolean whole = end == content.length || !ByteSet.WORD.has(content[end]);
            if (content[i] == MARK[0] && whole && Arrays.equals(content, i, end, MARK, 0, MARK.length)) {
                return i;
            }
        }
        return -1;
    }
}
