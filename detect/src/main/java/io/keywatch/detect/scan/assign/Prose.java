package io.keywatch.detect.scan.assign;

import io.keywatch.detect.scan.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Lines about something whose name happens to tell: no value stands on them, whatever they say. */
public final class Prose {
    /** What a line of a test summary begins with, as DejaGnu and Automake write it. */
    private static final Set<String> RESULTS = Words.setOf("""
            PASS FAIL XPASS XFAIL KPASS KFAIL SKIP ERROR WARNING NOTE UNSUPPORTED UNTESTED UNRESOLVED
            """);

    private static final int LONGEST_RESULT = 11;

    /** Files that change logs speak of: {@code * src/passwd.c: Likewise.} */
    private static final Set<String> SOURCES = Words.setOf("""
            c h cc cpp cxx hh hpp m py js ts java go rb rs pl pm sh xml html css txt md rst texi exp po in am ac el
            key pem crt cer
            """);

    private Prose() {}

    /**
     * @param nameStart of the name that announces a value
     * @param nameEnd exclusive
     * @param at its value
     * @param length of the text
     */
    public static boolean is(byte[] bytes, int nameStart, int nameEnd, Located at, int length) {
        return at.operator() == ':'
                && !at.quoted()
                && (aboutFile(bytes, nameStart, nameEnd) || testResult(bytes, nameStart, nameEnd, length));
    }

    private static boolean aboutFile(byte[] b, int nameStart, int nameEnd) {
        if (nameStart == 0 || b[nameStart - 1] != '/') {
            return false;
        }
        String name = text(b, nameStart, nameEnd);
        return SOURCES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                && name.indexOf('.') > 0;
    }

    /** One such line alone may hold a password; one among others is a result. */
    private static boolean testResult(byte[] b, int nameStart, int nameEnd, int length) {
        boolean starts = nameStart == 0 || b[nameStart - 1] == '\n';
        return starts
                && RESULTS.contains(text(b, nameStart, nameEnd))
                && (isResult(b, lineBefore(b, nameStart), length)
                        || isResult(b, lineAfter(b, nameEnd, length), length));
    }

    private static boolean isResult(byte[] b, int lineStart, int length) {
        int colon = Math.max(0, lineStart);
        int limit = Math.min(length, colon + LONGEST_RESULT + 1);
        while (colon < limit && b[colon] != ':') {
            colon++;
        }
        return lineStart >= 0 && colon < limit && RESULTS.contains(text(b, lineStart, colon));
    }

    /** -1 on the first line. */
    private static int lineBefore(byte[] b, int lineStart) {
        if (lineStart == 0) {
            return -1;
        }
        int at = lineStart - 1;
        while (at > 0 && b[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private static int lineAfter(byte[] b, int from, int length) {
        int at = from;
        while (at < length && b[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private static String text(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
