package io.keywatch.detect.scan.assign;

import io.keywatch.detect.scan.text.Entropy;
import io.keywatch.detect.scan.text.FileKind;
import io.keywatch.detect.scan.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How likely a value is the secret that its name says. Heuristics by shape, until the classifier; they never see
 * values that a format or checksum has decided.
 */
public final class ValueJudge {
    private static final Pattern URL = Pattern.compile("^[a-z][a-z0-9+.-]{1,20}://.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile(
            "^(?:[A-Za-z]:\\\\|~?/|\\.{1,2}/)[\\w ./\\\\@-]*$"
                    + "|^[\\w./ -]+\\.(?:pem|key|json|txt|crt|cer|yml|yaml|xml|jks|p12|pfx|conf|properties|js|ts|py|java|html?|php|go)$");
    private static final Pattern DOTTED =
            Pattern.compile("^[A-Za-z_$][\\w$-]*(?:(?:\\.|::|->)[A-Za-z_$][\\w$-]*)+(?:\\(.*)?$");
    private static final Pattern IDENTIFIER = Pattern.compile("^[A-Za-z_$@][A-Za-z_$]*\\d{0,2}$");
    private static final Pattern CALL = Pattern.compile("^[\\w$.:>@-]*[A-Za-z_$>]\\w*[(\\[].*");
    private static final Pattern VERSION = Pattern.compile("^v?\\d+(?:\\.\\d+)+$|^\\d{4}-\\d{2}-\\d{2}.*");
    private static final Pattern UUID =
            Pattern.compile("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$");
    private static final Pattern MARKUP = Pattern.compile("</?[a-zA-Z]|\\\\[wdsb]|\\[\\^|\\(\\?|\\$/|^[.#][a-z-]+$");
    private static final Set<String> WORDS = Words.setOf("""
            password passwd pass secret token key test testing string str text bytes value none null
            true false yes no admin root user username default basic bearer digest required optional
            hidden plain object number boolean integer int any void auto credentials foo bar baz qux abc
            asdf qwerty blah empty unknown invalid enter wrong correct login mypass passphrase
            """);

    /** A longer value is not made of filler words. */
    private static final int MADE_UP = 48;

    private ValueJudge() {}

    /** @return confidence, 0 where it is no secret */
    public static double judge(SecretName name, byte[] bytes, int nameStart, int nameEnd, Located at, FileKind kind) {
        int length = at.end - at.start;
        int shortest = name == SecretName.PASSWORD ? 4 : 8;
        if (length < shortest || length > ValueLocator.MAX_VALUE - 1) {
            return 0;
        }
        // what needs no text comes first: most values end here
        if (!at.quoted() && "{[(\\),|;&<>".indexOf(bytes[at.start]) >= 0) {
            return 0;
        }
        String value = new String(bytes, at.start, length, StandardCharsets.ISO_8859_1);
        if (Placeholders.isReference(value)
                || Placeholders.isTemplate(value)
                || Placeholders.isDummy(value)
                || notASecret(value)) {
            return 0;
        }
        String spoken = new String(bytes, nameStart, nameEnd - nameStart, StandardCharsets.ISO_8859_1);
        if (repeats(value, spoken)
                || Placeholders.sequence(value)
                || (length <= MADE_UP && Placeholders.residue(value) < 0.34)) {
            return 0;
        }
        Shape shape = Shape.of(bytes, at.start, at.end);
        if (shape.foreign * 2 > length) {
            return 0;
        }
        // NAME=value without blanks, as environments write it, is a literal in any kind of file
        boolean environment = at.operator() == '=' && at.start == nameEnd + 1;
        FileKind read = environment && kind != FileKind.CODE ? FileKind.CONFIG : kind;
        if (!at.quoted() && expression(value, shape, at, read)) {
            return 0;
        }
        return name == SecretName.PASSWORD
                ? password(value, shape, at.quoted() || read == FileKind.CONFIG)
                : random(name, value, shape, Entropy.of(bytes, at.start, at.end));
    }

