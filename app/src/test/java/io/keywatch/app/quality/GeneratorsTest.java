package io.keywatch.app.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keywatch.app.quality.office.OfficeGenerator;
import io.keywatch.app.quality.process.ProcessGenerator;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratorsTest {
    private static final int PRINCIPALS = 200;

    static Stream<TrafficGenerator> generators() {
        return Stream.of(new OfficeGenerator(), new ProcessGenerator());
    }

    @ParameterizedTest
    @MethodSource("generators")
    void givesTheSameCallsForTheSameSeedAndOthersForAnother(TrafficGenerator generator) {
        List<ApiCall> once = some(generator, 1, 20_000);
        List<ApiCall> again = some(generator, 1, 20_000);
        List<ApiCall> other = some(generator, 2, 20_000);

        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("generators")
    void tellsCallsInOrderInWholeSecondsInsideTheRunAndEachOnce(TrafficGenerator generator) {
        TrafficSettings settings = TrafficSettings.of(PRINCIPALS, 3);
        Iterator<ApiCall> calls = generator.open(settings).calls();
        Instant before = settings.start();
        Set<String> ids = new HashSet<>();
        while (calls.hasNext()) {
            ApiCall call = calls.next();
            assertThat(call.getEventTime()).isAfterOrEqualTo(before).isBefore(settings.end());
            assertThat(call.getEventTime()).isEqualTo(call.getEventTime().truncatedTo(ChronoUnit.SECONDS));
            assertThat(ids.add(call.getEventId())).isTrue();
            before = call.getEventTime();
        }
        assertThat(before).isAfter(settings.end().minus(Duration.ofHours(2)));
    }

    @ParameterizedTest
    @MethodSource("generators")
    void hasAboutAsManyPrincipalsAsAskedFor(TrafficGenerator generator) {
        Traffic traffic = generator.open(TrafficSettings.of(1_000, 4));
        List<Actor> actors = traffic.actors();

        assertThat(actors).hasSizeBetween(950, 1_150);
        assertThat(actors.stream().map(Actor::id)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("generators")
    void letsPeopleRestAtTheWeekendAndMachinesWorkOn(TrafficGenerator generator) {
        Shape shape = Shape.of(generator, TrafficSettings.of(PRINCIPALS, 5));

        double people = shape.weekend(ActorKind.PERSON);
        double services = shape.weekend(ActorKind.SERVICE);
        assertThat(people).isLessThan(0.75 * services);
        assertThat(services).isCloseTo(2.0 / 7, within(0.09));
    }

    @ParameterizedTest
    @MethodSource("generators")
    void showsNewPairsAtARateThatAnOrganisationHas(TrafficGenerator generator) {
        Shape shape = Shape.of(generator, TrafficSettings.of(PRINCIPALS, 6));

        double newPairs = shape.newPairs * 1_000.0 / PRINCIPALS / 14;
        assertThat(newPairs).isBetween(8.0, 250.0);
    }

    @ParameterizedTest
    @MethodSource("generators")
    void accompaniesEachReadWithItsDecrypt(TrafficGenerator generator) {
        Map<String, Integer> names = new HashMap<>();
        for (ApiCall call : some(generator, 7, 40_000)) {
            if (call.getErrorCode() == null && !call.getEventType().equals("AwsServiceEvent")) {
                names.merge(call.getEventName(), 1, Integer::sum);
            }
        }
        double reads = names.getOrDefault("GetSecretValue", 0) + names.getOrDefault("GetParameter", 0);
        assertThat(reads).isGreaterThan(1_000);
        assertThat(names.getOrDefault("Decrypt", 0) / reads).isBetween(0.85, 1.25);
    }

    @ParameterizedTest
    @MethodSource("generators")
    void bringsNewcomersWhileDetectorsAreJudged(TrafficGenerator generator) {
        Shape shape = Shape.of(generator, TrafficSettings.of(PRINCIPALS, 8));

        assertThat(shape.newcomers).isPositive();
    }

    private static List<ApiCall> some(TrafficGenerator generator, long seed, int count) {
        Iterator<ApiCall> calls =
                generator.open(TrafficSettings.of(PRINCIPALS, seed)).calls();
        List<ApiCall> some = new ArrayList<>();
        while (some.size() < count && calls.hasNext()) {
            some.add(calls.next());
        }
        return some;
    }

    /** What a whole run looks like from far away. */
    private static final class Shape {
        private final Map<ActorKind, int[]> byWeekday = new HashMap<>();
        private int newPairs;
        private int newcomers;

        static Shape of(TrafficGenerator generator, TrafficSettings settings) {
            Shape shape = new Shape();
            Traffic traffic = generator.open(settings);
            Map<String, ActorKind> kinds = new HashMap<>();
            traffic.actors().forEach(actor -> kinds.put(actor.id(), actor.kind()));
            Map<String, Instant> firstSeen = new HashMap<>();
            Set<String> pairs = new HashSet<>();
            Instant known = settings.start().plus(Duration.ofDays(15));
            traffic.calls().forEachRemaining(call -> {
                String id = call.getPrincipal().getId();
                ActorKind kind = kinds.get(id);
                if (kind == null) {
                    return;
                }
                boolean test = !call.getEventTime().isBefore(settings.testStart());
                int weekday = call.getEventTime()
                                .atZone(ZoneOffset.UTC)
                                .getDayOfWeek()
                                .getValue()
                        - 1;
                if (Duration.between(settings.start(), call.getEventTime()).toDays() < 42) {
                    shape.byWeekday.computeIfAbsent(kind, k -> new int[7])[weekday]++;
                }
                if (firstSeen.putIfAbsent(id, call.getEventTime()) == null && test) {
                    shape.newcomers++;
                }
                String secret = call.getParameters().get("encryptionContext.SecretARN");
                boolean fresh = secret != null && pairs.add(id + " " + secret);
                if (fresh && test && firstSeen.get(id).isBefore(known)) {
                    shape.newPairs++;
                }
            });
            return shape;
        }

        double weekend(ActorKind kind) {
            int[] days = byWeekday.getOrDefault(kind, new int[7]);
            double all = 0;
            for (int day : days) {
                all += day;
            }
            return (days[5] + days[6]) / all;
        }
    }
}
