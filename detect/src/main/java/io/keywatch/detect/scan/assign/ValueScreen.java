package io.keywatch.detect.scan.assign;

import io.keywatch.detect.scan.text.FileKind;
import io.keywatch.detect.scan.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value that cannot be a secret looks like: rules that hold everywhere, by shape. What they leave open is the
 * classifier's. Reused by one thread: the numbers hold until the next {@link #screen}.
 */
public final class ValueScreen {
    private static final Pattern URL = Pattern.compile("^[a-z][a-z0-9+.-]{1,20}://.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile(
            "^(?:[A-Za-z]:\\\\|~?/|\\.{1,2}/)[\\w ./\\\\@-]*$"
                    + "|^[\\w./ -]+\\.(?:pem|key|json|txt|crt|cer|yml|yaml|xml|jks|p12|pfx|conf|properties|js|ts|py|java|html?|php|go)$");
    private static final Pattern DOTTED =
            Pattern.compile("^[A-Za-z_$][\\w$-]*(?:(?:\\.|::|->)[A-Za-z_$][\\w$-]*)+(?:\\(.*)?$");
    private static final Pattern IDENTIFIER = Pattern.compile("^[A-Za-z_$@][A-Za-z_$]*\\d{0,2}$");
    private static final Pattern CALL = Pattern.compile("^[\\w$.:>@-]*[A-Za-z_$>]\\w*[(\\[].*");
    private static final Pattern VERSION = Pattern.compile("^v?\\d+(?:\\.\\d+)+$|^\\d{4}-\\d{2}-\\d{2}.*");
    private static final Pattern MARKUP = Pattern.compile("</?[a-zA-Z]|\\\\[wdsb]|\\[\\^|\\(\\?|\\$/|^[.#][a-z-]+$");
    private static final Set<String> WORDS = Words.setOf("""
            password passwd pass secret token key test testing string str text bytes value none null
            true false yes no admin root user username default basic bearer digest required optional
            hidden plain object number boolean integer int any void auto credentials foo bar baz qux abc
            asdf qwerty blah empty unknown invalid enter wrong correct login mypass passphrase
            """);

    /** A longer value is not made of filler words. */
    private static final int MADE_UP = 48;

    /** Shortest value that is looked at: a PIN. */
    private static final int SHORTEST = 4;

    /** Share of a value that is no filler word, below which it is made up. */
    private static final double OWN = 0.34;

    /** A backslash, u and four digits. */
    private static final int ESCAPE = 6;

    private double residue;
    private boolean dummy;
    private boolean sequence;

    /** Share of the last value that is no filler word. */
    public double residue() {
        return residue;
    }

    /** Whether the last value has a word or run of a made-up value in it. */
    public boolean dummy() {
        return dummy;
    }

    /** Whether the last value counts up or down. */
    public boolean sequence() {
        return sequence;
    }

    /** @return why it is none, or null where that is open */
    public @Nullable Ruling screen(byte[] bytes, int nameStart, int nameEnd, Located at, FileKind kind) {
        int length = at.end - at.start;
        if (length < SHORTEST || length > ValueLocator.MAX_VALUE - 1) {
            return Ruling.LENGTH;
        }
        // what needs no text comes first: most values end here
        if (!at.quoted() && "{[(\\),|;&<>".indexOf(bytes[at.start]) >= 0) {
            return Ruling.EXPRESSION;
        }
        int spaces = 0;
        int foreign = 0;
        for (int i = at.start; i < at.end; i++) {
            spaces += bytes[i] == ' ' || bytes[i] == '\t' ? 1 : 0;
            foreign += bytes[i] < 0 ? 1 : 0;
        }
        if (foreign * 2 > length) {
            return Ruling.ORDINARY;
        }
        String value = new String(bytes, at.start, length, StandardCharsets.ISO_8859_1);
        if (foreign(value) * 2 > length) {
            return Ruling.ORDINARY;
        }
        if (Placeholders.isReference(value)) {
            return Ruling.REFERENCE;
        }
        if (Placeholders.isTemplate(value)) {
            return Ruling.TEMPLATE;
        }
        if (ordinary(value)) {
            return Ruling.ORDINARY;
        }
        String spoken = new String(bytes, nameStart, nameEnd - nameStart, StandardCharsets.ISO_8859_1);
        if (repeats(value, spoken)) {
            return Ruling.NAME_REPEATED;
        }
        residue = Placeholders.residue(value);
        if (length <= MADE_UP && residue < OWN) {
            return Ruling.MADE_UP;
        }
        // NAME=value without blanks, as environments write it, is a literal in any kind of file
        boolean environment = at.operator() == '=' && at.start == nameEnd + 1;
        FileKind read = (environment && kind != FileKind.CODE) || kind.isLiteral() ? FileKind.CONFIG : kind;
        if (!at.quoted() && expression(value, spaces > 0, at, read)) {
            return Ruling.EXPRESSION;
        }
        dummy = Placeholders.isDummy(value);
        sequence = Placeholders.sequence(value);
        return null;
    }

    /** How much of it is escapes of characters beyond ASCII, as resource bundles spell other languages. */
    private static int foreign(String value) {
        int foreign = 0;
        for (int at = value.indexOf("\\u"); at >= 0; at = value.indexOf("\\u", at + 1)) {
            boolean four = at + ESCAPE <= value.length()
                    && value.substring(at + 2, at + ESCAPE).chars().allMatch(c -> Character.digit(c, 16) >= 0);
            // others stand for ASCII
            if (four && Integer.parseInt(value, at + 2, at + ESCAPE, 16) >= 0x80) {
                foreign += ESCAPE;
            }
        }
        return foreign;
    }

    /** {@code "ResetPassword": "idp:ResetPassword"}. */
    private static boolean repeats(String value, String name) {
        return name.length() >= 6 && value.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean ordinary(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        // each pattern only where its first or telling character stands: this runs on every value
        char first = value.charAt(0);
        boolean dot = value.indexOf('.') >= 0;
        boolean path = dot || first == '/' || first == '~' || value.charAt(1) == ':';
        boolean markup = first == '#' || dot || value.chars().anyMatch(c -> "<\\[($".indexOf(c) >= 0);
        return WORDS.contains(lower)
                || (value.contains("://") && URL.matcher(value).matches())
                || (path && PATH.matcher(value).matches())
                || ((first == 'v' || (first >= '0' && first <= '9'))
                        && VERSION.matcher(value).matches())
                || (markup && MARKUP.matcher(value).find());
    }

    /** An unquoted value in code is an expression, unless no expression looks like it. */
    private static boolean expression(String value, boolean spaced, Located at, FileKind kind) {
        if (CALL.matcher(value).matches() || DOTTED.matcher(value).matches()) {
            return true;
        }
        if (kind == FileKind.CONFIG) {
            return spaced && at.operator() != '=';
        }
        return spaced || (kind == FileKind.CODE && IDENTIFIER.matcher(value).matches());
    }
}
