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

    /** Line end and blanks before a value on the next line. */
    private static final int MAX_INDENT = 64;

    private static final ByteSet TYPE = ByteSet.WORD.or(ByteSet.of(".<>[]?*& "));
    private static final ByteSet STRING_PREFIX = ByteSet.of("bBrRuUfFLN@$");
    private static final ByteSet BARE_END = ByteSet.of("\0 \t\r\n\"'`;,<>)]}\\&");
    private static final Set<String> CONVERSIONS = Words.setOf("""
        byte bytes string str from of some secretstr b64decode base64decode decode decodestring tosecurestring
        securestring quote text buffer unhex fromhex getbytes bytearray literal raw
        """);
    /** With the NUL that ends a text in a dump of memory or between the variables of an environment. */
    private static final ByteSet LINE_END = ByteSet.of("\r\n\0");

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
        } else if ((c == '>' || i > gap) && xmlTag(b, nameStart)) {
            return Elements.locate(b, i, limit, out);
        } else if (i > gap && flag(b, nameStart)) {
            out.operator = ' ';
        } else {
            return false;
        }
        i = continued(b, blanks(b, i, limit), limit);
        if (i < limit && LINE_END.has(b[i])) {
            return below(b, i, limit, kind, nameQuote != 0, out);
        }
        return value(b, i, limit, kind, out);
    }

    /**
     * A value on the next line: a quoted one behind {@code name =}, as formatters break long lines, or the first item
     * of a YAML list.
     */
    private static boolean below(byte[] b, int at, int limit, FileKind kind, boolean quotedName, Located out) {
        out.list = false;
        int i = whitespace(b, at, Math.min(limit, at + MAX_INDENT));
        if (i >= limit) {
            return false;
        }
        boolean yaml = kind == FileKind.CONFIG && out.operator == ':';
        if (yaml && b[i] == '-' && i + 1 < limit && b[i + 1] == ' ') {
            out.item = true;
            out.list = true;
            int start = blanks(b, i + 1, limit);
            return start < limit && item(b, start, limit, out);
        }
        boolean opens = quote(b[i]) != 0 && (out.operator == '=' || yaml || (quotedName && out.operator == ':'));
        return opens && quoted(b, i, limit, false, out);
    }

    /** Behind a backslash that continues the line: of Java properties, of shells, of Python. */
    private static int continued(byte[] b, int at, int limit) {
        int end = at + 1;
        if (end < limit && b[at] == '\\') {
            end += b[end] == '\r' ? 1 : 0;
            if (end < limit && b[end] == '\n') {
                return blanks(b, end + 1, Math.min(limit, at + MAX_INDENT));
            }
        }
        return at;
    }

    private static boolean item(byte[] b, int at, int limit, Located out) {
        if (quote(b[at]) != 0) {
            return quoted(b, at, limit, false, out);
        }
        int end = at;
        while (end < limit && end - at <= MAX_BARE && !LINE_END.has(b[end])) {
            // a map, or a comment
            if ((b[end] == ':' && (end + 1 == limit || ByteSet.SPACE.has(b[end + 1])))
                    || (b[end] == '#' && b[end - 1] == ' ')) {
                return false;
            }
            end++;
        }
        return end - at <= MAX_BARE && found(b, at, end, false, out);
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
        // the dashes of a flag are read as part of its name
        if (b[i] == '-') {
            return true;
        }
        // ENV NAME value of a Dockerfile, SetEnv of Apache, setenv of csh, fastcgi_param of nginx
        if (i < 4 || b[i - 1] != ' ') {
            return false;
        }
        boolean env = letter(b[i - 2], 'v') && letter(b[i - 3], 'n') && letter(b[i - 4], 'e');
        boolean param = i >= 6 && b[i - 2] == 'm' && b[i - 3] == 'a' && b[i - 4] == 'r' && b[i - 5] == 'a';
        return env || param;
    }

    private static boolean letter(byte c, char lower) {
        return (c | 0x20) == lower;
    }

    static boolean value(byte[] b, int at, int limit, FileKind kind, Located out) {
        int i = at;
        out.list = false;
        out.item = false;
        out.base64 = false;
        if (kind == FileKind.CONFIG && out.operator == ':') {
            i = node(b, i, limit);
        }
        if (i < 0 || i >= limit) {
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

    /** Skips the anchor or tag of a YAML node; -1 for an alias, whose value stands elsewhere. */
    private static int node(byte[] b, int at, int limit) {
        if (at + 1 >= limit) {
            return at;
        }
        boolean anchor = b[at] == '&' && ByteSet.WORD.has(b[at + 1]);
        boolean tag = b[at] == '!' && b[at + 1] == '!';
        if (!anchor && !tag && b[at] != '*') {
            return at;
        }
        int end = at + 1;
        while (end < limit && end - at < MAX_TYPE && (ByteSet.WORD.has(b[end]) || b[end] == '-' || b[end] == '!')) {
            end++;
        }
        boolean alone = end == limit || ByteSet.SPACE.has(b[end]);
        if (b[at] == '*') {
            return alone && end > at + 1 ? -1 : at;
        }
        return alone ? blanks(b, end, limit) : at;
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
        // ["v"], or a value in brackets of its own: ("v")
        boolean list = i == at && b[i] == '[';
        boolean plain = i == at && b[i] == '(';
        if (!list
                && !plain
                && !CONVERSIONS.contains(
                        new String(b, word, i - word, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))) {
            return -1;
        }
        i = whitespace(b, i + 1, Math.min(limit, i + MAX_INDENT));
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
        if (kind == FileKind.SHELL && out.operator == ':') {
            // no assignment in a shell: descriptions of completions, prose
            return false;
        }
        boolean toLineEnd = kind.isLiteral() && out.operator != ' ';
        if (kind == FileKind.CONFIG && out.operator == ':' && (b[at] == '|' || b[at] == '>')) {
            at = block(b, at, limit);
        } else if (kind == FileKind.CONFIG && out.operator == '=' && b[at] == '<') {
            at = hereDocument(b, at, limit);
        }
        boolean words = kind == FileKind.SHELL || (out.operator == '=' && at > 0 && b[at - 1] == '=');
        boolean flow = kind == FileKind.CONFIG && out.operator == ':' && inFlowMap(b, first);
        // what ends a value depends on where it stands, not on where the value began
        Located.Ending ending = toLineEnd ? ending(kind, flow, words) : Located.Ending.WORD;
        int end = Math.min(out.open(ending, at), at + MAX_BARE + 1);
        if (toLineEnd) {
            while (end < limit && end - at <= MAX_BARE && !LINE_END.has(b[end]) && b[end] != '<' && b[end] != '"') {
                if (end > at && b[end - 1] == ' ' && (b[end] == '#' || b[end] == ';')) {
                    break;
                }
                if (flow && (b[end] == ',' || b[end] == '}')) {
                    break;
                }
                if (words && b[end] == ' ' && (kind == FileKind.SHELL || assignmentFollows(b, end + 1, limit))) {
                    break;
                }
                end++;
            }
        } else {
            while (end < limit && end - at <= MAX_BARE && !BARE_END.has(b[end])) {
                end++;
            }
        }
        out.remember(ending, at, end);
        if (end - at > MAX_BARE) {
            return false;
        }
        while (end > at && (b[end - 1] == ' ' || b[end - 1] == '\t' || b[end - 1] == ',' || b[end - 1] == ';')) {
            end--;
        }
        return found(b, at, end, false, out);
    }

    private static Located.Ending ending(FileKind kind, boolean flow, boolean words) {
        if (flow) {
            return Located.Ending.FLOW;
        }
        if (!words) {
            return Located.Ending.LINE;
        }
        return kind == FileKind.SHELL ? Located.Ending.BLANK : Located.Ending.PAIR;
    }

    /** Whether a YAML flow map that was opened on the line is still open: {@code db: {user: x, password: v}}. */
    private static boolean inFlowMap(byte[] b, int at) {
        int closed = 0;
        for (int i = at - 1; i >= 0 && at - i <= MAX_BARE && !LINE_END.has(b[i]); i--) {
            if (b[i] == '}') {
                closed++;
            } else if (b[i] == '{' && closed-- == 0) {
                return true;
            }
        }
        return false;
    }

    /** {@code A=1 B=2} or {@code A=1 -e B=2} on one line: inventories, unit files, connection strings, commands. */
    private static boolean assignmentFollows(byte[] b, int at, int limit) {
        int i = at;
        if (i < limit && b[i] == '-') {
            return true;
        }
        while (i < limit && i - at < MAX_TYPE && (ByteSet.WORD.has(b[i]) || b[i] == '.' || b[i] == '-')) {
            i++;
        }
        return i > at && i < limit && b[i] == '=';
    }

    /** The first line of a here document: {@code <<EOF}, {@code <<-EOF}. */
    private static int hereDocument(byte[] b, int at, int limit) {
        int i = at + 1;
        if (i >= limit || b[i] != '<') {
            return at;
        }
        i++;
        while (i < limit && i - at < MAX_TYPE && (ByteSet.WORD.has(b[i]) || b[i] == '-' || b[i] == '~')) {
            i++;
        }
        return i < limit && LINE_END.has(b[i]) ? whitespace(b, i, Math.min(limit, i + MAX_INDENT)) : at;
    }

    /** A YAML block: the value is the next line. */
    private static int block(byte[] b, int at, int limit) {
        int i = at + 1;
        while (i < limit && (b[i] == '-' || b[i] == '+' || b[i] == ' ' || b[i] == '\r')) {
            i++;
        }
        return i < limit && b[i] == '\n' ? whitespace(b, i, limit) : at;
    }

    static boolean found(byte[] b, int start, int end, boolean quoted, Located out) {
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
        if (out.item) {
            i += out.quoted ? 1 : 0;
            i = whitespace(b, i, Math.min(limit, i + MAX_INDENT));
            boolean next = i + 2 < limit && b[i] == '-' && b[i + 1] == ' ';
            int start = next ? blanks(b, i + 1, limit) : limit;
            return start < limit && item(b, start, limit, out);
        }
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

    static int whitespace(byte[] b, int at, int limit) {
        int i = at;
        while (i < limit && ByteSet.SPACE.has(b[i])) {
            i++;
        }
        return i;
    }
}
