package io.keywatch.detect.scan.imported;

import java.util.BitSet;
import java.util.Locale;
import java.util.function.IntPredicate;

/** The named classes of POSIX, over ASCII as RE2 has them. */
enum AsciiClass {
    ALNUM(c -> letter(c) || digit(c)),
    ALPHA(AsciiClass::letter),
    ASCII(c -> true),
    BLANK(c -> c == '\t' || c == ' '),
    CNTRL(c -> c < 0x20 || c == 0x7f),
    DIGIT(AsciiClass::digit),
    GRAPH(c -> c > ' ' && c < 0x7f),
    LOWER(c -> c >= 'a' && c <= 'z'),
    PRINT(c -> c >= ' ' && c < 0x7f),
    PUNCT(c -> c > ' ' && c < 0x7f && !letter(c) && !digit(c)),
    SPACE(c -> (c >= '\t' && c <= '\r') || c == ' '),
    UPPER(c -> c >= 'A' && c <= 'Z'),
    WORD(c -> letter(c) || digit(c) || c == '_'),
    XDIGIT(c -> digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));

    @SuppressWarnings("ImmutableEnumChecker") // method references and lambdas without state
    private final IntPredicate members;

    AsciiClass(IntPredicate members) {
        this.members = members;
    }

    static AsciiClass named(String name) {
        for (AsciiClass known : values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
                return known;
            }
        }
        throw new RegexReader.NotUnderstood();
    }

    void into(BitSet set) {
        for (int c = 0; c < 0x80; c++) {
            if (members.test(c)) {
                set.set(c);
            }
        }
    }

    private static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }
}
