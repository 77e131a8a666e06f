package io.keywatch.detect.scan.judge;

import io.keywatch.detect.scan.text.Entropy;

/** Numbers of a value by itself. */
final class ValueTraits {
    /** Signs that tell paths, calls, markup and prose from what was made at random. */
    private static final String SIGNS = "/.:_-@$({<%\\=,+*!#& ;[?|";

    private static final int LOWER = 0;
    private static final int UPPER = 1;
    private static final int DIGIT = 2;
    private static final int JOINER = 3;
    private static final int SPACE = 4;
    private static final int SPECIAL = 5;
    private static final int FOREIGN = 6;
    private static final int CLASSES = 7;

    private ValueTraits() {}

    static void write(byte[] b, int from, int to, Traits into) {
        int length = to - from;
        int[] counts = new int[CLASSES];
        int[] longest = new int[CLASSES];
        int run = 0;
        int same = 0;
        int longestSame = 1;
        int changes = 0;
        int humps = 0;
        int letterRun = 0;
        int longestLetters = 0;
        int consonants = 0;
        int longestConsonants = 0;
        int vowels = 0;
        int hex = 0;
        int base64 = 0;
        int steps = 0;
        int signs = 0;
        int before = -1;
        for (int i = from; i < to; i++) {
            byte c = b[i];
            int kind = classOf(c);
            counts[kind]++;
            run = kind == before ? run + 1 : 1;
            longest[kind] = Math.max(longest[kind], run);
            if (before >= 0) {
                int step = c - b[i - 1];
                same = step == 0 ? same + 1 : 0;
                longestSame = Math.max(longestSame, same + 1);
                steps += step == 1 || step == -1 ? 1 : 0;
                changes += kind == before ? 0 : 1;
                humps += before == LOWER && kind == UPPER ? 1 : 0;
            }
            boolean letter = kind <= UPPER;
            letterRun = letter ? letterRun + 1 : 0;
            longestLetters = Math.max(longestLetters, letterRun);
            boolean vowel = letter && "aeiouyAEIOUY".indexOf(c) >= 0;
            vowels += vowel ? 1 : 0;
            consonants = letter && !vowel ? consonants + 1 : 0;
            longestConsonants = Math.max(longestConsonants, consonants);
            hex += kind == DIGIT || (letter && (c | 0x20) <= 'f') ? 1 : 0;
            base64 += letter || kind == DIGIT || c == '+' || c == '/' || c == '=' || c == '-' || c == '_' ? 1 : 0;
            int sign = letter || kind == DIGIT ? -1 : SIGNS.indexOf(c);
            signs |= sign >= 0 ? 1 << sign : 0;
            before = kind;
        }
        int letters = counts[LOWER] + counts[UPPER];
        double entropy = Entropy.of(b, from, to);
        into.number(length);
        for (int count : counts) {
            into.number((double) count / length);
        }
        into.number(counts[DIGIT]);
        into.number(counts[UPPER]);
        into.number(counts[SPACE]);
        into.number(counts[SPECIAL]);
        into.number(kinds(counts));
        into.number(entropy);
        // 1 for a value whose characters are all different: comparable between lengths
        into.number(length > 1 ? entropy / (Math.log(Math.min(length, 64)) / Math.log(2)) : 0);
        into.number((double) longestSame / length);
        into.number(longest[LOWER]);
        into.number(longest[UPPER]);
        into.number(longest[DIGIT]);
        into.number(longestLetters);
        into.number((double) longestLetters / length);
        into.number((double) changes / length);
        into.number(humps);
        into.number(letters == 0 ? 0.5 : (double) vowels / letters);
        into.number(longestConsonants);
        into.number((double) steps / length);
        into.flag(hex == length);
        into.flag(hex == length && counts[UPPER] == 0);
        into.flag(base64 == length);
        into.flag(hex == length && (length == 32 || length == 40 || length == 64));
        into.flag(uuid(b, from, to));
        into.flag(base64 == length && length % 4 == 0);
        into.flag(b[to - 1] == '=');
        into.number(classOf(b[from]));
        into.number(classOf(b[to - 1]));
        into.number(trailingDigits(b, from, to));
        into.flag(dotted(b, from, to));
        for (int i = 0; i < SIGNS.length(); i++) {
            into.flag((signs & (1 << i)) != 0);
        }
        into.word(Traits.Group.VALUE, pattern(b, from, to));
        words(b, from, to, into);
        Triples.of(b, from, to, into);
    }

    static int classOf(byte c) {
        if (c >= 'a' && c <= 'z') {
            return LOWER;
        } else if (c >= 'A' && c <= 'Z') {
            return UPPER;
        } else if (c >= '0' && c <= '9') {
            return DIGIT;
        } else if (c == '-' || c == '_' || c == '.' || c == ':') {
            return JOINER;
        } else if (c == ' ' || c == '\t') {
            return SPACE;
        }
        return c < 0 ? FOREIGN : SPECIAL;
    }

    private static int kinds(int[] counts) {
        return (counts[LOWER] > 0 ? 1 : 0)
                + (counts[UPPER] > 0 ? 1 : 0)
                + (counts[DIGIT] > 0 ? 1 : 0)
                + (counts[SPECIAL] + counts[JOINER] > 0 ? 1 : 0);
    }

    private static boolean uuid(byte[] b, int from, int to) {
        if (to - from != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            int c = b[from + i] | 0x20;
            if (dash ? b[from + i] != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static int trailingDigits(byte[] b, int from, int to) {
        int i = to;
        while (i > from && classOf(b[i - 1]) == DIGIT) {
            i--;
        }
        return to - i;
    }

    /** Identifiers joined by dots: a member of something. */
    private static boolean dotted(byte[] b, int from, int to) {
        int dots = 0;
        boolean start = true;
        for (int i = from; i < to; i++) {
            int kind = classOf(b[i]);
            if (b[i] == '.') {
                if (start) {
                    return false;
                }
                dots++;
                start = true;
            } else if (kind <= UPPER || b[i] == '_' || (kind == DIGIT && !start)) {
                start = false;
            } else {
                return false;
            }
        }
        return dots > 0 && !start;
    }

    /** The classes in their order, runs as one: {@code Password12!} is {@code Aa0#}. */
    private static int pattern(byte[] b, int from, int to) {
        int hash = 1;
        int before = -1;
        for (int i = from, parts = 0; i < to && parts < 6; i++) {
            int kind = classOf(b[i]);
            if (kind != before) {
                hash = hash * 31 + kind;
                before = kind;
                parts++;
            }
        }
        return hash;
    }

    /** Runs of letters of three and more, case folded, parted at humps. */
    static void words(byte[] b, int from, int to, Traits into) {
        int end = Math.min(to, from + Triples.MOST);
        int hash = 0;
        int length = 0;
        for (int i = from; i <= end; i++) {
            int kind = i < end ? classOf(b[i]) : SPACE;
            boolean hump = kind == UPPER && i > from && classOf(b[i - 1]) == LOWER;
            if ((kind > UPPER || hump) && length > 0) {
                if (length >= 3) {
                    into.word(Traits.Group.VALUE, hash);
                }
                length = 0;
                hash = 0;
            }
            if (kind <= UPPER) {
                hash = hash * 31 + (b[i] | 0x20);
                length++;
            }
        }
    }
}