    /** {@code "ResetPassword": "idp:ResetPassword"}. */
    private static boolean repeats(String value, String name) {
        return name.length() >= 6 && value.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean notASecret(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return WORDS.contains(lower)
                || URL.matcher(value).matches()
                || PATH.matcher(value).matches()
                || VERSION.matcher(value).matches()
                || MARKUP.matcher(value).find();
    }

    /** An unquoted value in code is an expression, unless no expression looks like it. */
    private static boolean expression(String value, Shape shape, Located at, FileKind kind) {
        if (CALL.matcher(value).matches() || DOTTED.matcher(value).matches()) {
            return true;
        }
        if (kind == FileKind.CONFIG) {
            return shape.spaces > 0 && at.operator() != '=';
        }
        if (IDENTIFIER.matcher(value).matches() || shape.spaces > 0) {
            return true;
        }
        return kind == FileKind.CODE ? shape.digits == 0 || value.length() < 16 : shape.kinds() < 2;
    }

    private static double password(String value, Shape shape, boolean literal) {
        if (shape.spaces > 3 || value.length() > 128) {
            return 0;
        }
        if (DOTTED.matcher(value).matches() && shape.digits == 0) {
            return 0;
        }
        double confidence = 0.4;
        confidence += 0.12 * (shape.kinds() - 1);
        confidence += value.length() >= 8 ? 0.1 : 0;
        confidence -= shape.spaces > 0 ? 0.25 : 0;
        confidence -= literal ? 0 : 0.1;
        if (shape.kinds() == 1 && shape.digits == 0 && value.length() > 20) {
            confidence -= 0.15;
        }
        return clamp(confidence);
    }

    private static double random(SecretName name, String value, Shape shape, double entropy) {
        if (shape.spaces > 0) {
            return 0;
        }
        int length = value.length();
        if (UUID.matcher(value).matches()) {
            return 0.5;
        }
        if ((DOTTED.matcher(value).matches() && shape.digits == 0)
                || (IDENTIFIER.matcher(value).matches() && length < 20)) {
            return 0;
        }
        // words joined by dashes, dots or underscores carry no digits or few
        boolean wordy = shape.joiners > 0 && shape.digits * 8 < length && shape.upper * 4 < length;
        if (wordy || (shape.letters() == 0 && length < 20)) {
            return 0;
        }
        double needed = length >= 32 ? 3.0 : length >= 16 ? 2.9 : 2.6;
        if (entropy < needed || (shape.digits == 0 && length < 24)) {
            return 0;
        }
        double confidence = 0.5 + 0.05 * (shape.kinds() - 1);
        confidence += length >= 16 ? 0.1 : 0;
        confidence += length >= 32 ? 0.05 : 0;
        confidence += entropy > 3.5 ? 0.05 : 0;
        confidence -= name == SecretName.AUTH ? 0.1 : 0;
        return clamp(confidence);
    }

    private static double clamp(double confidence) {
        return Math.max(0, Math.min(0.85, confidence));
    }

    /** Counts of kinds of characters. */
    record Shape(int lower, int upper, int digits, int joiners, int spaces, int special, int foreign) {
        static Shape of(byte[] bytes, int from, int to) {
            int lower = 0;
            int upper = 0;
            int digits = 0;
            int joiners = 0;
            int spaces = 0;
            int special = 0;
            int foreign = 0;
            for (int i = from; i < to; i++) {
                byte c = bytes[i];
                if (c >= 'a' && c <= 'z') {
                    lower++;
                } else if (c >= 'A' && c <= 'Z') {
                    upper++;
                } else if (c >= '0' && c <= '9') {
                    digits++;
                } else if (c == '-' || c == '_' || c == '.' || c == ':') {
                    joiners++;
                } else if (c == ' ' || c == '\t') {
                    spaces++;
                } else if (c < 0) {
                    foreign++;
                } else {
                    special++;
                }
            }
            return new Shape(lower, upper, digits, joiners, spaces, special, foreign);
        }

        int letters() {
            return lower + upper;
        }

        int kinds() {
            return (lower > 0 ? 1 : 0) + (upper > 0 ? 1 : 0) + (digits > 0 ? 1 : 0) + (special + joiners > 0 ? 1 : 0);
        }
    }
}
