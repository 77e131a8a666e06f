package io.keywatch.detect.correlate;

import io.keywatch.detect.state.Table;
import java.util.List;
import java.util.function.Predicate;

/** Goes round a table in small steps. */
final class Sweep {
    private String to = "";

    <V> void step(Table<V> table, int limit, Predicate<V> old) {
        List<Table.Entry<V>> entries = table.range(to, "\uffff", limit);
        for (Table.Entry<V> entry : entries) {
            if (old.test(entry.value())) {
                table.delete(entry.key());
            }
        }
        to = entries.size() < limit ? "" : entries.getLast().key() + "\u0000";
    }
}
