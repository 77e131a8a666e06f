package io.keywatch.detect.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
    private final Table<String> below = new MemoryTables().open(new TableSpec<>("below", new Text()));
    private final Recent<String> table = new Recent<>(below, 2);

    @Test
    void readsWhatItDealtWithLastFromItself() {
        table.put("a", "one");
        below.put("a", "changed behind its back");

        assertThat(table.get("a")).isEqualTo("one");
    }

    @Test
    void writesEveryChangeThrough() {
        table.put("a", "one");
        table.put("a", "two");
        table.put("b", "three");
        table.delete("b");

        assertThat(below.get("a")).isEqualTo("two");
        assertThat(below.get("b")).isNull();
        assertThat(table.get("b")).isNull();
    }

    @Test
    void looksBelowForWhatWasUsedLongestAgo() {
        table.put("a", "one");
        table.put("b", "two");
        table.get("a");
        table.put("c", "three");
        below.put("b", "read again");
        below.put("a", "still known above");

        assertThat(table.get("b")).isEqualTo("read again");
        assertThat(below.get("c")).isEqualTo("three");
    }

    private static final class Text implements Codec<String> {
        @Override
        public byte[] encode(String value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String decode(byte[] bytes) {
            throw new UnsupportedOperationException();
        }
    }
}
