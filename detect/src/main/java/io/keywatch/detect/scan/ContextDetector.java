package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.assign.Located;
import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.detect.scan.assign.ValueLocator;
import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.rule.Rule;

/**
 * A shape that is a secret only because a word stands before it: in the name of the value, or on the same line not far
 * before.
 */
final class ContextDetector implements Detector {
    /** From the word to the value: a name, an operator, a call or a header around it. */
    private static final int REACH = 80;

    /** Rest of a name after the word. */
    private static final int NAME = 48;

    private static final ByteSet NAME_BYTES = ByteSet.WORD.or(ByteSet.of(".-"));

    private final Rule rule;

    ContextDetector(Rule rule) {
        this.rule = rule;
    }

    @Override
    public void verify(TextScan scan, int start, int end) {
        byte[] b = scan.bytes();
        int nameEnd = end;
        while (nameEnd < scan.length() && nameEnd - end < NAME && NAME_BYTES.has(b[nameEnd])) {
            nameEnd++;
        }
        int nameStart = start;
        while (nameStart > 0 && start - nameStart < NAME && NAME_BYTES.has(b[nameStart - 1])) {
            nameStart--;
        }
        Located at = scan.located();
        if (ValueLocator.locate(b, nameStart, nameEnd, scan.length(), scan.kind(), at) && matchAt(scan, at.start())) {
            return;
        }
        int stop = Math.min(scan.length(), nameEnd + REACH);
        ByteSet inside = rule.inside();
        // few places have a value to look at
        boolean asked = false;
        boolean url = false;
        boolean before = inside.has(b[nameEnd - 1]);
        scan.attempt().count(stop - nameEnd);
        for (int i = nameEnd; i < stop && b[i] != '\n'; i++) {
            boolean boundary = !before && inside.has(b[i]);
            before = inside.has(b[i]);
            if (!boundary) {
                continue;
            }
            if (!asked) {
                url = inUrl(b, nameStart);
                asked = true;
            }
            if ((!url || telling(b, nameEnd, i)) && matchAt(scan, i)) {
                return;
            }
        }
    }

    /** Whether the word is part of an address: whose it is says nothing of the numbers and hashes that it ends in. */
    private static boolean inUrl(byte[] b, int nameStart) {
        int i = nameStart - 1;
        while (i > 1 && nameStart - i < REACH && b[i] > ' ' && b[i] != '"' && b[i] != '\'') {
            if (b[i] == '/' && b[i - 1] == '/' && b[i - 2] == ':') {
                return true;
            }
            i--;
        }
        return false;
    }

    /** Whether what stands at {@code at} is the value of a parameter whose own name tells. */
    private static boolean telling(byte[] b, int after, int at) {
        if (b[at - 1] != '=') {
            return false;
        }
        int from = at - 1;
        while (from > after && NAME_BYTES.has(b[from - 1])) {
            from--;
        }
        return SecretName.of(b, from, at - 1) != SecretName.NONE;
    }

    private boolean matchAt(TextScan scan, int from) {
        int limit = Math.min(scan.length(), from + rule.maxWidth() + 1);
        int end = rule.pattern().matchAt(scan.bytes(), from, limit, scan.attempt());
        if (end < 0) {
            return false;
        }
        Candidate candidate = PatternDetector.judge(
                scan, rule, scan.attempt().valueStart(), scan.attempt().valueEnd(), Rank.CONTEXT);
        if (candidate == null) {
            return false;
        }
        scan.add(candidate);
        return true;
    }
}
