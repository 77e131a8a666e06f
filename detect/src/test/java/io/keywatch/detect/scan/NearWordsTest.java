package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class NearWordsTest {
    private static final List<String> WORDS = List.of("ab", "aba", "b", "server=");

    @RepeatedTest(200)
    void findsWhatLookingAtEveryPlaceFinds(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        String text = text(random);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        NearWords words = new NearWords(bytes, bytes.length, WORDS);
        int at = 0;
        for (int i = 0; i < 300; i++) {
            // mostly onwards, as a scan asks, and now and then anywhere
            at = random.nextInt(10) == 0
                    ? random.nextInt(bytes.length)
                    : Math.min(bytes.length - 1, at + random.nextInt(12) - 3 < 0 ? 0 : at + random.nextInt(9));
            int to = Math.min(bytes.length, at + random.nextInt(6));
            int reach = random.nextInt(15);
            assertThat(words.around(at, to, reach))
                    .as("%d to %d, reach %d of %s", at, to, reach, text)
                    .isEqualTo(naive(text.toLowerCase(Locale.ROOT), at, to, reach));
        }
    }

    private static boolean naive(String lower, int from, int to, int reach) {
        String before = lower.substring(Math.max(0, from - reach), from);
        String after = lower.substring(to, Math.min(lower.length(), to + reach));
        return WORDS.stream().anyMatch(word -> before.contains(word) || after.contains(word));
    }

    /** Now rare, now so many that old occurrences are let go. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20) == 0 ? 40_000 : 200;
        String letters = random.nextBoolean() ? "abB" : "xyzXYZab.";
        while (text.length() < length) {
            text.append(random.nextInt(30) == 0 ? "SERVER=" : letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
