package io.keywatch.detect.access;

import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keywatch.detect.correlate.CriticalSecrets;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.correlate.RareReadSettings;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.rule.RuleSwitches;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSettingsTest {
    private static final String BULK = "access.bulk-secret-read";

    @Test
    void marksFindingsOfADryRunSoThatTheyAreIndexedAndPageNobody() {
        List<Finding> findings = bulk(settings(new RuleSwitches(Set.of(), Set.of(BULK)), Map.of()), 20);

        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.getFacts()).containsEntry("staged", "true"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 256})
    void firesAtTheCeilingThatIsSet(int limit) {
        AccessSettings settings = settings(RuleSwitches.ALL_ON, Map.of(BULK, limit));

        assertThat(bulk(settings, limit - 1)).isEmpty();
        assertThat(bulk(settings, limit))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.getAccess().getDeviation()).contains("the ceiling is " + limit));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        for (int limit : List.of(0, 257)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings(RuleSwitches.ALL_ON, Map.of(BULK, limit)))
                    .withMessageContaining("1 to 256");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(RuleSwitches.ALL_ON, Map.of("access.nothing", 3)))
                .withMessageContaining("access.nothing");
        assertThatIllegalArgumentException().isThrownBy(() -> new RareReadSettings(0.9, 15, 14, CriticalSecrets.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new RareReadSettings(7, 15, 91, CriticalSecrets.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new CriticalSecrets(0.9, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new CriticalSecrets(3, List.of(" ")));
        assertThatIllegalArgumentException().isThrownBy(() -> new DailyReadSettings(0.5, 5, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new DailyReadSettings(4, 5, 0));
    }

    @Test
    void aChangedSettingForgetsNothingThatWasLearned() {
        KeptTables kept = new KeptTables();
        AccessAnalyzer before = analyzer(AccessSettings.defaults(), kept);
        for (int i = 0; i < 40; i++) {
            before.observe(
                    readSecret("s" + i).after(Duration.ofMinutes(20L * i)).make(), finding -> {}, (k, c) -> {});
        }
        AccessSettings changed = new AccessSettings(
                new RuleSwitches(Set.of("access.daily-secrets-above-usual"), Set.of()),
                new RareReadSettings(9, 20, 7, CriticalSecrets.NONE),
                new DailyReadSettings(3, 6, 10),
                60,
                Map.of(BULK, 10));
        List<Finding> found = new ArrayList<>();
        AccessAnalyzer after = analyzer(changed, kept);
        for (int i = 0; i < 40; i++) {
            after.observe(
                    readSecret("s" + i).after(Duration.ofDays(3).plusSeconds(i)).make(), found::add, (k, c) -> {});
        }

        // all of them are usual by now: only who had forgotten would call this bulk
        assertThat(found).isEmpty();
    }

    private static List<Finding> bulk(AccessSettings settings, int secrets) {
        Replay replay = new Replay(settings);
        for (int i = 0; i < secrets; i++) {
            replay.accept(
                    readSecret("secret" + i).after(Duration.ofMillis(100L * i)).make());
        }
        return replay.findings().stream()
                .filter(finding -> finding.getRule().getId().equals(BULK))
                .toList();
    }

    private static AccessSettings settings(RuleSwitches switches, Map<String, Integer> ceilings) {
        return new AccessSettings(switches, RareReadSettings.DEFAULTS, DailyReadSettings.DEFAULTS, 40, ceilings);
    }

    private static AccessAnalyzer analyzer(AccessSettings settings, Tables tables) {
        return new AccessAnalyzer(settings, JoinSettings.DEFAULTS, AccessAnalyzer.Memory.specs(Codec.onHeap()), tables);
    }

    /** As after a restart: the same table under the same name. */
    private static final class KeptTables implements Tables {
        private final MemoryTables fresh = new MemoryTables();
        private final Map<String, Table<?>> byName = new HashMap<>();

        @Override
        @SuppressWarnings("unchecked") // a name has one type of value
        public <V> Table<V> open(TableSpec<V> spec) {
            return (Table<V>) byName.computeIfAbsent(spec.name(), name -> fresh.open(spec));
        }
    }
}
