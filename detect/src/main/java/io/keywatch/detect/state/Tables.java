package io.keywatch.detect.state;

/** Opens the tables that a core declares. */
public interface Tables {
    <V> Table<V> open(TableSpec<V> spec);
}
