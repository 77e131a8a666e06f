package io.keywatch.detect.access;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CeilingsTest {
    private final Replay replay = new Replay(AccessSettings.defaults());

    @ParameterizedTest
    @CsvSource({"19, 0", "20, 1", "21, 1"})
    void firesAtTwentyDifferentSecretsWithinSixMinutes(int secrets, int findings) {
        for (int i = 0; i < secrets; i++) {
            accept(readSecret("secret" + i).after(Duration.ofSeconds(i)));
        }

        assertThat(of("access.bulk-secret-read")).hasSize(findings);
    }

    @ParameterizedTest
    @CsvSource({"17, 1", "18, 1", "19, 0"})
    void countsExactlySixMinutesWhereverTheyBegin(int secondsApart, int findings) {
        // the twentieth read comes 19 steps after the first: 342 s at 18, 361 s at 19
        for (int i = 0; i < 20; i++) {
            accept(readSecret("secret" + i).after(Duration.ofSeconds(77 + (long) i * secondsApart)));
        }

        assertThat(of("access.bulk-secret-read")).hasSize(findings);
    }

    @Test
    void countsTheSameSecretOnceHoweverItIsNamed() {
        for (int i = 0; i < 60; i++) {
            String arn = "arn:aws:secretsmanager:eu-central-1:" + Calls.ACCOUNT + ":secret:app/" + (i % 15) + "-AbCdEf";
            accept(readSecret(i % 2 == 0 ? arn : "app/" + (i % 15)).after(Duration.ofSeconds(i)));
        }

        assertThat(replay.findings()).isEmpty();
    }

    @Test
    void growsOneFindingAndTellsItsPeak() {
        for (int i = 0; i < 120; i++) {
            accept(readSecret("secret" + i).after(Duration.ofSeconds(i)));
        }

        assertThat(of("access.bulk-secret-read")).singleElement().satisfies(finding -> {
            assertThat(finding.getCount()).isEqualTo(120);
            assertThat(finding.getEvidence()).hasSize(20);
            assertThat(finding.getResources()).hasSize(100);
            assertThat(finding.getFacts()).containsEntry("peak", "120");
            assertThat(finding.getFirstSeen()).isEqualTo(Calls.MORNING);
            assertThat(finding.getDetectedAt()).isEqualTo(Calls.MORNING.plusSeconds(19));
        });
    }

    @Test
    void countsABatchReadAndItsDerivedEventsOnce() {
        Calls batch = call("secretsmanager", "BatchGetSecretValue").after(Duration.ofSeconds(1));
        for (int i = 0; i < 19; i++) {
            batch.with("secretIdList[" + i + "]", "secret" + i);
            accept(readSecret("secret" + i).after(Duration.ofSeconds(1)));
        }
        accept(batch);

        assertThat(replay.findings()).isEmpty();
    }

    @Test
    void takesACatchAllFilterForWhatItIs() {
        accept(call("secretsmanager", "BatchGetSecretValue")
                .with("filters[0].key", "tag-key")
                .with("filters[0].values[0]", "!tag-that-nothing-has"));

        assertThat(of("access.batch-secret-read-catch-all"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.HIGH));
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 1", "6, 1"})
    void firesAtFiveBatchReadsByFilter(int reads, int findings) {
        for (int i = 0; i < reads; i++) {
            accept(call("secretsmanager", "BatchGetSecretValue")
                    .with("filters[0].key", "tag-key")
                    .with("filters[0].values[0]", "app")
                    .after(Duration.ofSeconds(i)));
        }

        assertThat(of("access.batch-secret-read")).hasSize(findings);
    }

    @ParameterizedTest
    @CsvSource({"24, 0", "25, 1", "26, 1"})
    void firesAtTwentyFiveDecryptedParametersWithinAnHour(int parameters, int findings) {
        for (int i = 0; i < parameters; i++) {
            accept(call("ssm", "GetParameter")
                    .with("name", "/app/" + i)
                    .with("withDecryption", "true")
                    .after(Duration.ofMinutes(2L * i)));
        }

        assertThat(of("access.bulk-parameter-read")).hasSize(findings);
    }

    @Test
    void leavesParametersWithoutDecryptionAlone() {
        for (int i = 0; i < 40; i++) {
            accept(call("ssm", "GetParameter").with("name", "/app/" + i));
        }

        assertThat(replay.findings()).isEmpty();
    }

    @Test
    void firesAtThreeRegionsWithOneKeyButNotWithThreeSessionsOfOneRole() {
        for (String region : List.of("eu-central-1", "us-east-1", "sa-east-1")) {
            accept(readSecret("s").in(region).by("mallory"));
            accept(readSecret("s").in(region).byRole("service", "session").withKey("ASIA" + region));
        }

        assertThat(of("access.multi-region-secret-read"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getActor().getId()).endsWith("mallory"));
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 1", "6, 1"})
    void firesAtFiveDeniedSecrets(int secrets, int findings) {
        for (int i = 0; i < secrets; i++) {
            accept(readSecret("secret" + i).denied().after(Duration.ofSeconds(i)));
        }

        assertThat(of("access.denied-secret-reads")).hasSize(findings);
    }

    @Test
    void raisesDeniedReadsToHighWhenOneSucceedsWithinTheHour() {
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(readSecret("secret" + i)
                    .denied()
                    .after(Duration.ofSeconds(i))
                    .make());
        }
        ApiCall success = readSecret("other").after(Duration.ofMinutes(20)).make();

        calls.forEach(replay::accept);
        assertThat(of("access.denied-secret-reads"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM));
        replay.accept(success);
        assertThat(of("access.denied-secret-reads"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.HIGH));

        Replay otherWayRound = new Replay(AccessSettings.defaults());
        otherWayRound.accept(success);
        calls.reversed().forEach(otherWayRound::accept);
        assertThat(otherWayRound.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void keepsReadsBeforeTheDenialsApart() {
        accept(readSecret("mine"));
        for (int i = 0; i < 5; i++) {
            accept(readSecret("secret" + i).denied().after(Duration.ofMinutes(1)));
        }

        assertThat(of("access.denied-secret-reads"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void leavesAServiceAloneThatIsRefusedWhatItHasLongBeenReading() {
        for (int i = 0; i < 8; i++) {
            accept(readSecret("own" + i).after(Duration.ofHours(i)));
        }
        for (int i = 0; i < 8; i++) {
            accept(readSecret("own" + i).denied().after(Duration.ofDays(3).plusSeconds(i)));
        }

        assertThat(of("access.denied-secret-reads")).isEmpty();
    }

    @Test
    void staysSilentWhenSwitchedOff() {
        Replay off = new Replay(AccessSettings.without(java.util.Set.of("access.bulk-secret-read")));
        for (int i = 0; i < 30; i++) {
            off.accept(readSecret("secret" + i).after(Duration.ofSeconds(i)).make());
        }

        assertThat(off.findings()).isEmpty();
    }

    @Test
    void seesAWindowThatSpansMidnight() {
        Instant before = Instant.parse("2026-03-10T23:59:50Z");
        for (int i = 0; i < 20; i++) {
            accept(readSecret("secret" + i).at(before.plusSeconds(i)));
        }

        assertThat(of("access.bulk-secret-read")).singleElement().satisfies(finding -> {
            assertThat(finding.getFirstSeen()).isEqualTo(before);
            assertThat(finding.getCount()).isEqualTo(20);
        });
    }

    @Test
    void tellsTheWholeCountThoughEventTimeLeapsDaysAhead() {
        for (int i = 0; i < 33; i++) {
            accept(readSecret("secret" + i).after(Duration.ofSeconds(i)));
        }
        accept(call("ec2", "DescribeInstances").after(Duration.ofDays(9)));
        accept(readSecret("secret0").after(Duration.ofDays(9)));

        assertThat(of("access.bulk-secret-read"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getCount()).isEqualTo(33));
    }

    private void accept(Calls call) {
        replay.accept(call.make());
    }

    private List<Finding> of(String rule) {
        return replay.findings().stream()
                .filter(finding -> finding.getRule().getId().equals(rule))
                .toList();
    }
}
