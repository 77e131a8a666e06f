package io.keywatch.ingest.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IsoTimeTest {
    @Property
    void readsEverySecondAsTheLibraryDoes(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second) {
        Instant instant = Instant.ofEpochSecond(second);

        assertThat(IsoTime.parse(instant.toString())).isEqualTo(instant);
    }

    @Property
    void refusesDaysAndHoursThatDoNotExist(
            @ForAll @IntRange(min = 0, max = 99) int month,
            @ForAll @IntRange(min = 0, max = 99) int day,
            @ForAll @IntRange(min = 0, max = 99) int hour) {
        String text = "2024-%02d-%02dT%02d:00:00Z".formatted(month, day, hour);

        assertThat(IsoTime.parse(text)).isEqualTo(byTheLibrary(text));
    }

    @Test
    void readsFractionsOffsetsAndEpochs() {
        assertThat(IsoTime.parse("2024-02-29T12:00:00.5Z")).isEqualTo(Instant.parse("2024-02-29T12:00:00.5Z"));
        assertThat(IsoTime.parse("2024-02-29T12:00:00+02:00")).isEqualTo(Instant.parse("2024-02-29T10:00:00Z"));
        assertThat(IsoTime.parse("1700000000")).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(IsoTime.parse("1700000000123")).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    }

    @Test
    void isNullForWhatIsNoTime() {
        assertThat(IsoTime.parse("")).isNull();
        assertThat(IsoTime.parse("yesterday")).isNull();
        assertThat(IsoTime.parse("12345")).isNull();
        assertThat(IsoTime.parse("2024-02-29 12:00:00Z")).isNull();
        assertThat(IsoTime.parse("2024-02-2xT12:00:00Z")).isNull();
    }

    private static @Nullable Instant byTheLibrary(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
