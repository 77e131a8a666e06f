package io.keywatch.detect.scan.judge;

/**
 * How unlike text a value is: for each triple of characters the bits it takes to say it, learnt from the words of code
 * and documents. Words take about 3 bits a character, random letters 5 and more.
 */
public final class Rarity {
    /** Sixteenths of a bit in a byte: 0 to 15.9 bits. */
    private static final double STEPS = 16;

    /** Triples over which the most and the least random stretch are looked for. */
    private static final int STRETCH = 5;

    static final int NUMBERS = 3;

    private final byte[] bits;

    Rarity(byte[] bits) {
        if (bits.length != Triples.COUNT) {
            throw new IllegalArgumentException("rarities of another alphabet");
        }
        this.bits = bits;
    }

    public static int triples() {
        return Triples.COUNT;
    }

    /** Adds the triples of a text's words. */
    public static void count(byte[] text, int length, int[] counts) {
        Triples.count(text, length, counts);
    }

    public static Rarity of(int[] counts) {
        byte[] bits = new byte[Triples.COUNT];
        int letters = Triples.LETTERS;
        for (int pair = 0; pair < letters * letters; pair++) {
            double sum = 0;
            for (int third = 0; third < letters; third++) {
                sum += counts[pair * letters + third];
            }
            for (int third = 0; third < letters; third++) {
                // half a sighting for what was never seen
                double p = (counts[pair * letters + third] + 0.5) / (sum + 0.5 * letters);
                bits[pair * letters + third] = (byte) Math.min(255, Math.round(-Math.log(p) / Math.log(2) * STEPS));
            }
        }
        return new Rarity(bits);
    }

    byte[] bits() {
        return bits;
    }

    /** Mean bits, and those of the most and the least random stretch. */
    void write(int[] triples, int count, float[] row, int at) {
        double sum = 0;
        double window = 0;
        double most = 0;
        double least = 16;
        for (int i = 0; i < count; i++) {
            double now = (bits[triples[i]] & 0xff) / STEPS;
            sum += now;
            window += now;
            if (i >= STRETCH) {
                window -= (bits[triples[i - STRETCH]] & 0xff) / STEPS;
            }
            if (i >= STRETCH - 1) {
                most = Math.max(most, window / STRETCH);
                least = Math.min(least, window / STRETCH);
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        row[at] = (float) mean;
        row[at + 1] = (float) (count < STRETCH ? mean : most);
        row[at + 2] = (float) (count < STRETCH ? mean : least);
    }
}
