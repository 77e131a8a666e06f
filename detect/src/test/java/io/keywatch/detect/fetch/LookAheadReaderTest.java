package io.keywatch.detect.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.ObjectChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LookAheadReaderTest {
    private static final FetchSettings SETTINGS = new FetchSettings(1000, 100, 4, Duration.ofMinutes(1));

    private final AtomicLong clock = new AtomicLong(1);
    private final AtomicInteger fetches = new AtomicInteger();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> started = new ConcurrentHashMap<>();

    private final LookAheadReader reader =
            LookAheadReader.wrap(this::fetchSlowly, SETTINGS, () -> Instant.ofEpochMilli(clock.get()));

    @Test
    void fetchesAheadAndHandsOutWhatWasFetched() throws Exception {
        reader.hint(change("a", 10L));
        awaitStart("a");
        release("a");

        assertThat(reader.fetch(change("a", 10L))).isInstanceOf(Fetch.Content.class);
        assertThat(fetches).hasValue(1);
        assertThat(reader.bytesAhead()).isZero();
    }

    @Test
    void fetchesRightThereWhatWasNotHinted() {
        release("a");

        assertThat(reader.fetch(change("a", 10L))).isInstanceOf(Fetch.Content.class);
    }

    @Test
    void aSecondDeliveryIsFetchedAnew() throws Exception {
        release("a");
        reader.hint(change("a", 10L));
        awaitStart("a");

        reader.fetch(change("a", 10L));
        reader.fetch(change("a", 10L));

        assertThat(fetches).hasValue(2);
    }

    @Test
    void neverReservesMoreThanItsBudget() throws Exception {
        for (String name : new String[] {"a", "b", "c"}) {
            reader.hint(change(name, 50L));
        }
        awaitStart("a");
        awaitStart("b");

        assertThat(reader.bytesAhead()).isEqualTo(100);
        assertThat(started).doesNotContainKey("c");

        release("a");
        reader.fetch(change("a", 50L));
        awaitStart("c");
        assertThat(reader.bytesAhead()).isEqualTo(100);
    }

    @Test
    void theProcessorNeverWaitsForTheBudget() throws Exception {
        reader.hint(change("a", 100L));
        awaitStart("a");
        reader.hint(change("b", 100L));
        release("b");

        assertThat(reader.fetch(change("b", 100L))).isInstanceOf(Fetch.Content.class);
    }

    @Test
    void anObjectLargerThanTheBudgetStillGoesAlone() throws Exception {
        reader.hint(change("huge", 900L));
        awaitStart("huge");
        release("huge");

        assertThat(reader.fetch(change("huge", 900L))).isInstanceOf(Fetch.Content.class);
    }

    @Test
    void forgetsWhatNobodyCameFor() throws Exception {
        reader.hint(change("a", 100L));
        awaitStart("a");
        clock.addAndGet(SETTINGS.aheadTtl().toMillis() + 1);

        reader.hint(change("b", 100L));

        awaitStart("b");
        assertThat(reader.bytesAhead()).isEqualTo(100);
    }

    @Test
    void aFailingReaderIsAnAnswerWithoutItsMessage() throws Exception {
        try (LookAheadReader failing = LookAheadReader.wrap(
                change -> {
                    throw new IllegalStateException("hunter2");
                },
                SETTINGS,
                () -> Instant.EPOCH)) {
            failing.hint(change("a", 1L));

            assertThat(failing.fetch(change("a", 1L))).isEqualTo(new Fetch.Failed("IllegalStateException", true));
        }
    }

    private Fetch fetchSlowly(ObjectChange change) {
        String name = change.getResourceId();
        fetches.incrementAndGet();
        latch(started, name).countDown();
        try {
            latch(gates, name).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Fetch.Content(name, new byte[0], Map.of(), true);
    }

    private void awaitStart(String name) throws InterruptedException {
        latch(started, name).await();
    }

    private void release(String name) {
        latch(gates, name).countDown();
    }

    private static CountDownLatch latch(Map<String, CountDownLatch> latches, String name) {
        return latches.computeIfAbsent(name, none -> new CountDownLatch(1));
    }

    private static ObjectChange change(String name, Long size) {
        return ObjectChange.newBuilder()
                .setResourceId(name)
                .setEventTime(Instant.EPOCH)
                .setIngestedAt(Instant.EPOCH)
                .setSize(size)
                .build();
    }
}
