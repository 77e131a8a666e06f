package io.keywatch.detect.scan.literal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LiteralIndexTest {
    /** As in the class: a pass works on blocks of this size, in four lanes. */
    private static final int BLOCK = 1 << 18;

    @Property(tries = 300)
    void findsEveryOccurrenceOfEveryLiteral(
            @ForAll @Size(min = 1, max = 8)
                    List<@StringLength(min = 1, max = 4) @CharRange(from = 'a', to = 'c') String> literals,
            @ForAll @StringLength(max = 200) @CharRange(from = 'a', to = 'd') String text) {
        List<String> distinct = literals.stream().distinct().toList();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < distinct.size(); i++) {
            for (int at = text.indexOf(distinct.get(i)); at >= 0; at = text.indexOf(distinct.get(i), at + 1)) {
                expected.add(i + "@" + (at + distinct.get(i).length()));
            }
        }
        List<String> found = find(distinct, text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        assertThat(found).hasSize(expected.size());
        assertThat(new HashSet<>(found)).isEqualTo(expected);
    }

    @Property(tries = 200)
    void losesNothingAtTheEdgesOfBlocksAndLanes(
            @ForAll @IntRange(min = -14, max = 14) int shift, @ForAll @IntRange(min = 1, max = 8) int edge) {
        byte[] text = new byte[BLOCK * 2 + 101];
        Arrays.fill(text, (byte) ' ');
        int at = edge * (BLOCK / 4) + shift;
        byte[] needle = "private key".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(needle, 0, text, at, needle.length);
        assertThat(find(List.of("private key", "key"), text))
                .containsExactlyInAnyOrder("0@" + (at + 11), "1@" + (at + 11));
    }

    @Test
    void findsTheSecretAtEveryOffsetOfASmallText() {
        for (int length = 3; length < 40; length++) {
            for (int at = 0; at + 3 <= length; at++) {
                byte[] text = new byte[length];
                Arrays.fill(text, (byte) 'x');
                text[at] = 'K';
                text[at + 1] = 'e';
                text[at + 2] = 'Y';
                assertThat(find(List.of("key"), text)).containsExactly("0@" + (at + 3));
            }
        }
    }

    @Test
    void stopsWhenToldTo() {
        byte[] text = new byte[BLOCK * 3];
        int[] asked = new int[1];
        int done = LiteralIndex.of(List.of("a")).scan(text, 0, text.length, (l, e) -> {}, () -> asked[0]++ < 2);
        assertThat(done).isEqualTo(2 * BLOCK);
    }

    private static List<String> find(List<String> literals, byte[] text) {
        List<String> found = new ArrayList<>();
        int done = LiteralIndex.of(literals)
                .scan(text, 0, text.length, (literal, end) -> found.add(literal + "@" + end), () -> true);
        assertThat(done).isEqualTo(text.length);
        return found;
    }
}
