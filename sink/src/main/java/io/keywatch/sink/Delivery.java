package io.keywatch.sink;

/** What became of one finding at a target. */
public sealed interface Delivery {
    /** The target has it, or already had something newer. */
    record Delivered() implements Delivery {}

    /**
     * Not now: the same item is offered again after a pause, for as long as it takes.
     *
     * @param reason short and safe to log: a status or an exception class, never text from the finding
     */
    record Retryable(String reason) implements Delivery {}

    /**
     * Never: the item goes to the dead letters and the stream goes on.
     *
     * @param status the target's own status of this item
     * @param reason short and safe to log, as above
     */
    record Rejected(int status, String reason) implements Delivery {}

    static Delivery delivered() {
        return new Delivered();
    }

    static Delivery retry(String reason) {
        return new Retryable(reason);
    }

    static Delivery reject(int status, String reason) {
        return new Rejected(status, reason);
    }
}
