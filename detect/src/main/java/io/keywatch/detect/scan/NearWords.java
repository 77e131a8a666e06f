package io.keywatch.detect.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Whether some words stand near places of one text, asked for roughly from left to right: whatever the number of
 * places, each byte is searched about once. Used by one thread.
 */
final class NearWords {
    /** Occurrences kept: those long passed are dropped. */
    private static final int MANY = 1 << 14;

    private final byte[] text;
    private final int length;
    private final byte[][] words;
    /** Bytes that a word begins with, in either case. */
    private final boolean[] begins = new boolean[256];

    /** All occurrences that begin in {@code [from, to)} are kept, in order of their start. */
    private int from;

    private int to;
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private int count;

    /** @param words in lower case */
    NearWords(byte[] text, int length, List<String> words) {
        this.text = text;
        this.length = length;
        this.words = words.stream()
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
        for (byte[] word : this.words) {
            begins[word[0] & 0xff] = true;
            begins[upper(word[0]) & 0xff] = true;
        }
    }

    /** Whether one stands within {@code reach} bytes around the value and outside of it, whatever its case. */
    boolean around(int valueStart, int valueEnd, int reach) {
        int start = Math.max(0, valueStart - reach);
        int end = Math.min(length, valueEnd + reach);
        cover(start, end);
        int at = Arrays.binarySearch(starts, 0, count, start);
        for (int i = first(at < 0 ? -at - 1 : at); i < count && starts[i] < end; i++) {
            if (ends[i] <= end && (ends[i] <= valueStart || starts[i] >= valueEnd)) {
                return true;
            }
        }
        return false;
    }

    /** Several words may begin at one place. */
    private int first(int found) {
        int i = found;
        while (i > 0 && i < count && starts[i - 1] == starts[i]) {
            i--;
        }
        return i;
    }

    private void cover(int start, int end) {
        if (start < from || start > to) {
            from = start;
            to = start;
            count = 0;
        }
        if (count > MANY) {
            forget(start);
        }
        for (; to < end; to++) {
            if (begins[text[to] & 0xff]) {
                keepThoseAt(to);
            }
        }
    }

    private void keepThoseAt(int at) {
        for (byte[] word : words) {
            if (matches(word, at)) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                    ends = Arrays.copyOf(ends, 2 * count);
                }
                starts[count] = at;
                ends[count++] = at + word.length;
            }
        }
    }

    private boolean matches(byte[] word, int at) {
        if (at + word.length > length) {
            return false;
        }
        for (int k = 0; k < word.length; k++) {
            byte b = text[at + k];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != word[k]) {
                return false;
            }
        }
        return true;
    }

    private void forget(int before) {
        int kept = 0;
        while (kept < count && starts[kept] < before) {
            kept++;
        }
        count -= kept;
        System.arraycopy(starts, kept, starts, 0, count);
        System.arraycopy(ends, kept, ends, 0, count);
        from = before;
    }

    private static byte upper(byte b) {
        return (byte) (b >= 'a' && b <= 'z' ? b - 32 : b);
    }
}
