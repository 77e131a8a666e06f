package io.keywatch.detect.scan.assign;

import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.FileKind;
import io.keywatch.detect.scan.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the value where the name is a value itself: {@code {"name": "DB_PASSWORD", "value": "v"}} of task definitions
 * and HAR files, {@code - name: X} with {@code value: v} below it, {@code <add key="X" value="v"/>},
 * {@code <entry key="X">v</entry>}, {@code <key>X</key><string>v</string>}.
 */
public final class PairLocator {
    /** From the name to the word that announces its value. */
    private static final int REACH = 64;

    /** Of a description or a type of a Terraform variable before its default. */
    private static final int MAX_ARGUMENTS = 400;

    private static final Set<String> NAMES = Words.setOf("""
        name key id parameterkey parametername variable var property option field
        """);
    private static final Set<String> VALUES = Words.setOf("""
        value values parametervalue val content defaultvalue default _value text string plaintext
        """);
    private static final ByteSet BETWEEN = ByteSet.of(" \t\r\n\"'`,;-\\{}");

    private static final String VARIABLE = "variable \"";
    private static final String DEFAULT = "default";

    private PairLocator() {}

    /** @return whether a value was found; {@code nameEnd} is right after the name */
    public static boolean locate(byte[] b, int nameStart, int nameEnd, int limit, FileKind kind, Located out) {
        if (!announced(b, nameStart)) {
            return false;
        }
        int i = nameEnd;
        int stop = Math.min(limit, nameEnd + REACH);
        boolean quotedName = i < limit && ValueLocator.quote(b[i]) != 0;
        if (quotedName && i + 1 < limit && b[i + 1] == '>') {
            return element(b, i + 2, limit, out);
        }
        if (startsWith(b, i, "</key>", limit)) {
            return plist(b, i + 6, limit, out);
        }
        while (i < stop && BETWEEN.has(b[i])) {
            i++;
        }
        int word = i;
        while (i < stop && ByteSet.WORD.has(b[i])) {
            i++;
        }
        String announces = new String(b, word, i - word, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (!VALUES.contains(announces) && variable(b, nameStart)) {
            return argument(b, nameEnd + 1, limit, kind, out);
        }
        if (!VALUES.contains(announces)) {
            // <setting name="X" type="y"><value>v</value></setting>
            return quotedName && b[nameStart - 2] == '=' && Elements.wrapped(b, nameEnd + 1, limit, out);
        }
        while (i < stop && (ValueLocator.quote(b[i]) != 0 || b[i] == '\\')) {
            i++;
        }
        i = ValueLocator.blanks(b, i, limit);
        if (i >= limit || (b[i] != ':' && b[i] != '=')) {
            return false;
        }
        out.operator = (char) b[i];
        return ValueLocator.value(b, ValueLocator.blanks(b, i + 1, limit), limit, kind, out);
    }

    /** Whether {@code name:}, {@code key=} or {@code <key>} stands before. */
    private static boolean announced(byte[] b, int nameStart) {
        int i = nameStart - 1;
        while (i >= 0 && nameStart - i < 12 && (b[i] == ' ' || b[i] == '\\' || ValueLocator.quote(b[i]) != 0)) {
            i--;
        }
        boolean separated = i >= 0 && (b[i] == ':' || b[i] == '=' || b[i] == '>');
        if (i < 0 || (!separated && b[i] != 'e')) {
            return false;
        }
        i -= separated ? 1 : 0;
        while (i >= 0 && (b[i] == ' ' || b[i] == '\\' || ValueLocator.quote(b[i]) != 0)) {
            i--;
        }
        int end = i + 1;
        while (i >= 0 && end - i < 16 && ByteSet.WORD.has(b[i])) {
            i--;
        }
        String word = new String(b, i + 1, end - i - 1, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        // variable "db_password" { default = "v" }
        return separated ? NAMES.contains(word) : variable(b, nameStart);
    }

    /** {@code variable "db_password" { type = string, default = "v" }}, one argument a line. */
    private static boolean variable(byte[] b, int nameStart) {
        int word = nameStart - VARIABLE.length();
        return word >= 0 && startsWith(b, word, VARIABLE, nameStart);
    }

    private static boolean argument(byte[] b, int at, int limit, FileKind kind, Located out) {
        int stop = Math.min(limit, at + MAX_ARGUMENTS);
        int i = at;
        while (i < stop && b[i] != '}') {
            while (i < stop && b[i] != '\n' && b[i] != '}') {
                i++;
            }
            i = ValueLocator.whitespace(b, i, stop);
            if (startsWith(b, i, DEFAULT, stop)) {
                int sign = ValueLocator.blanks(b, i + DEFAULT.length(), stop);
                if (sign < stop && b[sign] == '=') {
                    out.operator = '=';
                    return ValueLocator.value(b, ValueLocator.blanks(b, sign + 1, limit), limit, kind, out);
                }
            }
        }
        return false;
    }

    private static boolean element(byte[] b, int at, int limit, Located out) {
        int end = at;
        while (end < limit && end - at < ValueLocator.MAX_VALUE && b[end] != '<' && b[end] != '\n') {
            end++;
        }
        out.list = false;
        out.item = false;
        out.base64 = false;
        out.start = at;
        out.end = end;
        out.quoted = true;
        out.operator = '>';
        return end > at && end < limit && b[end] == '<';
    }

    private static boolean plist(byte[] b, int at, int limit, Located out) {
        int i = at;
        while (i < limit && i - at < REACH && ByteSet.SPACE.has(b[i])) {
            i++;
        }
        return startsWith(b, i, "<string>", limit) && element(b, i + 8, limit, out);
    }

    private static boolean startsWith(byte[] b, int at, String what, int limit) {
        if (at + what.length() > limit) {
            return false;
        }
        for (int i = 0; i < what.length(); i++) {
            if (b[at + i] != what.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
