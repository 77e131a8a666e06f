package io.keywatch.app.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SarifReportTest {
    @ParameterizedTest
    @CsvSource({
        "src/a.txt,src/a.txt",
        "./src/a.txt,src/a.txt",
        "../up/a.txt,../up/a.txt",
        "/abs/a b.txt,file:///abs/a%20b.txt",
        "c:x/a.txt,./c:x/a.txt",
        "a#b?c.txt,a%23b%3Fc.txt",
        "grün.txt,gr%C3%BCn.txt"
    })
    void filesAreUriReferences(String file, String uri) {
        assertThat(SarifReport.uri(file)).isEqualTo(uri);
    }
}
