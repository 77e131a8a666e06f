package io.keywatch.detect.scan.assign;

import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.FileKind;
import io.keywatch.detect.scan.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the value that belongs to a name, in any language: {@code name = "v"}, {@code "name": "v"},
 * {@code name: Type = "v"}, {@code ['name'] => 'v'}, {@code <name>v</name>}, {@code set_name("v")},
 * {@code define('NAME', 'v')}, {@code --name v}. By hand over bytes: this runs far more often than any rule.
 */
public final class ValueLocator {
    /** Longest value: a token of a cloud provider; keys in PEM have a rule of their own. */
    static final int MAX_VALUE = 2048;

    /** Columns of aligned assignments. */
    private static final int MAX_GAP = 32;

    /** Of an unquoted value: more is a line of something else, and lines of minified files have no end. */
    private static final int MAX_BARE = 400;

    private static final int MAX_TYPE = 40;
    private static final ByteSet TYPE = ByteSet.WORD.or(ByteSet.of(".<>[]?*& "));
    private static final ByteSet STRING_PREFIX = ByteSet.of("bBrRuUfFLN@$");
    private static final ByteSet BARE_END = ByteSet.of(" \t\r\n\"'`;,<>)]}\\&");
    private static final Set<String> CONVERSIONS = Words.setOf("""
            byte bytes string str from of some secretstr b64decode base64decode decode decodestring tosecurestring
            securestring quote text buffer unhex fromhex getbytes bytearray literal raw
            """);
    private static final ByteSet LINE_END = ByteSet.of("\r\n");

    private ValueLocator() {}

    /**
     * @param nameStart start of the whole identifier
     * @param at right after the identifier
     * @return whether there is a value
     */
    public static boolean locate(byte[] b, int nameStart, int at, int limit, FileKind kind, Located out) {
        int i = at;
        char nameQuote = nameStart > 0 ? quote(b[nameStart - 1]) : 0;
        if (nameQuote != 0) {
            if (i < limit && b[i] == '\\') {
                i++;
            }
            if (i < limit && b[i] == nameQuote) {
                i++;
            } else {
                // the quote opens a text that begins with the name: "password = \"v\""
                nameQuote = 0;
                i = at;
            }
        }
        while (i < limit && (b[i] == ']' || (b[i] == ')' && nameQuote != 0))) {
            i++;
        }
        int gap = i;
        i = blanks(b, i, limit);
        if (i >= limit || i - gap > MAX_GAP) {
            return false;
        }
        char c = (char) b[i];
        if (c == ':') {
            out.operator = ':';
            i++;
            if (i < limit && (b[i] == '=' || b[i] == ':')) {
                i++;
            } else {
                i = typed(b, i, limit, out);
            }
        } else if (c == '=' || ((c == '!' || c == '?' || c == '+' || c == '|') && assigns(b, i, limit))) {
            out.operator = '=';
            while (i < limit && (b[i] == '=' || b[i] == '!' || b[i] == '?' || b[i] == '+' || b[i] == '|')) {
                i++;
            }
            if (i < limit && b[i] == '>') {
                i++;
            }
        } else if ((c == ',' && nameQuote != 0) || (c == '(' && nameQuote == 0)) {
            out.operator = c;
            i++;
        } else if (c == '>' && xmlTag(b, nameStart)) {
            return element(b, i + 1, limit, out);
        } else if (i > gap && flag(b, nameStart)) {
            out.operator = ' ';
        } else {
            return false;
        }
        return value(b, blanks(b, i, limit), limit, kind, out);
    }

    private static boolean assigns(byte[] b, int i, int limit) {
        for (int k = i + 1; k < Math.min(limit, i + 3); k++) {
            if (b[k] == '=') {
                return true;
            }
        }
        return false;
    }

    /** Skips the type of {@code name: Type = value}; stays where there is none. */
    private static int typed(byte[] b, int at, int limit, Located out) {
        int stop = Math.min(limit, at + MAX_TYPE);
        for (int i = at; i < stop; i++) {
            if (b[i] == '=' && i + 1 < limit && b[i + 1] != '=' && b[i + 1] != '>' && b[i - 1] == ' ' && i > at + 1) {
                out.operator = '=';
                return i + 1;
            }
            if (!TYPE.has(b[i])) {
                return at;
            }
        }
        return at;
    }

    private static boolean xmlTag(byte[] b, int nameStart) {
        for (int i = nameStart - 1; i >= 0 && i > nameStart - 24; i--) {
            if (b[i] == '<') {
                return b[i + 1] != '/';
            }
            if (!ByteSet.WORD.has(b[i]) && b[i] != ':' && b[i] != '-' && b[i] != '.') {
                return false;
            }
        }
        return false;
    }

    private static boolean flag(byte[] b, int nameStart) {
        int i = nameStart;
        if (i >= 2 && b[i - 1] == '-') {
            return true;
        }
        // Dockerfile: ENV NAME value; netrc and redis.conf: name value at the start of a line
        if (i >= 4 && b[i - 1] == ' ' && (b[i - 2] == 'V' && b[i - 3] == 'N' && b[i - 4] == 'E')) {
            return true;
        }
        return false;
    }

    private static boolean element(byte[] b, int at, int limit, Located out) {
        out.list = false;
        int start = whitespace(b, at, limit);
        int end = start;
        while (end < limit && end - start < MAX_VALUE && b[end] != '<' && !LINE_END.has(b[end])) {
            end++;
        }
        out.operator = '>';
        return found(b, start, end, true, out);
    }

