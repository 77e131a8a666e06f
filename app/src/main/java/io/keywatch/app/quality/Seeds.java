package io.keywatch.app.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which seeds may be looked at while thresholds are chosen, and which only afterwards: the train seeds are small numbers,
 * the test seeds were drawn from the system's random numbers after the thresholds were frozen. A threshold that is
 * changed after a look at the test seeds needs new ones.
 */
public final class Seeds {
    private static final long TRAIN_BASE = 1_000;
    /** Far more than anybody runs; test seeds are beyond. */
    private static final int MOST = 1_000;

    private static final String TRAIN = "train:";
    private static final String TEST = "test";

    /**
     * Drawn on 2026-11-26 after the commit that froze the thresholds. Spent are 87300718140, 444069628247, 395712375327,
     * 8948842687, 469145178688, 879822747454, 628927036727, 487313664495, 377792407870, 943088820699, 245837872638,
     * 544004559385, 920886351293 and 524963270057.
     */
    private static final long[] DRAWN = {
        831_636_984_651L, 175_681_219_379L, 128_137_030_371L, 940_039_398_883L, 236_989_265_983L, 423_350_974_841L
    };

    private Seeds() {}

    /** For developing and tuning. */
    public static List<Long> train(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("seeds: 1 to " + MOST + ", was " + count);
        }
        return LongStream.range(TRAIN_BASE, TRAIN_BASE + count).boxed().toList();
    }

    /** For published figures. */
    public static List<Long> test() {
        return Arrays.stream(DRAWN).boxed().toList();
    }

    /** {@code train:N}, the word for the test seeds, or numbers separated by commas. */
    public static List<Long> parse(String text) {
        if (text.equals(TEST)) {
            return test();
        }
        try {
            if (text.startsWith(TRAIN)) {
                return train(Integer.parseInt(text.substring(TRAIN.length())));
            }
            List<Long> seeds = new ArrayList<>();
            for (String seed : text.split(",")) {
                seeds.add(Long.parseLong(seed.strip()));
            }
            return seeds;
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "seeds: train:N, test or numbers separated by commas, was '" + text + "'", notANumber);
        }
    }
}
