package io.keywatch.detect.access;

import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.detect.call.Delivery;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** D2 over midnight: what comes late belongs to its own day, and changes no other. */
class DailyReadsOrderTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-11T00:00:00Z");

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tellsTheSameDaysForTheSameReads(int seed) {
        Random random = new Random(seed);
        List<ApiCall> calls = nights(random);
        List<Finding> inOrder = judged(calls);

        assertThat(inOrder).isNotEmpty();
        assertThat(judged(Delivery.of(calls, random))).isEqualTo(inOrder);
    }

    @Test
    void addsALateReadToTheDayBefore() {
        List<ApiCall> calls = usualDays(new Random(1));
        for (int i = 0; i < 6; i++) {
            calls.add(read("new" + i, MIDNIGHT.minusSeconds(600 - i)));
        }
        calls.add(read("usual0", MIDNIGHT.plusSeconds(5)));
        assertThat(judged(calls)).isEmpty();

        calls.add(read("new6", MIDNIGHT.minusSeconds(2)));

        assertThat(judged(calls)).singleElement().satisfies(finding -> {
            assertThat(finding.getLastSeen()).isEqualTo(MIDNIGHT.minusSeconds(2));
            assertThat(finding.getFacts()).containsEntry("today", "9");
        });
    }

    /** A week and a half of two secrets a day, then two nights with twenty to forty, most of them around midnight. */
    private static List<ApiCall> nights(Random random) {
        List<ApiCall> calls = usualDays(random);
        for (int night = 0; night < 2; night++) {
            int reads = 20 + random.nextInt(20);
            for (int i = 0; i < reads; i++) {
                Instant at = MIDNIGHT.plus(night, ChronoUnit.DAYS)
                        .plusMillis(random.nextInt(3 * 3_600_000) - 2 * 3_600_000L);
                String secret = random.nextInt(4) == 0 ? "usual" + random.nextInt(2) : "night" + random.nextInt(60);
                calls.add(read(secret, at));
            }
        }
        calls.sort(Comparator.comparing(ApiCall::getEventTime));
        return calls;
    }

    private static List<ApiCall> usualDays(Random random) {
        List<ApiCall> calls = new ArrayList<>();
        for (int day = 11; day > 0; day--) {
            for (int i = 0; i < 2; i++) {
                Instant at = MIDNIGHT.minus(day, ChronoUnit.DAYS).plusSeconds(random.nextInt(80_000));
                calls.add(read("usual" + i, at));
            }
        }
        return calls;
    }

    private static ApiCall read(String secret, Instant at) {
        Calls call = readSecret(secret).byRole("machine", "run");
        return call.at(at).make();
    }

    /** Findings of D2 in order, without how they came. */
    private static List<Finding> judged(List<ApiCall> calls) {
        Replay replay = new Replay(AccessSettings.defaults());
        calls.forEach(replay::accept);
        return replay.findings().stream()
                .filter(finding -> finding.getRule().getId().equals(DailyReads.RULE.id()))
                .map(Delivery::withoutArrival)
                .sorted(Comparator.comparing(Finding::getId))
                .toList();
    }
}
