package io.keywatch.app.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.judge.Briefing;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AblatedUnderTestTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final String ACCOUNT = "111122223333";
    private static final Briefing RUN = new Briefing(Map.of(), NOON, NOON, NOON);
    private static final Set<String> INCIDENTS = Set.of("sequence.incident");
    private final ApiCalls calls = new ApiCalls(new SplittableRandom(1));

    @Test
    void findsWithoutNothingWhatTheWholeFinds() {
        SharedCore.Runs runs = new SharedCore.Runs(INCIDENTS);
        DetectorUnderTest whole = Contenders.keywatch().open().apply(RUN);
        DetectorUnderTest one = new AblatedUnderTest(runs, RUN, Set.of());
        DetectorUnderTest other = new AblatedUnderTest(runs, RUN, Set.of());

        List<Map<String, Severity>> found = judged(List.of(whole, one, other));

        assertThat(found.getFirst().keySet()).anyMatch(rule -> rule.startsWith("sequence.incident"));
        assertThat(found.get(1)).isEqualTo(found.getFirst());
        assertThat(found.get(2)).isEqualTo(found.getFirst());
    }

    @Test
    void leavesOutOneDetectorAndWhatFollowsFromIt() {
        SharedCore.Runs runs = new SharedCore.Runs(INCIDENTS);
        DetectorUnderTest without = new AblatedUnderTest(runs, RUN, Set.of("access.bulk-secret-read"));
        DetectorUnderTest alone = new AblatedUnderTest(runs, RUN, INCIDENTS);

        List<Map<String, Severity>> found = judged(List.of(without, alone));

        assertThat(found.getFirst().keySet()).noneMatch(rule -> rule.startsWith("access.bulk-secret-read"));
        assertThat(found.getFirst().keySet()).isNotEmpty();
        assertThat(found.get(1).keySet())
                .anyMatch(rule -> rule.startsWith("access.bulk-secret-read"))
                .noneMatch(rule -> rule.startsWith("sequence.incident"));
    }

    /** By rule and id the gravest that each found. */
    private List<Map<String, Severity>> judged(List<DetectorUnderTest> detectors) {
        List<Map<String, Severity>> found = new ArrayList<>();
        detectors.forEach(detector -> found.add(new HashMap<>()));
        for (ApiCall call : theft()) {
            for (int i = 0; i < detectors.size(); i++) {
                keep(detectors.get(i).accept(call, call.getEventTime()), found.get(i));
            }
        }
        for (int i = 0; i < detectors.size(); i++) {
            keep(detectors.get(i).end(), found.get(i));
        }
        return found;
    }

    private static void keep(List<Finding> findings, Map<String, Severity> into) {
        for (Finding finding : findings) {
            into.merge(
                    finding.getRule().getId() + " " + finding.getId(),
                    finding.getSeverity(),
                    (known, next) -> known.compareTo(next) > 0 ? known : next);
        }
    }

    /** Known for ten days; then it takes thirty secrets, makes itself a key for somebody else and stops the trail. */
    private List<ApiCall> theft() {
        String arn = "arn:aws:iam::" + ACCOUNT + ":user/ana";
        Caller ana = new Caller(
                new Principal(
                        arn,
                        PrincipalType.IAM_USER,
                        arn,
                        ACCOUNT,
                        calls.accessKeyId(false),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                new Network("198.51.100.7", null, "aws-cli/2.15.0"),
                "eu-west-1");
        List<ApiCall> theft = new ArrayList<>();
        for (int day = 0; day < 10; day++) {
            theft.add(calls.getSecretValue(ana, NOON.plus(Duration.ofDays(day)), secret(0)));
        }
        Instant later = NOON.plus(Duration.ofDays(10));
        theft.add(calls.listSecrets(ana, later));
        for (int i = 1; i <= 30; i++) {
            theft.addAll(calls.read(ana, later.plusSeconds(2L * i), secret(i)));
        }
        theft.add(calls.createAccessKey(ana, later.plusSeconds(90), "bob", calls.accessKeyId(false)));
        theft.add(calls.plain(ana, later.plusSeconds(120), "cloudtrail.amazonaws.com", "StopLogging"));
        theft.sort(Comparator.comparing(ApiCall::getEventTime));
        return theft;
    }

    private static SecretRef secret(int number) {
        String name = "shop/prod/db-" + number;
        return new SecretRef(
                SecretRef.Store.SECRETS_MANAGER,
                "arn:aws:secretsmanager:eu-west-1:" + ACCOUNT + ":secret:" + name + "-AbCdEf",
                name,
                ACCOUNT,
                "eu-west-1",
                "arn:aws:kms:eu-west-1:" + ACCOUNT + ":key/1",
                "shop");
    }
}