    static boolean value(byte[] b, int at, int limit, FileKind kind, Located out) {
        int i = at;
        out.list = false;
        if (i >= limit) {
            return false;
        }
        if (STRING_PREFIX.has(b[i]) && i + 1 < limit && quote(b[i + 1]) != 0) {
            i++;
        } else if (b[i] == '\\' && i + 1 < limit && quote(b[i + 1]) != 0) {
            return quoted(b, i + 1, limit, true, out);
        }
        if (quote(b[i]) != 0) {
            return quoted(b, i, limit, false, out);
        }
        int inner = wrapped(b, i, limit);
        if (inner >= 0) {
            out.list = b[i] == '[';
            return b[inner] == '\\' ? quoted(b, inner + 1, limit, true, out) : quoted(b, inner, limit, false, out);
        }
        return bare(b, i, limit, kind, out);
    }

    /**
     * The quote of the first element of a list or of a literal that is only converted: {@code ["v"]},
     * {@code []byte("v")}, {@code new String("v")}. A call that looks something up is none of these.
     */
    private static int wrapped(byte[] b, int at, int limit) {
        int i = at;
        int word = at;
        int stop = Math.min(limit, at + MAX_TYPE);
        while (i < stop && b[i] != '(' && b[i] != '{' && (b[i] != '[' || (i + 1 < limit && b[i + 1] == ']'))) {
            if (!ByteSet.WORD.has(b[i])) {
                if (b[i] != '.' && b[i] != ':' && b[i] != ' ' && b[i] != '[' && b[i] != ']') {
                    return -1;
                }
                word = i + 1;
            }
            i++;
        }
        if (i >= stop) {
            return -1;
        }
        boolean list = b[i] == '[' && i == at;
        if (!list
                && !CONVERSIONS.contains(
                        new String(b, word, i - word, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))) {
            return -1;
        }
        i = blanks(b, i + 1, limit);
        if (i < limit && b[i] == '\\') {
            return i + 1 < limit && quote(b[i + 1]) != 0 ? i : -1;
        }
        return i < limit && quote(b[i]) != 0 ? i : -1;
    }

    private static boolean quoted(byte[] b, int at, int limit, boolean escaped, Located out) {
        byte quote = b[at];
        int start = at + 1;
        if (start + 1 < limit && b[start] == quote && b[start + 1] == quote) {
            start += 2;
        }
        int end = start;
        while (end < limit && end - start < MAX_VALUE) {
            byte c = b[end];
            if (c == quote) {
                int stop = escaped && end > start && b[end - 1] == '\\' ? end - 1 : end;
                return found(b, start, stop, true, out);
            }
            if (LINE_END.has(c)) {
                return false;
            }
            end += c == '\\' && !(escaped && end + 1 < limit && b[end + 1] == quote) ? 2 : 1;
        }
        return false;
    }

    private static boolean bare(byte[] b, int first, int limit, FileKind kind, Located out) {
        int at = first;
        if (kind == FileKind.CONFIG && out.operator == ':' && (b[at] == '|' || b[at] == '>')) {
            at = block(b, at, limit);
        }
        int end = at;
        if (kind == FileKind.CONFIG && out.operator != ' ') {
            while (end < limit && end - at <= MAX_BARE && !LINE_END.has(b[end]) && b[end] != '<' && b[end] != '"') {
                if ((b[end] == '#' || b[end] == ';') && end > at && b[end - 1] == ' ') {
                    break;
                }
                end++;
            }
        } else {
            while (end < limit && end - at <= MAX_BARE && !BARE_END.has(b[end])) {
                end++;
            }
        }
        if (end - at > MAX_BARE) {
            return false;
        }
        while (end > at && (b[end - 1] == ' ' || b[end - 1] == '\t' || b[end - 1] == ',' || b[end - 1] == ';')) {
            end--;
        }
        return found(b, at, end, false, out);
    }

    /** A YAML block: the value is the next line. */
    private static int block(byte[] b, int at, int limit) {
        int i = at + 1;
        while (i < limit && (b[i] == '-' || b[i] == '+' || b[i] == ' ' || b[i] == '\r')) {
            i++;
        }
        return i < limit && b[i] == '\n' ? whitespace(b, i, limit) : at;
    }

    private static boolean found(byte[] b, int start, int end, boolean quoted, Located out) {
        int last = end;
        while (last > start && (b[last - 1] == ' ' || b[last - 1] == '\t')) {
            last--;
        }
        out.start = start;
        out.end = last;
        out.quoted = quoted;
        return last > start;
    }

    /** Moves on to the next element of a list of quoted values: {@code ["v", "w"]}. */
    public static boolean nextElement(byte[] b, int limit, Located out) {
        int i = out.end;
        if (!out.quoted || i >= limit) {
            return false;
        }
        boolean escaped = b[i] == '\\';
        i = blanks(b, i + (escaped ? 2 : 1), limit);
        if (i >= limit || b[i] != ',') {
            return false;
        }
        i = whitespace(b, i + 1, limit);
        if (escaped && i < limit && b[i] == '\\') {
            i++;
        }
        return i < limit && quote(b[i]) != 0 && quoted(b, i, limit, escaped, out);
    }

    static char quote(byte c) {
        return c == '"' || c == '\'' || c == '`' ? (char) c : 0;
    }

    static int blanks(byte[] b, int at, int limit) {
        int i = at;
        while (i < limit && (b[i] == ' ' || b[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int whitespace(byte[] b, int at, int limit) {
        int i = at;
        while (i < limit && ByteSet.SPACE.has(b[i])) {
            i++;
        }
        return i;
    }
}
