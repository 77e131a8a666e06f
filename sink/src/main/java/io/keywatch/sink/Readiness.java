package io.keywatch.sink;

/** Whether a part can do its work now. */
public sealed interface Readiness {
    record Ready() implements Readiness {}

    /** @param reason for operators: what is missing and where */
    record NotReady(String reason) implements Readiness {}

    static Readiness ready() {
        return new Ready();
    }

    static Readiness notReady(String reason) {
        return new NotReady(reason);
    }
}
