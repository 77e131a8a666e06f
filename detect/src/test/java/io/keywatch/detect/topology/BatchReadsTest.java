package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS may write a GetSecretValue for each secret of a batch read, and KMS a decryption, or may not. */
class BatchReadsTest {
    private static final int SECRETS = 24;
    private static final int DAYS = 20;

    @Test
    void countABatchByNameOnceWithAndWithoutWhatIsDerivedFromIt() {
        List<ApiCall> batch = byName();

        Map<String, String> alone = told(batch);

        assertThat(alone).containsKeys("access.bulk-secret-read", "access.daily-secrets-above-usual");
        assertThat(alone.get("access.bulk-secret-read")).contains("count 2,", "distinct 24,", "peak=24");
        assertThat(told(with(List.of(batch, derived())))).isEqualTo(alone);
        assertThat(told(with(List.of(batch, derived(), decrypted())))).isEqualTo(alone);
        assertThat(told(with(List.of(batch, decrypted())))).isEqualTo(alone);
    }

    @Test
    void countTheSameWhenTheDerivedReadsComeFirst() {
        assertThat(told(with(List.of(derived(), decrypted(), byName())))).isEqualTo(told(byName()));
    }

    @Test
    void countABatchByFilterOnceAndNameItsSecretsWhereTheyAreTold() {
        Map<String, String> alone = told(byFilter());
        assertThat(alone.get("access.batch-secret-read")).contains("count 5,");
        assertThat(alone).doesNotContainKey("access.bulk-secret-read");

        Map<String, String> derived = told(with(List.of(byFilter(), derived(), decrypted())));

        assertThat(derived.get("access.batch-secret-read")).isEqualTo(alone.get("access.batch-secret-read"));
        assertThat(derived.get("access.bulk-secret-read")).contains("count 24,", "distinct 24,", "peak=24");
    }

    /** What the batch returned surprises as much as a batch of unknown content does, or more. */
    @ParameterizedTest
    @CsvSource({"1, MEDIUM, 9.0", "3, MEDIUM, 9.0", "5, MEDIUM, 15.0", "6, HIGH, 18.0"})
    void isSurprisedByABatchByFilterOnceHoweverMuchOfItIsTold(int secrets, Severity severity, String surprise) {
        List<ApiCall> batch = byFilter().subList(0, 1);
        List<ApiCall> reads = derived().subList(0, secrets);
        List<ApiCall> decryptions = decrypted().subList(0, secrets);

        assertThat(rare(batch)).isEqualTo("MEDIUM 9.0 in 1");
        for (List<List<ApiCall>> told : List.of(
                List.of(batch, reads),
                List.of(reads, batch),
                List.of(batch, decryptions),
                List.of(decryptions, batch, reads))) {
            assertThat(rare(with(told))).isEqualTo(severity + " " + surprise + " in " + secrets);
        }
    }

    @Test
    void isSurprisedByReadsAMinuteAfterABatchByFilterOfTheirOwnAccord() {
        ApiCall later = read(readSecret(arn(0)).after(Duration.ofDays(DAYS).plusSeconds(61)));
        ApiCall elsewhere = read(readSecret(arn(0).replace("eu-central-1", "us-east-1"))
                .after(Duration.ofDays(DAYS).plusSeconds(1)));

        assertThat(rare(with(List.of(byFilter().subList(0, 1), List.of(later)))))
                .isEqualTo("MEDIUM 12.0 in 2");
        assertThat(rare(with(List.of(byFilter().subList(0, 1), List.of(elsewhere)))))
                .isEqualTo("MEDIUM 12.0 in 2");
    }

    /** Severity, sum of surprise and secrets of the sitting. */
    private static String rare(List<ApiCall> calls) {
        try (TwoWays ways = new TwoWays()) {
            for (int day = 0; day < DAYS; day++) {
                ways.send(read(readSecret("own").after(Duration.ofDays(day))));
            }
            calls.forEach(ways::send);
            Finding finding = ways.findings("access.rare-secret-reads").getFirst();
            assertThat(finding.getNetwork().getIp()).isEqualTo("198.51.100.7");
            return finding.getSeverity() + " " + finding.getFacts().get("surprise") + " in "
                    + finding.getAccess().getDistinctResources();
        }
    }

    @Test
    void countReadsThatFollowABatchOfTheirOwnAccord() {
        List<ApiCall> again = new ArrayList<>();
        for (int round = 1; round <= 2; round++) {
            again.add(read(readSecret("vault/0").after(Duration.ofDays(DAYS).plusSeconds(60L + round))));
        }

        assertThat(told(with(List.of(byName(), derived(), again))).get("access.bulk-secret-read"))
                .contains("count 4,", "distinct 24,");
    }

    /** Of each rule its severity, risk, count and distinct resources, and its numbers. */
    private static Map<String, String> told(List<ApiCall> calls) {
        Map<String, String> byRule = new TreeMap<>();
        try (TwoWays ways = new TwoWays()) {
            for (int day = 0; day < DAYS; day++) {
                ways.send(read(readSecret("own").after(Duration.ofDays(day))));
            }
            calls.forEach(ways::send);
            for (Finding finding : ways.all().values()) {
                byRule.merge(
                        finding.getRule().getId(),
                        finding.getSeverity() + ", risk " + finding.getRiskScore() + ", count " + finding.getCount()
                                + ", distinct " + finding.getAccess().getDistinctResources() + ", "
                                + new TreeMap<>(finding.getFacts()),
                        (one, other) -> one + " AND " + other);
            }
        }
        return byRule;
    }

    private static List<ApiCall> with(List<List<ApiCall>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private static List<ApiCall> byName() {
        List<ApiCall> calls = new ArrayList<>();
        for (int batch = 0; batch < 2; batch++) {
            Calls call = call("secretsmanager", "BatchGetSecretValue")
                    .after(Duration.ofDays(DAYS).plusSeconds(batch));
            for (int i = 0; i < SECRETS / 2; i++) {
                call.with("secretIdList[" + i + "]", "vault/" + (batch * SECRETS / 2 + i));
            }
            calls.add(read(call));
        }
        return calls;
    }

    private static List<ApiCall> byFilter() {
        List<ApiCall> calls = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            calls.add(read(call("secretsmanager", "BatchGetSecretValue")
                    .with("filters[0].key", "name")
                    .with("filters[0].values[0]", "vault/" + batch)
                    .after(Duration.ofDays(DAYS).plusSeconds(batch))));
        }
        return calls;
    }

    private static List<ApiCall> derived() {
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            calls.add(read(readSecret(arn(i)).after(Duration.ofDays(DAYS).plusSeconds(1 + i / 12))));
        }
        return calls;
    }

    private static List<ApiCall> decrypted() {
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            ApiCall decrypt = read(call("kms", "Decrypt")
                    .from("secretsmanager.amazonaws.com")
                    .with("encryptionContext.SecretARN", arn(i))
                    .after(Duration.ofDays(DAYS).plusSeconds(1 + i / 12)));
            decrypt.getPrincipal().setInvokedBy("secretsmanager.amazonaws.com");
            calls.add(decrypt);
        }
        return calls;
    }

    private static String arn(int secret) {
        return "arn:aws:secretsmanager:eu-central-1:" + Calls.ACCOUNT + ":secret:vault/" + secret + "-AbCdEf";
    }

    private static ApiCall read(Calls call) {
        return call.byRole("shop", "run").make();
    }
}
