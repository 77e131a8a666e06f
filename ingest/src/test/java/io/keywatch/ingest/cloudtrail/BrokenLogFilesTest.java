package io.keywatch.ingest.cloudtrail;

import static io.keywatch.ingest.cloudtrail.TestLog.event;
import static io.keywatch.ingest.cloudtrail.TestLog.gzip;
import static io.keywatch.ingest.cloudtrail.TestLog.read;
import static io.keywatch.ingest.cloudtrail.TestLog.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.DeadLetterCause;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Bad input: what came before the fault is kept, the fault has a pointer, and a bad record stops nothing. */
final class BrokenLogFilesTest {
    private static final ReaderLimits SMALL = new ReaderLimits(2048, 8, 100_000, 200, 3);

    @Test
    void keepsTheEventsBeforeATruncatedGzip() {
        byte[] whole = gzip(records(IntStream.range(0, 500)
                .mapToObj(i -> event("event-" + i + "-" + Integer.toHexString(i * 7919)))
                .toArray(String[]::new)));

        TestLog.Result result = read(Arrays.copyOf(whole, whole.length / 2));

        assertThat(result.ids()).isNotEmpty().hasSizeLessThan(500);
        ReadFault fault = onlyFault(result);
        assertThat(fault.cause()).isEqualTo(DeadLetterCause.TRUNCATED);
        assertThat(fault.detail()).isEqualTo("gzip ends early");
        assertThat(fault.endsFile()).isTrue();
        assertThat(fault.pointer().getBucket()).isEqualTo("logs");
        assertThat(fault.pointer().getRecordIndex()).isEqualTo(result.ids().size());
        assertThat(result.summary().complete()).isFalse();
    }

    @Test
    void keepsTheEventsBeforeJsonThatStopsInTheMiddle() {
        String whole = records(event("a"), event("b"), event("c"));

        TestLog.Result result = read(whole.substring(0, whole.indexOf("\"c\"")));

        assertThat(result.ids()).containsExactly("a", "b");
        assertThat(onlyFault(result).cause()).isEqualTo(DeadLetterCause.TRUNCATED);
        assertThat(onlyFault(result).pointer().getRecordIndex()).isEqualTo(2);
    }

    @Property(tries = 200)
    void aFileCutAnywhereGivesAtMostOneFaultAndNeverAnException(@ForAll @IntRange(min = 0, max = 1000) int permille) {
        byte[] whole = records(event("a"), event("b"), event("c")).getBytes(StandardCharsets.UTF_8);
        int length = (int) ((long) whole.length * permille / 1000);

        TestLog.Result result = read(Arrays.copyOf(whole, length));

        assertThat(result.events().faults()).hasSizeLessThanOrEqualTo(1);
        assertThat(result.ids().size() + result.events().faults().size()).isBetween(0, 4);
        assertThat(result.summary().complete()).isEqualTo(length == whole.length || length == 0);
    }

