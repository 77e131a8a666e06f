package io.keywatch.app.quality.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.judge.Briefing;
import io.keywatch.app.quality.judge.Contender;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BaselinesTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    private final ApiCalls calls = new ApiCalls(new SplittableRandom(1));
    private final Caller ana = new Caller(
            new Principal(
                    "arn:aws:iam::111122223333:user/ana",
                    PrincipalType.IAM_USER,
                    "arn:aws:iam::111122223333:user/ana",
                    "111122223333",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null),
            new Network("192.0.2.1", null, "aws-cli/2.15.0"),
            "eu-west-1");

    @Test
    void elasticFiresOnTheTwentiethDistinctSecretInSixMinutes() {
        DetectorUnderTest elastic = open(ElasticBaseline.secretRules());

        assertThat(rules(elastic, reads(19, 18))).doesNotContain("elastic.rapid");
        assertThat(rules(elastic, List.of(calls.getSecretValue(ana, NOON.plusSeconds(345), secret(19)))))
                .contains("elastic.rapid");
    }

    @Test
    void elasticIsSilentWhenTwentyTakeLongerThanSixMinutes() {
        assertThat(rules(open(ElasticBaseline.secretRules()), reads(40, 19))).doesNotContain("elastic.rapid");
    }

    @Test
    void elasticCountsASecondDeliveryOnce() {
        DetectorUnderTest elastic = open(ElasticBaseline.secretRules());
        List<ApiCall> twice = new ArrayList<>(reads(19, 1));
        twice.addAll(reads(19, 1));

        assertThat(rules(elastic, twice)).doesNotContain("elastic.rapid");
    }

    @Test
    void pantherFiresOnTheFifthBatchAndOnACatchAllAtOnce() {
        DetectorUnderTest panther = open(PantherBaseline.contender());
        List<ApiCall> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            four.add(calls.batchByIds(ana, NOON.plusSeconds(i), List.of(secret(i))));
        }

        assertThat(rules(panther, four)).isEmpty();
        assertThat(rules(panther, List.of(calls.batchByIds(ana, NOON, List.of(secret(9))))))
                .containsExactly("panther.batch");
        assertThat(rules(panther, List.of(calls.batchByFilter(ana, NOON, "tag-key", "!"))))
                .containsExactly("panther.catch-all");
    }

    @Test
    void pantherFiresOnTwentyDeniedReadsAndNeverOnSuccessfulOnes() {
        DetectorUnderTest panther = open(PantherBaseline.contender());
        assertThat(rules(panther, reads(60, 1))).isEmpty();

        List<ApiCall> denied = reads(20, 1).stream().map(calls::denied).toList();
        assertThat(rules(panther, denied.subList(0, 19))).isEmpty();
        assertThat(rules(panther, denied.subList(19, 20))).containsExactly("panther.denied");
    }

    @Test
    void firstPairFiresOncePerPrincipalAndDay() {
        assertThat(rules(open(FirstPairBaseline.contender()), reads(5, 60))).containsExactly("first-pair");
    }

    private static DetectorUnderTest open(Contender contender) {
        return contender.open().apply(new Briefing(Map.of(), NOON, NOON, NOON));
    }

    private static List<String> rules(DetectorUnderTest detector, List<ApiCall> stream) {
        List<String> rules = new ArrayList<>();
        for (ApiCall call : stream) {
            for (Finding finding : detector.accept(call, call.getEventTime())) {
                rules.add(finding.getRule().getId());
            }
        }
        return rules;
    }

    private List<ApiCall> reads(int count, int secondsApart) {
        List<ApiCall> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(calls.getSecretValue(ana, NOON.plusSeconds((long) i * secondsApart), secret(i)));
        }
        return reads;
    }

    private static SecretRef secret(int number) {
        String name = "app/secret-" + number;
        return new SecretRef(
                SecretRef.Store.SECRETS_MANAGER,
                "arn:aws:secretsmanager:eu-west-1:111122223333:secret:" + name + "-AbCdEf",
                name,
                "111122223333",
                "eu-west-1",
                "arn:aws:kms:eu-west-1:111122223333:key/1",
                "app");
    }
}
