package io.keywatch.detect.scan.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlParserTest {
    @Test
    void readsTheColumnsThatAnInsertNames() {
        assertThat(fields("insert into a.users (id, password, note) values (1, 'x1', 'n'), (2, 'it''s', 'n');"))
                .containsExactly("password=x1", "password=it''s");
    }

    @Test
    void takesTheColumnsOfTheTableWhereAnInsertNamesNone() {
        String sql = """
            CREATE TABLE IF NOT EXISTS `s`.`users` (
              `id` int(11) DEFAULT '0',
              `user_pass` varchar(255),
              PRIMARY KEY (`id`, `user_pass`)
            );
            INSERT IGNORE INTO `users` VALUES (1,'x1'),(2,NULL);
            """;
        assertThat(fields(sql)).containsExactly("user_pass=x1");
    }

    @Test
    void readsRowsOfCopy() {
        assertThat(fields("COPY public.t (id, api_token) FROM stdin;\n1\tx123\n2\t\\N\n\\.\nSELECT 1;\n"))
                .containsExactly("api_token=x123");
    }

    @Test
    void doesNotCountCommasWithinCalls() {
        assertThat(fields("INSERT INTO t (a, b, password) VALUES (f(1, 'x'), concat('a', 'b'), 'x1');"))
                .containsExactly("password=x1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t (password) VALUES ('",
                "INSERT INTO",
                "CREATE TABLE t (",
                "COPY t (password) FROM stdin;\n",
                "COPY t (password) FROM stdin;",
                "[",
                "'\\",
                "INSERT INTO t. (password) VALUES ((((("
            })
    void endsWhereTheTextEnds(String cutOff) {
        assertThat(fields(cutOff)).isEmpty();
    }

    @Test
    void readsEachByteOnce() {
        for (String unit : List.of(
                "INSERT INTO t (password) VALUES (", "COPY t (a) FROM stdin;\n", "create table ", "((((", "[['\"")) {
            byte[] text = unit.repeat(4_000_000 / unit.length()).getBytes(StandardCharsets.US_ASCII);
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> new SqlParser().parse(text, text.length, (name, start, end) -> {}));
        }
    }

    private static List<String> fields(String sql) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        List<String> fields = new ArrayList<>();
        new SqlParser()
                .parse(
                        bytes,
                        bytes.length,
                        (name, start, end) ->
                                fields.add(name + "=" + new String(bytes, start, end - start, StandardCharsets.UTF_8)));
        return fields;
    }
}