    @Property(tries = 300)
    void aFileWithOneByteChangedNeverThrows(
            @ForAll @IntRange(min = 0, max = 1000) int permille, @ForAll byte other, @ForAll boolean compressed) {
        String text = records(event("a"), event("b"), event("c"));
        byte[] bytes = compressed ? gzip(text) : text.getBytes(StandardCharsets.UTF_8);
        bytes[(int) ((long) (bytes.length - 1) * permille / 1000)] = other;

        TestLog.Result result = read(bytes);

        assertThat(result.ids()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void stopsABombAtTheRatioAndKeepsWhatCameBefore() {
        byte[] bomb = gzip(records(event("a"), event("b", " ".repeat(20 << 20))));
        assertThat((20L << 20) / bomb.length).isGreaterThan(200);

        TestLog.Result result = read(bomb);

        assertThat(result.ids()).containsExactly("a");
        assertThat(onlyFault(result).cause()).isEqualTo(DeadLetterCause.OVER_LIMIT);
        assertThat(onlyFault(result).detail()).isEqualTo("inflate-ratio 200");
        assertThat(result.summary().inflatedBytes()).isLessThan(6L << 20);
    }

    @Test
    void aHighRatioOfASmallFileIsNoBomb() {
        TestLog.Result result = read(gzip(records(event("a", " ".repeat(900_000)))));

        assertThat(result.ids()).containsExactly("a");
        assertThat(result.events().faults()).isEmpty();
    }

    @Test
    void readsAFileOfTheLimitAndNotOneByteMore() {
        String text = records(event("a"));
        int spare = 100_000 - text.length();

        assertThat(read(bytes(text + " ".repeat(spare - 1)), SMALL).events().faults())
                .isEmpty();
        assertThat(read(bytes(text + " ".repeat(spare)), SMALL).events().faults())
                .isEmpty();
        TestLog.Result over = read(bytes(text + " ".repeat(spare + 1)), SMALL);
        assertThat(over.ids()).containsExactly("a");
        assertThat(onlyFault(over).detail()).isEqualTo("inflated-bytes 100000");
    }

    @Test
    void takesARecordOfTheLimitAndGoesOnAfterALargerOne() {
        int spare = SMALL.recordBytes()
                - event("x", ",\"requestParameters\":{\"p\":\"\"}").length();

        assertThat(largeBetween(spare - 1).ids()).containsExactly("a", "x", "b");
        assertThat(largeBetween(spare).ids()).containsExactly("a", "x", "b");
        TestLog.Result over = largeBetween(spare + 1);
        assertThat(over.ids()).containsExactly("a", "b");
        ReadFault fault = onlyFault(over);
        assertThat(fault.cause()).isEqualTo(DeadLetterCause.OVER_LIMIT);
        assertThat(fault.detail()).isEqualTo("record-bytes 2048");
        assertThat(fault.bytes()).isEqualTo(2049);
        assertThat(fault.pointer().getRecordIndex()).isEqualTo(1);
        assertThat(fault.endsFile()).isFalse();
    }

    private static TestLog.Result largeBetween(int padding) {
        String large = event("x", ",\"requestParameters\":{\"p\":\"" + "v".repeat(padding) + "\"}");
        return read(bytes(records(event("a"), large, event("b"))), SMALL);
    }

    @Test
    void aLargeRecordBeforeTheNameOfItsEventIsNotKeptInMemory() {
        String large = event("x").replaceFirst("\\{", "{\"requestParameters\":{\"p\":\"" + "v".repeat(50_000) + "\"},");

        TestLog.Result result = read(bytes(records(event("a"), large, event("b"))), SMALL);

        assertThat(result.ids()).containsExactly("a", "b");
        assertThat(onlyFault(result).detail()).isEqualTo("record-bytes 2048");
    }

    @Test
    void takesNestingOfTheLimitAndGoesOnAfterADeeperOne() {
        // the record itself and its parameters are two levels
        assertThat(nested(SMALL.depth() - 3).ids()).containsExactly("a", "x", "b");
        assertThat(nested(SMALL.depth() - 2).ids()).containsExactly("a", "x", "b");
        TestLog.Result over = nested(SMALL.depth() - 1);
        assertThat(over.ids()).containsExactly("a", "b");
        assertThat(onlyFault(over).cause()).isEqualTo(DeadLetterCause.OVER_LIMIT);
        assertThat(onlyFault(over).detail()).isEqualTo("depth 8");
    }

    private static TestLog.Result nested(int levels) {
        String deep = event("x", ",\"requestParameters\":{\"p\":" + "[".repeat(levels) + "]".repeat(levels) + "}");
        return read(bytes(records(event("a"), deep, event("b"))), SMALL);
    }

    @Test
    void nestingBeyondAllReasonEndsTheFileWithOneFault() {
        TestLog.Result result = read(records(event("a"), event("x", ",\"requestParameters\":" + "[".repeat(100_000))));

        assertThat(result.ids()).containsExactly("a");
        assertThat(onlyFault(result).cause()).isEqualTo(DeadLetterCause.OVER_LIMIT);
    }

    @Test
    void saysWhichEssentialFieldIsMissingAndGoesOn() {
        TestLog.Result result = read(records(
                event("a"),
                event("b").replace("eventTime", "eventTimes"),
                event("c").replace("2026-11-24T11:59:00Z", "yesterday"),
                event("d").replace("\"eventName\"", "\"name\""),
                event("e").replace("\"eventSource\"", "\"source\""),
                "null",
                "[1,{}]",
                event("f")));

        assertThat(result.ids()).containsExactly("a", "f");
        assertThat(result.events().faults())
                .extracting(ReadFault::detail)
                .containsExactly(
                        "no eventTime",
                        "no eventTime",
                        "no eventName",
                        "no eventSource",
                        "not an object",
                        "not an object");
        assertThat(result.events().faults())
                .extracting(fault -> fault.pointer().getRecordIndex())
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(result.summary().complete()).isTrue();
    }

    @Test
    void tellsOfTheFirstFaultsAndCountsTheRest() {
        TestLog.Result result = read(bytes("[" + "1,".repeat(50) + event("a") + "]"), SMALL);

        assertThat(result.ids()).containsExactly("a");
        assertThat(result.events().faults()).hasSize(3);
        assertThat(result.events().faults().getLast().detail()).startsWith("and more");
        assertThat(result.summary().faults()).isEqualTo(50);
    }

    @Test
    void faultsNeverQuoteTheFile() {
        String secret = "Zx" + "9".repeat(3) + "canary";
        TestLog.Result result = read(records(event("a"), "{\"userAgent\":\"" + secret + "\",,}"));

        assertThat(onlyFault(result).cause()).isEqualTo(DeadLetterCause.MALFORMED);
        assertThat(onlyFault(result).toString()).doesNotContain(secret);
    }

    @Test
    void whatIsNoLogFileAtAllIsOneFault() {
        assertThat(onlyFault(read("hello")).cause()).isEqualTo(DeadLetterCause.MALFORMED);
        assertThat(onlyFault(read("{\"configurationItems\":[]}")).detail()).isEqualTo("no eventTime");
        assertThat(onlyFault(read(new byte[] {0x1f, (byte) 0x8b, 8})).cause()).isEqualTo(DeadLetterCause.TRUNCATED);
        assertThat(onlyFault(read(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9}))
                        .cause())
                .isEqualTo(DeadLetterCause.MALFORMED);
    }

    private static ReadFault onlyFault(TestLog.Result result) {
        assertThat(result.events().faults()).hasSize(1);
        assertThat(result.summary().faults()).isEqualTo(1);
        return result.events().faults().getFirst();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
