package io.keywatch.detect.sigma.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            nullValues = "none",
            value = {
                ".+:assumed-role/ci:.+ # :assumed-role/ci:",
                "^abc$ # abc",
                "abcd?ef # abc",
                "abcd*e # abc",
                "ab+cde # cde",
                "abc{2}de # ab",
                "a\\.b\\d+xy # a.b",
                "[xyz]abc[]d]e # abc",
                "abc|def # none",
                "(abc)?def # none",
                "\\x41bcd # none",
                "\\Qabc\\E # none",
                "a.b.c # none",
                "a\\ # none",
            })
    void isWhatEveryMatchHolds(String pattern, String expected) {
        assertThat(RequiredText.of(pattern)).isEqualTo(expected);
    }
}
