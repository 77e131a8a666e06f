package io.keywatch.detect.scan.judge;

import io.keywatch.detect.scan.assign.Located;
import io.keywatch.detect.scan.assign.SecretName;

/** The name of a value and what stands around the two on their line. */
final class LineTraits {
    /** Before the name and after the value. */
    private static final int REACH = 80;

    private static final int MAX_WORDS = 12;

    private LineTraits() {}

    static int from(byte[] b, int nameStart) {
        int from = nameStart;
        while (from > 0 && nameStart - from < REACH && b[from - 1] != '\n') {
            from--;
        }
        return from;
    }

    static int to(byte[] b, int valueEnd, int limit) {
        int to = valueEnd;
        while (to < limit && to - valueEnd < REACH && b[to] != '\n' && b[to] != '\r') {
            to++;
        }
        return to;
    }

    static void write(SecretName name, byte[] b, int nameStart, int nameEnd, Located at, int limit, Traits into) {
        for (SecretName each : SecretName.values()) {
            into.flag(each == name);
        }
        int words = nameWords(b, nameStart, nameEnd, into);
        into.number(words);
        into.number(nameEnd - nameStart);
        into.flag(shouted(b, nameStart, nameEnd));
        into.flag(contains(b, at.start(), at.end(), nameStart, nameEnd));
        into.flag(at.quoted());
        into.flag(at.list());
        for (char operator : new char[] {'=', ':', '(', ',', '>', ' '}) {
            into.flag(at.operator() == operator);
        }
        int gap = at.start() - nameEnd;
        into.number(Math.min(gap, 40));
        int from = from(b, nameStart);
        int to = to(b, at.end(), limit);
        into.number(nameStart - from);
        into.number(to - at.end());
        int before = sides(b, from, nameStart, into, 1);
        sides(b, at.end(), to, into, 2);
        into.flag((before & 1) != 0);
        into.flag((before & 2) != 0);
        into.flag((before & 4) != 0);
        into.number(nameStart > from ? ValueTraits.classOf(b[nameStart - 1]) : -1);
        into.word(Traits.Group.PLACE, 0x1000 + (nameStart > from ? b[nameStart - 1] : 0));
        into.word(Traits.Group.PLACE, 0x2000 + at.operator() * 2 + (at.quoted() ? 1 : 0));
        into.word(Traits.Group.PLACE, 0x3000 + (at.start() > 0 ? b[at.start() - 1] : 0));
        into.word(Traits.Group.PLACE, 0x4000 + (at.end() < limit ? b[at.end()] : 0));
        into.word(Traits.Group.PLACE, 0x5000 + (at.end() + 1 < to ? b[at.end() + 1] : 0));
    }

    /** Words of the name, each by itself, in pairs, and the last as such. */
    private static int nameWords(byte[] b, int from, int to, Traits into) {
        int hash = 0;
        int length = 0;
        int count = 0;
        int last = 0;
        for (int i = from; i <= to; i++) {
            int kind = i < to ? ValueTraits.classOf(b[i]) : 4;
            boolean hump = kind == 1
                    && i > from
                    && (ValueTraits.classOf(b[i - 1]) == 0
                            || (ValueTraits.classOf(b[i - 1]) == 1
                                    && i + 1 < to
                                    && ValueTraits.classOf(b[i + 1]) == 0));
            if ((kind > 1 || hump) && length > 0) {
                into.word(Traits.Group.NAME, hash);
                into.word(Traits.Group.NAME, last * 131 + hash + 7);
                last = hash;
                count++;
                hash = 0;
                length = 0;
            }
            if (kind <= 1) {
                hash = hash * 31 + (b[i] | 0x20);
                length++;
            }
        }
        into.word(Traits.Group.NAME, last * 37 + 3);
        return count;
    }

    private static boolean shouted(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] >= 'a' && b[i] <= 'z') {
                return false;
            }
        }
        return true;
    }

    /** Whether the value holds the name, or as much of it as fits a short value. */
    private static boolean contains(byte[] b, int from, int to, int nameStart, int nameEnd) {
        int length = nameEnd - nameStart;
        for (int i = from; i + length <= to; i++) {
            int k = 0;
            while (k < length && (b[i + k] | 0x20) == (b[nameStart + k] | 0x20)) {
                k++;
            }
            if (k == length) {
                return true;
            }
        }
        return false;
    }

    /** @return 1 for a comment, 2 for an open bracket, 4 for a quote not closed */
    private static int sides(byte[] b, int from, int to, Traits into, int side) {
        int hash = 0;
        int length = 0;
        int words = 0;
        int open = 0;
        int quotes = 0;
        boolean comment = false;
        for (int i = from; i <= to; i++) {
            int kind = i < to ? ValueTraits.classOf(b[i]) : 4;
            if (kind <= 1) {
                hash = hash * 31 + (b[i] | 0x20);
                length++;
                continue;
            }
            if (length >= 2 && words++ < MAX_WORDS) {
                into.word(Traits.Group.PLACE, hash * 3 + side);
            }
            hash = 0;
            length = 0;
            if (i < to) {
                open += b[i] == '(' ? 1 : b[i] == ')' ? -1 : 0;
                quotes += b[i] == '"' || b[i] == '\'' ? 1 : 0;
                comment |= b[i] == '#' || (b[i] == '/' && i + 1 < to && b[i + 1] == '/') || b[i] == '*';
            }
        }
        return (comment ? 1 : 0) | (open > 0 ? 2 : 0) | (quotes % 2 != 0 ? 4 : 0);
    }
}
