package io.keywatch.ingest.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.ingest.vault.ValueChanges.ValueChange;
import io.keywatch.ingest.vault.ValueChanges.ValueChange.Kind;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.VaultValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Two pages of a vault in memory. */
class VaultReaderTest {
    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-central-1";
    private static final String DB = "arn:aws:secretsmanager:" + REGION + ":" + ACCOUNT + ":secret:shop/db-AbCdEf";
    private static final String MAIL = "arn:aws:secretsmanager:" + REGION + ":" + ACCOUNT + ":secret:shop/mail-AbCdEf";
    private static final String VALUE = "made-up-" + "value-one";
    private static final String NEXT = "made-up-" + "value-two";

    private final Shelf shelf = new Shelf();
    private final List<VaultValue> told = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final VaultReader reader = new VaultReader(
            new VaultSettings(List.of(), List.of(), true, Duration.ofHours(1), 10),
            List.of(new VaultSite(() -> ACCOUNT, REGION, List.of(shelf))),
            new Fingerprints(Fingerprint.ephemeral()),
            new VaultBook(),
            new ValueOutlet() {
                @Override
                public void tell(List<VaultValue> values) {
                    told.addAll(values);
                }

                @Override
                public void letter(DeadLetter letter) {
                    letters.add(letter);
                }
            },
            new VaultMetrics(metrics),
            InstantSource.fixed(Instant.EPOCH),
            waits::add);

    @Test
    void tellsOfEachValueOnceWhileItStaysTheSame() throws Exception {
        shelf.values.put(DB, VALUE);
        shelf.values.put(MAIL, NEXT);
        assertThat(reader.round()).isTrue();
        reader.round();

        assertThat(told)
                .extracting(value -> value.getSecretArn() + " " + value.getAccountId() + " " + value.getCurrent())
                .containsExactly(DB + " " + ACCOUNT + " true", MAIL + " " + ACCOUNT + " true");
        assertThat(told).extracting(VaultValue::getFingerprint).doesNotHaveDuplicates();
        assertThat(told.toString() + letters).doesNotContain(VALUE, NEXT);
        assertThat(reader.trouble()).isNull();
    }

    @Test
    void tellsOfARotationAsTheOldValueGoingAndTheNewOneComing() throws Exception {
        shelf.values.put(DB, VALUE);
        reader.round();
        String before = told.getFirst().getFingerprint();
        shelf.values.put(DB, NEXT);
        reader.refresh(List.of(new ValueChange(ACCOUNT, REGION, Kind.SECRET, DB)));

        assertThat(told.subList(1, 3)).extracting(VaultValue::getCurrent).containsExactly(false, true);
        assertThat(told.get(1).getFingerprint()).isEqualTo(before);
        assertThat(told.get(2).getFingerprint()).isNotEqualTo(before);
    }

    @Test
    void readsWhatWasChangedInItsOwnAccountAndRegionOnly() throws Exception {
        shelf.values.put(DB, VALUE);
        reader.refresh(List.of(
                new ValueChange("444455556666", REGION, Kind.SECRET, DB),
                new ValueChange(ACCOUNT, "us-east-1", Kind.SECRET, DB),
                new ValueChange(ACCOUNT, REGION, Kind.PARAMETER, DB)));
        assertThat(told).isEmpty();
        reader.refresh(List.of(new ValueChange(ACCOUNT, REGION, Kind.SECRET, DB)));

        assertThat(told).hasSize(1);
    }

    @Test
    void tellsThatADeletedSecretHoldsNothing() throws Exception {
        shelf.values.put(DB, VALUE);
        shelf.values.put(MAIL, NEXT);
        reader.round();
        shelf.values.remove(DB);
        reader.round();

        assertThat(told).hasSize(3).last().satisfies(value -> {
            assertThat(value.getSecretArn()).isEqualTo(DB);
            assertThat(value.getCurrent()).isFalse();
        });
    }

    @Test
    void countsWhatIsDeniedAndWritesOneDeadLetter() throws Exception {
        shelf.values.put(DB, VALUE);
        shelf.values.put(MAIL, NEXT);
        reader.round();
        shelf.denied.add(DB);
        assertThat(reader.round()).isTrue();
        reader.round();

        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.getCause()).isEqualTo(DeadLetterCause.ACCESS_DENIED);
            assertThat(letter.getStage()).isEqualTo("vault");
            assertThat(letter.getResourceId()).isEqualTo(DB);
        });
        assertThat(metrics.counter("keywatch.vault.readings", "outcome", "denied")
                        .count())
                .isEqualTo(2);
        assertThat(told).as("what it held is still believed").hasSize(2);
    }

    @Test
    void waitsLongerAndLongerWhileItIsThrottled() throws Exception {
        shelf.values.put(DB, VALUE);
        shelf.failures = VaultReader.ATTEMPTS - 1;
        assertThat(reader.round()).isTrue();

        assertThat(told).hasSize(1);
        assertThat(waits)
                .contains(
                        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40));
    }

    @Test
    void givesUpAfterSomeAttemptsAndTakesNothingForDeleted() throws Exception {
        shelf.values.put(DB, VALUE);
        shelf.values.put(MAIL, NEXT);
        reader.round();
        shelf.values.remove(MAIL);
        shelf.failures = VaultReader.ATTEMPTS;
        assertThat(reader.round()).isFalse();

        assertThat(letters)
                .extracting(letter -> letter.getCause() + " " + letter.getAttempts())
                .containsExactly("FAILED " + VaultReader.ATTEMPTS);
        assertThat(told).hasSize(2);
        assertThat(reader.trouble()).contains("could not be asked for");
    }

    @Test
    void isInTroubleWhileNothingCanBeListed() throws Exception {
        shelf.listed = false;
        assertThat(reader.round()).isFalse();
        assertThat(reader.trouble()).contains("could not be listed");
        shelf.listed = true;

        assertThat(reader.round()).isTrue();
        assertThat(reader.trouble()).isNull();
    }

    /** One secret a page. */
    private static final class Shelf implements Vault {
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Set<String> denied = new HashSet<>();
        private int failures;
        private boolean listed = true;

        @Override
        public boolean holds(String arn) {
            return arn.contains(":secretsmanager:");
        }

        @Override
        public boolean takes(Kind kind) {
            return kind == Kind.SECRET;
        }

        @Override
        public String id(String arn) {
            return arn;
        }

        @Override
        public Iterable<List<String>> pages() {
            if (!listed) {
                throw SdkClientException.create("no network");
            }
            return values.keySet().stream().map(List::of).toList();
        }

        @Override
        public int batch() {
            return 20;
        }

        @Override
        public List<Reading> read(List<String> ids) {
            if (failures > 0) {
                failures--;
                throw SdkClientException.create("throttled");
            }
            List<Reading> readings = new ArrayList<>();
            for (String id : ids) {
                String value = values.get(id);
                readings.add(
                        denied.contains(id)
                                ? new Reading.Refused(id, "AccessDeniedException", true)
                                : value == null
                                        ? new Reading.Gone(id)
                                        : new Reading.Held(id, value.getBytes(StandardCharsets.UTF_8)));
            }
            return readings;
        }
    }
}
