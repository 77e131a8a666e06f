package io.keywatch.detect.incident;

import static io.keywatch.detect.incident.Signals.issue;
import static io.keywatch.detect.incident.Signals.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.state.MemoryTables;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.schemas.v1.KeyIssue;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainsTest {
    private final Chains chains =
            new Chains(new MemoryTables().open(new TableSpec<>("chains", ChainLedger.codec(Signals.CODEC))));
    private final List<Map.Entry<String, Signal>> sent = new ArrayList<>();

    @Test
    void followsAtMostFourHops() {
        for (int hop = 0; hop < 6; hop++) {
            tell("K" + hop, issue("K" + hop, "K" + (hop + 1)));
        }
        for (int start = 1; start <= 3; start++) {
            sent.clear();
            // the sixth key is obtained with one nobody is known to have obtained
            begin("K" + start);
            int hops = Math.min(Chains.MAX_HOPS, 6 - start);
            assertThat(sent.getLast().getValue().getPath()).hasSize(hops);
            assertThat(sent.getLast().getKey()).isEqualTo("actor|role/holder-of-K" + (start + hops));
        }
    }

    @Test
    void takesASignalBackFromWhomItWasGivenToWhenItMovesOn() {
        begin("K0");
        tell("K0", issue("K0", "K1"));

        assertThat(sent)
                .extracting(entry -> entry.getKey() + " " + entry.getValue().getWithdrawn())
                .containsExactly(
                        "actor|role/app false", "actor|role/app true", "key|K1 false", "actor|role/holder-of-K1 false");
    }

    @Test
    void keepsApartWhatSeveralKeysTellUnderOneName() {
        tell("K0", issue("K0", "HUB"));
        tell("K1", issue("K1", "HUB"));
        Signal one = signal("s", "access.any", Severity.HIGH, 50, Duration.ZERO);
        Signal other = Signal.newBuilder(one)
                .setActor(Signals.principal("role/app", "K1"))
                .build();
        tell("K0", one);
        tell("K1", other);
        sent.clear();
        // as when a finding turns out to be the other key's, and the two ways up differ in speed
        tell("K0", Leads.withdrawn(one));

        assertThat(sent).last().satisfies(entry -> {
            assertThat(entry.getKey()).isEqualTo("actor|role/holder-of-HUB");
            assertThat(Leads.replaces(entry.getValue(), other)).isFalse();
        });
    }

    @Test
    void saysNothingTwice() {
        tell("K0", issue("K0", "K1"));
        begin("K0");
        sent.clear();
        begin("K0");
        tell("K0", issue("K0", "K1"));

        assertThat(sent).isEmpty();
    }

    @Test
    void movesAsManySignalsAsItKeepsTheGravestFirst() {
        for (int count :
                new int[] {ChainLedger.MAX_SIGNALS - 1, ChainLedger.MAX_SIGNALS, ChainLedger.MAX_SIGNALS + 1}) {
            String key = "KEY" + count;
            for (int i = 0; i < count; i++) {
                tell(key, signal("s" + i, "access.any", Severity.LOW, i == 3 ? 1 : 50, Duration.ofSeconds(i)));
            }
            sent.clear();
            tell(key, issue(key, "K1"));
            List<String> moved = sent.stream()
                    .filter(entry -> entry.getKey().equals("key|K1"))
                    .map(entry -> entry.getValue().getId())
                    .toList();
            assertThat(moved).hasSize(Math.min(count, ChainLedger.MAX_SIGNALS));
            assertThat(moved.contains("s3")).isEqualTo(count <= ChainLedger.MAX_SIGNALS);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void forgetsAKeyTwoDaysAfterItsLastSign(long more) {
        begin("K0");
        long at = io.keywatch.detect.call.Calls.MORNING.toEpochMilli();
        chains.forget(at + Chains.MEMORY + more, 10);
        sent.clear();
        begin("K0");
        assertThat(sent.isEmpty()).isEqualTo(more <= 0);
    }

    @Test
    void readsItsLedgerAsItWasWritten() {
        ChainLedger ledger = ChainLedger.EMPTY
                .issued(issue("K0", "K1"))
                .with(signal("s", "access.any", Severity.HIGH, 50, Duration.ZERO));
        var codec = ChainLedger.codec(Signals.CODEC);

        assertThat(codec.decode(codec.encode(ledger))).isEqualTo(ledger);
        assertThat(codec.decode(codec.encode(ChainLedger.EMPTY))).isEqualTo(ChainLedger.EMPTY);
    }

    private void begin(String key) {
        tell(key, signal("s", "access.any", Severity.HIGH, 50, Duration.ZERO));
    }

    private void tell(String key, KeyIssue issue) {
        chains.observe(key, Leads.of(issue), this::follow);
    }

    private void tell(String key, Signal signal) {
        chains.observe(key, Leads.of(signal), this::follow);
    }

    private void follow(String key, Lead lead) {
        sent.add(Map.entry(key, lead.getSignal()));
        if (key.startsWith(Leads.KEY)) {
            chains.observe(key.substring(Leads.KEY.length()), lead, this::follow);
        }
    }
}
