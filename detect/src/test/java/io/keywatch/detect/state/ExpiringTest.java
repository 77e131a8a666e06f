package io.keywatch.detect.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpiringTest {
    private final Watched below = new Watched();
    private final Expiring<Boolean> table = new Expiring<>(below);

    @Test
    void takesTheOldestInParts() {
        put("01|a", "02|b", "03|c", "04|d");

        assertThat(taken("04", 2)).containsExactly("01|a", "02|b");
        assertThat(taken("04", 2)).containsExactly("03|c");
        assertThat(taken("04", 2)).isEmpty();
        assertThat(table.get("04|d")).isTrue();
        assertThat(table.get("03|c")).isNull();
    }

    @Test
    void doesNotWalkAgainOverWhatItEmptied() {
        put("01|a", "02|b", "03|c");
        taken("03", 10);
        taken("04", 10);

        assertThat(below.starts).containsExactly("", "03");
    }

    @Test
    void forgetsInPartsToo() {
        put("01|a", "02|b", "03|c");

        assertThat(table.forgetBefore("03", 1)).isTrue();
        assertThat(table.forgetBefore("03", 1)).isTrue();
        assertThat(table.forgetBefore("03", 1)).isFalse();

        assertThat(taken("04", 9)).containsExactly("03|c");
        assertThat(below.starts).containsExactly("", "01|a", "02|b", "03");
    }

    @Test
    void takesWhatComesLateAllTheSame() {
        put("01|a", "03|c");
        taken("03", 10);

        put("02|late");

        assertThat(taken("03", 10)).containsExactly("02|late");
    }

    @Test
    void keepsToItsPrefix() {
        Expiring<Boolean> ofC = new Expiring<>(below, "c|");
        put("a|01", "c|01", "c|09");

        assertThat(ofC.takeBefore("c|05", 10)).extracting(Table.Entry::key).containsExactly("c|01");
        assertThat(below.get("a|01")).isTrue();
    }

    private void put(String... keys) {
        for (String key : keys) {
            table.put(key, Boolean.TRUE);
        }
    }

    private List<String> taken(String cutoff, int limit) {
        return table.takeBefore(cutoff, limit).stream().map(Table.Entry::key).toList();
    }

    /** Says where ranges began. */
    private static final class Watched implements Table<Boolean> {
        private final Table<Boolean> table = new MemoryTables().open(new TableSpec<>("watched", Codec.MARK));
        private final List<String> starts = new ArrayList<>();

        @Override
        public @Nullable Boolean get(String key) {
            return table.get(key);
        }

        @Override
        public void put(String key, Boolean value) {
            table.put(key, value);
        }

        @Override
        public void delete(String key) {
            table.delete(key);
        }

        @Override
        public List<Entry<Boolean>> range(String from, String to, int limit) {
            starts.add(from);
            return table.range(from, to, limit);
        }

        @Override
        public List<String> keys(String from, String to, int limit) {
            starts.add(from);
            return table.keys(from, to, limit);
        }
    }
}
