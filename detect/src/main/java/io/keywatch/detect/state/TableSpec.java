package io.keywatch.detect.state;

/**
 * A table's name, which is also the name of its Streams store and changelog, and how its values are written. Renaming
 * one forgets what it held: that is how a detector's state is dropped on purpose, and never another's.
 */
public record TableSpec<V>(String name, Codec<V> codec) {}
