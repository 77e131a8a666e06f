package io.keywatch.detect.fuzz;

import io.keywatch.detect.state.BinaryOut;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTest {
    private static final FuzzTarget STATE = Targets.named("state");

    static Stream<byte[]> values() {
        return Stored.seeds().stream();
    }

    @ParameterizedTest
    @MethodSource("values")
    void tellsOfAValueThatEndsAnywhere(byte[] value) throws Exception {
        for (int length = 0; length < value.length; length++) {
            STATE.run(Arrays.copyOf(value, length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {Integer.MAX_VALUE, 500_000_000, 10_000, -1, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void believesNoNumberThatTheBytesDoNotBear(long number) throws Exception {
        byte[] told = new BinaryOut().number(number).bytes();
        for (byte[] value : Stored.seeds()) {
            for (int at = 2; at < value.length - told.length; at++) {
                byte[] broken = value.clone();
                System.arraycopy(told, 0, broken, at, told.length);
                STATE.run(broken);
            }
        }
    }
}
