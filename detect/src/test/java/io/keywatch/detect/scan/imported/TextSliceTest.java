package io.keywatch.detect.scan.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextSliceTest {
    @Property(tries = 300)
    void readsUtf8AsTheJdkDoesAndKnowsTheOffsetOfEveryCharacter(@ForAll @StringLength(max = 200) String any) {
        byte[] bytes = any.getBytes(StandardCharsets.UTF_8);
        String text = new String(bytes, StandardCharsets.UTF_8);
        TextSlice slice = TextSlice.of(bytes, 0, bytes.length, () -> true);
        assertThat(slice.length()).isEqualTo(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            assertThat(Character.codePointAt(slice, i)).isEqualTo(text.codePointAt(i));
            assertThat(slice.offset(i)).isEqualTo(text.substring(0, i).getBytes(StandardCharsets.UTF_8).length);
        }
        assertThat(slice.offset(text.length())).isEqualTo(bytes.length);
    }

    @Property(tries = 300)
    void givesEveryByteThatIsNoUtf8ACharacter(@ForAll byte[] bytes) {
        TextSlice slice = TextSlice.of(bytes, 0, bytes.length, () -> true);
        int last = -1;
        for (int i = 0; i < slice.length(); i += Character.charCount(Character.codePointAt(slice, i))) {
            int offset = slice.offset(i);
            assertThat(offset).isGreaterThan(last);
            last = offset;
            if (bytes[offset] >= 0) {
                assertThat((int) slice.charAt(i)).isEqualTo(bytes[offset]);
            }
        }
    }

    @Test
    void letsLatin1StandNextToAscii() {
        byte[] bytes = "clé=topsecret".getBytes(StandardCharsets.ISO_8859_1);
        Matcher matcher = Pattern.compile("cl.=(\\w+)").matcher(TextSlice.of(bytes, 0, bytes.length, () -> true));
        assertThat(matcher.find()).isTrue();
    }

    @Test
    void stopsWithinAMatchWhenToldTo() {
        byte[] bytes = "a".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        TextSlice slice = TextSlice.of(bytes, 0, bytes.length, () -> false);
        assertThatThrownBy(() -> Pattern.compile("(?:a|b)*c").matcher(slice).find())
                .isInstanceOf(TextSlice.OutOfTime.class);
    }

    @Test
    void showsNoContent() {
        assertThat(TextSlice.of("hunter2".getBytes(StandardCharsets.UTF_8), 0, 7, () -> true))
                .asString()
                .doesNotContain("hunter");
    }
}
