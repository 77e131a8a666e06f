package io.keywatch.detect.scan.rule;

import io.keywatch.detect.scan.pattern.ByteSet;

/**
 * How many characters of each kind a value has to hold at least. A random value of 40 letters and digits always holds a
 * digit; a path, a name or a word of the same length seldom does, and no pattern without look-ahead can say so.
 */
public record Characters(int digits, int upper, int lower, int letters, int special) {
    public static final Characters ANY = new Characters(0, 0, 0, 0, 0);

    /** Whether {@code [from, to)} holds enough of each. */
    public boolean in(byte[] bytes, int from, int to) {
        if (this.equals(ANY)) {
            return true;
        }
        int digit = 0;
        int up = 0;
        int low = 0;
        for (int i = from; i < to; i++) {
            digit += ByteSet.DIGIT.has(bytes[i]) ? 1 : 0;
            up += ByteSet.UPPER.has(bytes[i]) ? 1 : 0;
            low += ByteSet.LOWER.has(bytes[i]) ? 1 : 0;
        }
        int letter = up + low;
        return digit >= digits
                && up >= upper
                && low >= lower
                && letter >= letters
                && to - from - digit - letter >= special;
    }
}
