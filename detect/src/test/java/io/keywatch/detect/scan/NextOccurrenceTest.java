package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NextOccurrenceTest {
    @Test
    void isWhatASearchFromTheStartWouldFind() {
        Random random = new Random(4);
        byte[] what = "aab".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 2_000; round++) {
            byte[] text = new byte[40];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) ('a' + random.nextInt(2));
            }
            NextOccurrence next = new NextOccurrence(what);
            int limit = 0;
            for (int from = 0; from < text.length; from += 1 + random.nextInt(6)) {
                limit = Math.clamp(from + random.nextInt(20), limit, text.length);
                assertThat(next.in(text, from, limit)).isEqualTo(PrivateKeys.indexOf(text, what, from, limit));
            }
        }
    }
}
