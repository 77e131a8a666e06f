package io.keywatch.detect.scan.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableParserTest {
    @Test
    void readsTheColumnsWithATellingName() {
        assertThat(fields("user,password,token\nann,p1,t1\nbob,p2,t2\n"))
                .containsExactly("password=p1", "token=t1", "password=p2", "token=t2");
    }

    @Test
    void aDoubledQuoteIsPartOfItsCellAndTheRestOfTheRowIsRead() {
        assertThat(fields("note,password,token\n\"say \"\"hi\"\", twice\",\"a\"\"b\",t1\n"))
                .containsExactly("password=a\"\"b", "token=t1");
    }

    @Test
    void aQuoteThatNeverClosesEndsWithTheText() {
        assertThat(fields("password\n\"a\"\"")).containsExactly("password=a\"\"");
    }

    private static List<String> fields(String table) {
        byte[] b = table.getBytes(StandardCharsets.US_ASCII);
        List<String> found = new ArrayList<>();
        new TableParser()
                .parse(
                        b,
                        b.length,
                        (name, start, end) ->
                                found.add(name + "=" + new String(b, start, end - start, StandardCharsets.US_ASCII)));
        return found;
    }
}
