package io.keywatch.ingest;

/** What became of a unit of work. */
sealed interface Outcome {

    /** Kafka has everything that came of it, dead letters included: it may be forgotten. */
    record Done() implements Outcome {}

    /** @param reason our words, or the name of an exception class */
    record Failed(String reason) implements Outcome {}
}
