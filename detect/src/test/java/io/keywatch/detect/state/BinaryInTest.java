package io.keywatch.detect.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BinaryInTest {
    private enum Colour {
        RED
    }

    @Test
    void readsAsManyAsWereWritten() {
        BinaryIn in = read(out -> out.number(3).number(7).number(8).number(-9).text("end"));

        assertThat(in.list(in::number)).containsExactly(7L, 8L, -9L);
        assertThat(in.text()).isEqualTo("end");
    }

    @Test
    void believesASizeAsFarAsTheBytesReach() {
        assertThat(read(out -> out.number(1).number(0).number(0)).size()).isEqualTo(1);
        assertThat(read(out -> out.number(2).number(0).number(0)).size()).isEqualTo(2);
        refuses(() -> read(out -> out.number(3).number(0).number(0)).size());
        refuses(() -> read(out -> out.number(-1)).size());
    }

    @Test
    void makesNoRoomForWhatIsNotThere() {
        BinaryIn in = read(out -> out.number(Integer.MAX_VALUE).number(0));

        refuses(() -> in.list(in::number));
        refuses(read(out -> out.number(Integer.MAX_VALUE).number(0))::text);
        refuses(read(out -> out.number(Integer.MAX_VALUE).number(0))::block);
    }

    @Test
    void tellsACountThatIsNoInt() {
        assertThat(read(out -> out.number(Integer.MIN_VALUE)).count()).isEqualTo(Integer.MIN_VALUE);
        refuses(read(out -> out.number(1L + Integer.MAX_VALUE))::count);
    }

    @Test
    void tellsANameOrAPlaceThatThisBuildDoesNotKnow() {
        assertThat(read(out -> out.text("RED")).constant(Colour.class)).isEqualTo(Colour.RED);
        refuses(() -> read(out -> out.text("red")).constant(Colour.class));
        assertThat(BinaryIn.one(List.of("a", "b"), 1)).isEqualTo("b");
        refuses(() -> BinaryIn.one(List.of("a", "b"), 2));
        refuses(() -> BinaryIn.one(List.of("a", "b"), -1));
    }

    private static BinaryIn read(Consumer<BinaryOut> written) {
        BinaryOut out = new BinaryOut();
        written.accept(out);
        return new BinaryIn(out.bytes());
    }

    private static void refuses(ThrowingCallable reading) {
        assertThatThrownBy(reading).isExactlyInstanceOf(IllegalStateException.class);
    }
}
