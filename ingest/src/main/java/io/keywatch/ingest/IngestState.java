package io.keywatch.ingest;

/**
 * How ingest is doing.
 *
 * @param reason for people; empty while running
 */
public record IngestState(Status status, String reason) {
    /** Whether it takes messages and gets them done. */
    public enum Status {
        /** No queue has answered yet. */
        STARTING,
        RUNNING,
        /** A queue does not answer, or messages fail: it goes on trying and loses nothing. */
        DEGRADED,
        STOPPED
    }

    public boolean ready() {
        return status == Status.RUNNING;
    }

    public boolean alive() {
        return status != Status.STOPPED;
    }
}
