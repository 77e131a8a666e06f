package io.keywatch.detect.sigma.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.sigma.match.Fields;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final long START = Instant.parse("2026-01-05T10:00:00Z").toEpochMilli();

    private final Correlation correlation = new Correlation(
            "sigma/c",
            "C",
            Correlation.Type.EVENT_COUNT,
            1,
            List.of("userAgent"),
            Duration.ofMinutes(10),
            new Bound(2, Bound.UNLIMITED));
    private final CorrelationPlan plan = new CorrelationPlan(Map.of("sigma/c", correlation), Map.of());
    private final Feed feed = new Feed(correlation, 0, List.of(Fields.of("userAgent")), List.of(), List.of());
    private final EncodingTables tables = new EncodingTables();
    private final List<Held> held = new ArrayList<>();
    private final Windows windows = new Windows(Windows.Memory.specs(), tables, (c, group, what) -> held.add(what), 3);

    private static ApiCall call(String id, String agent, long second) {
        return ApiCall.newBuilder()
                .setEventId(id)
                .setEventTime(Instant.ofEpochMilli(START + second * 1000))
                .setIngestedAt(Instant.ofEpochMilli(START + second * 1000 + 500))
                .setEventSource("s3.amazonaws.com")
                .setEventName("GetObject")
                .setAwsRegion("eu-central-1")
                .setRecipientAccountId("111122223333")
                .setPrincipal(Principal.newBuilder().setId("me").setMfa(true).build())
                .setNetwork(Network.newBuilder().setUserAgent(agent).build())
                .setErrorCode("AccessDenied")
                .setResources(List.of(new ResourceRef("arn:aws:s3:::b/k", null, null)))
                .setPointer(Pointer.newBuilder()
                        .setBucket("logs")
                        .setKey("a/b.json.gz")
                        .setRecordIndex(7)
                        .build())
                .setOrigin(Origin.LIVE)
                .build();
    }

    @Test
    void readsFromTheStoreWhatItWrote() {
        windows.accept(plan, feed, call("a", "x", 0));
        windows.accept(plan, feed, call("b", "x", 5));

        assertThat(held).singleElement().satisfies(what -> {
            assertThat(what.members()).hasSize(2);
            Occurrence first = what.members().getFirst();
            assertThat(first).isEqualTo(Occurrence.of(call("a", "x", 0), 1, null, List.of()));
            assertThat(first.logFile()).isEqualTo("a/b.json.gz");
            assertThat(first.recordIndex()).isEqualTo(7);
            assertThat(what.completion().id()).isEqualTo("b");
        });
    }

    @Test
    void keepsTheNewestWhenAWindowIsFull() {
        for (int i = 0; i <= Bound.MAX_COUNT; i++) {
            windows.accept(plan, feed, call("e" + i, "x", i / 10));
        }

        assertThat(held.get(Bound.MAX_COUNT - 3).members()).hasSize(Bound.MAX_COUNT - 1);
        assertThat(held.get(Bound.MAX_COUNT - 2).members()).hasSize(Bound.MAX_COUNT);
        assertThat(held.getLast().members())
                .hasSize(Bound.MAX_COUNT)
                .noneMatch(each -> each.id().equals("e0"));
    }

    @Test
    void forgetsTheOldestGroupWhenThereAreTooMany() {
        windows.accept(plan, feed, call("1", "a", 0));
        windows.accept(plan, feed, call("2", "b", 7_200));
        windows.accept(plan, feed, call("3", "c", 14_400));
        assertThat(tables.entries("sigma-windows")).isEqualTo(3);

        windows.accept(plan, feed, call("4", "d", 21_600));

        assertThat(tables.entries("sigma-windows")).isEqualTo(3);
        windows.accept(plan, feed, call("5", "b", 7_201));
        assertThat(held).hasSize(1);
        windows.accept(plan, feed, call("6", "a", 1));
        assertThat(held).hasSize(1);
    }

    @Test
    void forgetsWindowsThatAreOver() {
        windows.accept(plan, feed, call("1", "a", 0));
        windows.accept(plan, feed, call("2", "a", 86_400));
        windows.advance(plan, START + Duration.ofDays(2).toMillis());
        assertThat(tables.entries("sigma-windows")).isEqualTo(1);

        windows.advance(plan, START + Duration.ofDays(5).toMillis());

        assertThat(tables.entries("sigma-windows")).isZero();
        assertThat(tables.entries("sigma-agenda")).isZero();
    }

    @Test
    void countsAnEventOnce() {
        windows.accept(plan, feed, call("a", "x", 0));
        windows.accept(plan, feed, call("a", "x", 0));

        assertThat(held).isEmpty();
    }

    /** Encodes and decodes at every turn, as a store on disk does. */
    private static final class EncodingTables implements Tables {
        private final Map<String, Table<byte[]>> opened = new HashMap<>();

        int entries(String name) {
            Table<byte[]> table = opened.get(name);
            return table == null ? 0 : table.range("", "~", 1_000).size();
        }

        @Override
        public <V> Table<V> open(TableSpec<V> spec) {
            Table<byte[]> bytes = new MemoryTables().open(new TableSpec<>(spec.name(), RAW));
            opened.put(spec.name(), bytes);
            return new Table<>() {
                @Override
                public @org.jspecify.annotations.Nullable V get(String key) {
                    byte[] stored = bytes.get(key);
                    return stored == null ? null : spec.codec().decode(stored);
                }

                @Override
                public void put(String key, V value) {
                    bytes.put(key, spec.codec().encode(value));
                }

                @Override
                public void delete(String key) {
                    bytes.delete(key);
                }

                @Override
                public List<Entry<V>> range(String from, String to, int limit) {
                    return bytes.range(from, to, limit).stream()
                            .map(entry -> new Entry<>(entry.key(), spec.codec().decode(entry.value())))
                            .toList();
                }
            };
        }

        private static final Codec<byte[]> RAW = new Codec<>() {
            @Override
            public byte[] encode(byte[] value) {
                return value;
            }

            @Override
            public byte[] decode(byte[] bytes) {
                return bytes;
            }
        };
    }
}
