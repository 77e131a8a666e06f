package io.keywatch.detect.scan.check;

/** What a value tells about itself. Pure, thread-safe, total: no input makes it throw, and an empty one is rejected. */
@FunctionalInterface
public interface OfflineCheck {
    /** @param bytes the value stands in {@code [from, to)}; not to be changed or kept */
    Verdict of(byte[] bytes, int from, int to);
}
