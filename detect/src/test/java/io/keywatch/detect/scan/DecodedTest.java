package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.text.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DecodedTest {
    @Test
    void pointsAtNothingBehindTheContentWhereHalfACharacterEndsIt() {
        byte[] whole = "\ufeffname=value".getBytes(StandardCharsets.UTF_16LE);
        byte[] odd = Arrays.copyOf(whole, whole.length + 1);
        odd[whole.length] = '\r';

        Decoded decoded = Decoded.of(odd, odd.length);

        assertThat(decoded.original(decoded.length())).isEqualTo(odd.length);
    }

    @Test
    void pointsAtTheUnitsAsStored() {
        byte[] content = "\ufeffa\u00e9\ud83d\ude00b".getBytes(StandardCharsets.UTF_16LE);

        Decoded decoded = Decoded.of(content, content.length);

        assertThat(decoded.original(decoded.length() - 1)).isEqualTo(content.length - 2);
        assertThat(decoded.original(decoded.length())).isEqualTo(content.length);
    }
}
