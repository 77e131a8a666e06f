package io.keywatch.detect.access;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.exposed;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.detect.call.Delivery;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.replay.PublishedLogs;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Late by up to 45 minutes, doubled and in any order within that: the findings are the same. */
class AnyOrderTest {
    static IntStream seeds() {
        return IntStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesTheSameFindingsForTheSameEvents(int seed) {
        Random random = new Random(seed);
        List<ApiCall> calls = scenario(random);

        assertThat(differences(judge(Delivery.of(calls, random)), judge(calls))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws.credential-access.ec2-get-password-data",
                "aws.credential-access.ec2-steal-instance-credentials",
                "aws.credential-access.secretsmanager-batch-retrieve-secrets",
                "aws.credential-access.secretsmanager-retrieve-secrets",
                "aws.credential-access.ssm-retrieve-securestring-parameters",
                "aws.defense-evasion.cloudtrail-stop",
                "aws.execution.ec2-user-data",
                "aws.exfiltration.rds-share-snapshot",
                "aws.initial-access.console-login-without-mfa",
                "aws.persistence.iam-backdoor-user",
                "aws.persistence.iam-create-admin-user",
                "aws.persistence.lambda-overwrite-code",
            })
    void givesTheSameFindingsForPublishedLogs(String log) {
        List<ApiCall> calls = PublishedLogs.read(log);
        Map<String, Finding> inOrder = judge(calls);

        assertThat(inOrder).isNotEmpty();
        for (int seed = 0; seed < 20; seed++) {
            assertThat(differences(judge(Delivery.of(calls, new Random(seed))), inOrder))
                    .isEmpty();
        }
    }

    /** A few principals around midnight: bursts, denials, reads after denials, keys that are exposed and used. */
    private static List<ApiCall> scenario(Random random) {
        Instant start = Instant.parse("2026-03-10T22:00:00Z");
        List<ApiCall> calls = new ArrayList<>();
        int spread = random.nextBoolean() ? 4 * 3_600 : 1_200;
        for (int i = 0; i < 220; i++) {
            String user = "user" + random.nextInt(3);
            Instant at = start.plusSeconds(random.nextInt(spread)).plusMillis(random.nextInt(1_000));
            String secret = "secret" + random.nextInt(60);
            Calls call = switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> readSecret(secret);
                case 5, 6 -> readSecret(secret).denied();
                case 7 ->
                    call("ssm", "GetParameters")
                            .with("names[0]", "/a/" + random.nextInt(30))
                            .with("names[1]", "/a/" + random.nextInt(30))
                            .with("withDecryption", "true");
                case 8 ->
                    call("secretsmanager", "BatchGetSecretValue")
                            .with("filters[0].key", "name")
                            .with("filters[0].values[0]", "app");
                case 9 -> call("iam", "CreateAccessKey").with("userName", "victim" + random.nextInt(2));
                case 10 -> call("cloudtrail", "StopLogging").with("name", "trail" + random.nextInt(2));
                default -> call("s3", "ListBuckets").from("203.0.113." + random.nextInt(3));
            };
            calls.add(call.at(at)
                    .by(user)
                    .withKey("AKIA" + user.toUpperCase(java.util.Locale.ROOT))
                    .make());
        }
        calls.sort(Comparator.comparing(ApiCall::getEventTime));
        return calls;
    }

    /** Findings by id; when and how they came, which only ingestedAt, revision and transition tell, is left out. */
    private static Map<String, Finding> judge(List<ApiCall> calls) {
        Replay replay = new Replay(AccessSettings.defaults());
        replay.exposed(exposed("AKIAUSER1", Instant.parse("2026-03-10T22:10:00Z")));
        calls.forEach(replay::accept);
        Map<String, Finding> byId = new HashMap<>();
        for (Finding finding : replay.findings()) {
            if (finding.getFacts().containsKey(Episodes.WITHDRAWN)) {
                // told while the call that showed whose it was had not come
                continue;
            }
            byId.put(finding.getId(), Delivery.withoutArrival(finding));
        }
        return byId;
    }

    private static List<String> differences(Map<String, Finding> one, Map<String, Finding> other) {
        TreeSet<String> ids = new TreeSet<>(one.keySet());
        ids.addAll(other.keySet());
        List<String> differences = new ArrayList<>();
        for (String id : ids) {
            Finding left = one.get(id);
            Finding right = other.get(id);
            if (left == null || right == null) {
                differences.add(id + (left == null ? " only in the other: " + right : " only in the one: " + left));
                continue;
            }
            left.getSchema().getFields().stream()
                    .filter(field -> !Objects.equals(left.get(field.pos()), right.get(field.pos())))
                    .forEach(field -> differences.add(left.getRule().getId() + " " + field.name() + ": "
                            + left.get(field.pos()) + " <> " + right.get(field.pos())));
        }
        return differences;
    }
}
