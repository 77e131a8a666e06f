package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.detect.scan.text.Decoded;
import io.keywatch.schemas.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);

    @Test
    void doesNotReadHalfAUnitAtTheEnd() {
        byte[] odd = units("\ufeffname=value", ByteOrder.LITTLE_ENDIAN, 1);

        Decoded decoded = Decoded.of(odd, odd.length);

        assertThat(decoded.original(decoded.length())).isEqualTo(odd.length - 1);
    }

    /** Halves of pairs, and the mark in the wrong order. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ud83d",
                "\ude00",
                "\ude00\ud83d",
                "\ud83d\ud83d\ude00",
                "\ud83d\ude00\ude00",
                "a\ud83d\u00e9",
                "\ufffe"
            })
    void pointsExactlyAtASecretAmidBrokenText(String broken) {
        String token = Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, new Random(1)), new Random(1));
        String text = "\ufeff" + broken + "x = 1\ntoken " + broken + "= " + token + "\n" + broken;
        int start = 2 * text.indexOf(token);
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (int half = 0; half < 2; half++) {
                byte[] content = units(text, order, half);

                List<Match> matches =
                        SCANNER.scan(Artifact.of("a.txt", content)).matches();

                assertThat(matches).hasSize(1);
                assertThat(matches.getFirst().startByte()).isEqualTo(start);
                assertThat(matches.getFirst().endByte()).isEqualTo(start + 2L * token.length());
            }
        }
    }

    /** An encoder would mend what is broken. */
    private static byte[] units(String text, ByteOrder order, int half) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * text.length() + half).order(order);
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }

    @Test
    void pointsAtTheUnitsAsStored() {
        byte[] content = "\ufeffa\u00e9\ud83d\ude00b".getBytes(StandardCharsets.UTF_16LE);

        Decoded decoded = Decoded.of(content, content.length);

        assertThat(decoded.original(decoded.length() - 1)).isEqualTo(content.length - 2);
        assertThat(decoded.original(decoded.length())).isEqualTo(content.length);
    }
}
