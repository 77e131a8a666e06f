package io.keywatch.detect.incident;

import static io.keywatch.detect.call.Calls.assume;
import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.detect.call.Delivery;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Late by up to 45 minutes, doubled and in any order within that: the open incidents are the same. */
class IncidentOrderTest {
    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsInTheSameIncidentsForTheSameCalls(int seed) {
        Random random = new Random(seed);
        List<ApiCall> calls = scenario(random);

        assertThat(open(Delivery.of(calls, random))).containsExactlyElementsOf(open(calls));
    }

    /** Two people, two hubs, two workloads, sessions of everyone for everyone, and deeds by chance around midnight. */
    private static List<ApiCall> scenario(Random random) {
        Instant start = Instant.parse("2026-03-10T21:00:00Z");
        List<ApiCall> calls = new ArrayList<>();
        for (int person = 0; person < 2; person++) {
            for (int day = 9; day > 0; day--) {
                calls.add(call("s3", "ListBuckets")
                        .by("person" + person)
                        .withKey("AKIA" + person)
                        .at(start.minus(Duration.ofDays(day)))
                        .make());
            }
        }
        for (int hub = 0; hub < 2; hub++) {
            String hubKey = "ASIA" + "HUB" + hub;
            calls.add(assume(Chain.SECOND, "hub", hubKey)
                    .by("person" + random.nextInt(2))
                    .withKey("AKIA" + random.nextInt(2))
                    .at(start.plusSeconds(random.nextInt(600)))
                    .make());
            for (int workload = 0; workload < 2; workload++) {
                calls.add(assume(Chain.THIRD, "work" + workload, "ASIA" + "WORK" + hub + workload)
                        .bySession(Chain.SECOND, "hub", "hub" + hub, hubKey)
                        .at(start.plusSeconds(600 + random.nextInt(600)))
                        .make());
            }
        }
        int spread = random.nextBoolean() ? 6 * 3_600 : 1_800;
        for (int i = 0; i < 90; i++) {
            Calls deed = switch (random.nextInt(14)) {
                case 0 -> call("cloudtrail", "StopLogging").with("name", "trail" + random.nextInt(2));
                case 1 -> call("iam", "CreateAccessKey").with("userName", "victim" + random.nextInt(2));
                case 2 ->
                    call("kms", "PutKeyPolicy")
                            .with("keyId", "key" + random.nextInt(2))
                            .with("policy", "{}");
                case 3 -> call("secretsmanager", "ListSecrets");
                case 4 -> call("iam", "ListRoles");
                case 5 -> call("cloudtrail", "DescribeTrails");
                case 6 -> call("iam", "ListUsers").denied();
                default -> readSecret("secret" + random.nextInt(40));
            };
            int who = random.nextInt(5);
            Calls by = who == 4
                    ? deed.by("person" + random.nextInt(2)).withKey("AKIA" + random.nextInt(2))
                    : deed.bySession(
                            Chain.THIRD, "work" + who % 2, "hub" + who / 2, "ASIA" + "WORK" + who / 2 + who % 2);
            calls.add(by.at(start.plusSeconds(1_200 + random.nextInt(spread)))
                    .from("203.0.113." + random.nextInt(2))
                    .make());
        }
        calls.sort(Comparator.comparing(ApiCall::getEventTime));
        return calls;
    }

    /** Field by field, without how they came. */
    private static List<String> open(List<ApiCall> calls) {
        return Chain.incidents(Chain.findings(calls)).stream()
                .filter(incident -> incident.getState() == FindingState.OPEN)
                .map(Delivery::withoutArrival)
                .sorted(Comparator.comparing(Finding::getId))
                .flatMap(incident -> incident.getSchema().getFields().stream()
                        .map(field -> incident.getId() + " " + field.name() + ": " + incident.get(field.pos())))
                .toList();
    }
}
