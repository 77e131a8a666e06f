package io.keywatch.detect.fuzz;

import java.util.List;
import java.util.function.Supplier;

/**
 * One parser or decoder.
 *
 * @param body throws an {@link AssertionError}, or what the parser must not throw
 * @param seeds small inputs of the format, made anew each time: nothing that looks like a credential is committed
 */
record FuzzTarget(String name, Body body, Supplier<List<byte[]>> seeds) {
    @FunctionalInterface
    interface Body {
        void run(byte[] input) throws Exception;
    }

    /** @throws AssertionError also where it costs more than any input may */
    void run(byte[] input) throws Exception {
        Cost.bounded(body, input);
    }

    @Override
    public String toString() {
        return name;
    }
}
