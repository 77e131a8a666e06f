package io.keywatch.app.quality;

/** A model of an organisation's benign calls. The same settings give the same traffic, call by call. */
public interface TrafficGenerator {
    /** One word for tables and file names. */
    String name();

    Traffic open(TrafficSettings settings);
}
