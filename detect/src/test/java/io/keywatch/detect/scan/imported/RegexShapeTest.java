package io.keywatch.detect.scan.imported;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexShapeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "abc~3~abc",
                "ab[0-9]{4,6}~8~ab",
                "(?i)to(?:pic|tal)-[a-z]{3}~15~topic-,total-",
                "(?P<name>qux_[[:xdigit:]]{32})\\b~36~qux_",
                "foo(?:bar)?~6~foo,foobar",
                "(?:foo|ba)x~4~bax,foox",
                "[a-z]x\\d~3~",
                "x{3}y~4~xxxy",
                "(?:abc){2,5}~15~abcabc",
                "\\Qa.b\\E[^\\n]~7~a.b",
                "\\x61\\x{62}\\143~3~abc",
                "pre(?:mid|)post~10~premidpost,prepost",
                "[Aa]cme_\\w{10}~15~acme_",
                "a{b}c{x}~8~a{b}c{x}",
                "éabc~7~abc",
                "(?i)kiss~10~kiss",
                "[]a]bcd~4~]bcd,abcd",
                "[^]a]bcd~7~bcd",
            })
    void saysHowWideMatchesAreAndWhatTheyContain(String regex, int width, String literals) {
        assertThat(Pattern.compile(regex)).isNotNull();
        RegexShape shape = RegexShape.of(regex);
        assertThat(shape.maxWidth()).isEqualTo(width);
        assertThat(shape.literals()).isEqualTo(literals == null ? List.of() : List.of(literals.split(",")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc.*", "abc\\d+", "(?:abc)+x", "abc[a-z]{4,}"})
    void knowsNoWidthOfWhatIsUnboundedButThatItStaysOnALine(String regex) {
        RegexShape shape = RegexShape.of(regex);
        assertThat(shape.bounded()).isFalse();
        assertThat(shape.maxLineFeeds()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc\\s*x",
                "abc[^x]*",
                "(?s)abc.*",
                "abc\\W+",
                "abc\\n",
                "abc[[:space:]]",
                "abc[\\t-\\r]",
                "abc\\pZ",
                "abc\\x0a",
                "abc[^[:alpha:]]",
                "(?s:abc.)"
            })
    void knowsWhatMayCrossALine(String regex) {
        assertThat(Pattern.compile(regex)).isNotNull();
        assertThat(RegexShape.of(regex).maxLineFeeds()).isPositive();
    }

    @Test
    void countsTheLinesOfAMatch() {
        assertThat(RegexShape.of("abc\\s{0,3}=[\\s\"]{0,5}\\w+(?:\\s|$)").maxLineFeeds())
                .isEqualTo(9);
        assertThat(RegexShape.of("abc(?:\\n.*){2,5}").maxLineFeeds()).isEqualTo(5);
        assertThat(RegexShape.of("abc\\s*").maxLineFeeds()).isEqualTo(RegexShape.UNBOUNDED);
    }

    @Test
    void flagsEndWithTheirGroup() {
        assertThat(RegexShape.of("(?:(?s)abc.)d.").maxLineFeeds()).isPositive();
        assertThat(RegexShape.of("(?:(?s)abc)d.").maxLineFeeds()).isZero();
        assertThat(RegexShape.of("(?:(?i)abk)k").maxWidth()).isEqualTo(6);
    }

    @Test
    void isUnknownWhereTheSyntaxIsNotRead() {
        assertThat(RegexShape.of("(?=abc)")).isEqualTo(RegexShape.UNKNOWN);
        assertThat(RegexShape.of("abc(")).isEqualTo(RegexShape.UNKNOWN);
    }
}
