package io.keywatch.detect.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserPatternTest {
    /** Each of them would be compiled for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\u1c80",
                "a(?s-m:b)(?mi:c\\x{1C88})",
                "(?i)[a-\\x{10ffff}]",
                "(?i)[\\x{1c7f}-\\x{1c80}]",
                "(?i)[^\\x80-\uffff]",
                "(?i)[\\+-\u2000]"
            })
    void refusesToFoldWhatDoesNotFoldBack(String regex) {
        assertThatThrownBy(() -> UserPattern.compile(regex))
                .isInstanceOf(PatternSyntaxException.class)
                .hasMessageContaining("U+1C80");
        assertThatThrownBy(() -> UserPattern.compile(regex.replaceAll("\\(\\?m?i", "(?m"), Pattern.CASE_INSENSITIVE))
                .isInstanceOf(PatternSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a-\\x{10ffff}]",
                "\u1c80",
                "(?i)[^a-z]+[[:^alpha:]]\\W\\pL\\x41-\\x5a",
                "(?i)[\\x{1c89}-\\x{10ffff}]",
                "(?i)[\\x{80}-\\x{1c7f}]",
                "(?i)\\Qa-\\E\\d-\\d",
                "(?i)x\\x"
            })
    void leavesTheRestToRe2(String regex) {
        boolean sound = !regex.endsWith("\\x");
        if (sound) {
            assertThat(UserPattern.compile(regex).pattern()).isEqualTo(regex);
        } else {
            assertThatThrownBy(() -> UserPattern.compile(regex)).hasMessageNotContaining("U+1C80");
        }
    }

    /** Fails on a JDK whose tables have more such letters than the library's. */
    @Test
    void noOtherCharacterFoldsWithoutEnd() {
        assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> UserPattern.compile("(?i)[\\x{0}-\\x{1c7f}\\x{1c89}-\\x{10ffff}]"));
    }
}
