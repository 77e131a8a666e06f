package io.keywatch.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataSizeTest {
    @ParameterizedTest
    @CsvSource({"0B,0", "1KiB,1024", "64MiB,67108864", "2GiB,2147483648", "10MB,10000000", "1 kB,1000"})
    void readsUnitsOfBothKinds(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "64 mb", "-1B", "1.5GiB", "999999999999999GiB"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse(text));
    }

    @Test
    void writesWhatItReads() {
        for (String text : new String[] {"0B", "1B", "1023B", "1KiB", "3MiB", "7GiB"}) {
            assertThat(DataSize.parse(text)).hasToString(text);
        }
    }
}
