package io.keywatch.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingLifeTest {
    private @Nullable FindingMemory memory;
    private long offset;
    private Optional<String> suppression = Optional.empty();

    @Test
    void namesWhatEachRevisionChanges() {
        Finding first = revision(1);
        assertThat(transition(first)).isEqualTo(Transition.CREATED);
        assertThat(transition(revision(2))).isEqualTo(Transition.UPDATED);
        Finding raised = revision(3);
        raised.setSeverity(Severity.CRITICAL);
        assertThat(transition(raised)).isEqualTo(Transition.SEVERITY_RAISED);
        Finding resolved = revision(4);
        resolved.setState(FindingState.RESOLVED);
        assertThat(transition(resolved)).isEqualTo(Transition.RESOLVED);
        assertThat(transition(revision(5))).isEqualTo(Transition.REOPENED);
        suppression = Optional.of("s1");
        assertThat(transition(revision(6))).isEqualTo(Transition.SUPPRESSED);
        assertThat(transition(revision(7))).isEqualTo(Transition.UPDATED);
        suppression = Optional.empty();
        assertThat(transition(revision(8))).isEqualTo(Transition.REOPENED);
    }

    @Test
    void ringsOnceForASeverityThatComesAndGoes() {
        step(revision(1));
        Finding critical = revision(2);
        critical.setSeverity(Severity.CRITICAL);
        assertThat(transition(critical)).isEqualTo(Transition.SEVERITY_RAISED);
        step(revision(3));
        Finding again = revision(4);
        again.setSeverity(Severity.CRITICAL);
        assertThat(transition(again)).isEqualTo(Transition.UPDATED);
    }

    @Test
    void dropsADuplicateThatChangesNothing() {
        step(revision(1));
        Finding duplicate = revision(1);
        duplicate.setIngestedAt(duplicate.getIngestedAt().plusSeconds(9));
        duplicate.setOrigin(Origin.RESCAN);
        assertThat(step(duplicate)).isEqualTo(new FindingLife.Step.Unchanged());
    }

    @Test
    void neverLetsAnOlderDetectionUndoANewerOne() {
        step(revision(1));
        Finding resolved = revision(2);
        resolved.setState(FindingState.RESOLVED);
        step(resolved);
        assertThat(step(revision(1))).isEqualTo(new FindingLife.Step.Superseded());
    }

    @Test
    void followsADetectorThatLostItsStateAndCountsFromOneAgain() {
        step(revision(7));
        Finding restarted = revision(1);
        restarted.setLastSeen(TestFindings.TIME.plusSeconds(100));
        FindingLife.Step step = step(restarted);
        assertThat(step).isInstanceOfSatisfying(FindingLife.Step.Send.class, sent -> {
            assertThat(sent.finding().getRevision()).isEqualTo(8);
            assertThat(sent.finding().getTransition()).isEqualTo(Transition.UPDATED);
        });
    }

    @Test
    void keepsWhenItWasFirstSeenAndRaised() {
        step(revision(1));
        Finding later = revision(2);
        later.setFirstSeen(TestFindings.TIME.plusSeconds(50));
        later.setDetectedAt(TestFindings.TIME.plusSeconds(60));
        assertThat(step(later)).isInstanceOfSatisfying(FindingLife.Step.Send.class, sent -> {
            assertThat(sent.finding().getFirstSeen()).isEqualTo(TestFindings.TIME);
            assertThat(sent.finding().getDetectedAt()).isEqualTo(TestFindings.TIME);
        });
    }

    @Test
    void answersARecordThatIsProcessedAgainAsItDidTheFirstTime() {
        Finding created = sent(step(revision(1)));
        Finding updated = sent(step(revision(2)));
        offset = 0;
        assertThat(step(revision(1))).isEqualTo(new FindingLife.Step.Repeat(created));
        assertThat(step(revision(2))).isEqualTo(new FindingLife.Step.Repeat(updated));
    }

    @Test
    void callsAFindingThatIsFirstHeardOfResolvedSo() {
        Finding resolved = revision(1);
        resolved.setState(FindingState.RESOLVED);
        assertThat(transition(resolved)).isEqualTo(Transition.RESOLVED);
    }

    @Property(tries = 300)
    void endsTheSameWhateverIsDeliveredTwiceOrLate(@ForAll("deliveries") List<Integer> order) {
        memory = null;
        offset = 0;
        long lastRevision = 0;
        Finding last = null;
        for (int revision : order) {
            if (step(revision(revision)) instanceof FindingLife.Step.Send(Finding finding, FindingMemory kept)) {
                assertThat(finding.getRevision()).isGreaterThan(lastRevision);
                assertThat(kept.sent()).hasSizeLessThanOrEqualTo(FindingMemory.MAX_SENT);
                lastRevision = finding.getRevision();
                last = finding;
            }
        }
        int newest = order.stream().mapToInt(Integer::intValue).max().orElseThrow();
        assertThat(last).isNotNull();
        assertThat(last.getCount()).isEqualTo(newest);
        assertThat(last.getLastSeen()).isEqualTo(TestFindings.TIME.plusSeconds(newest));
    }

    @Property(tries = 200)
    void remembersThroughItsSerde(@ForAll("deliveries") List<Integer> order) {
        memory = null;
        order.forEach(revision -> step(revision(revision)));
        FindingMemorySerde serde = new FindingMemorySerde();
        byte[] bytes = serde.serializer().serialize("store", memory);
        assertThat(serde.deserializer().deserialize("store", bytes)).isEqualTo(memory);
    }

    @Provide
    Arbitrary<List<Integer>> deliveries() {
        return Arbitraries.integers().between(1, 12).list().ofMinSize(1).ofMaxSize(30);
    }

    private static Finding revision(long revision) {
        return TestFindings.exposure("f", revision);
    }

    private FindingLife.Step step(Finding detected) {
        FindingLife.Step step = FindingLife.next(memory, detected, suppression, offset++);
        if (step instanceof FindingLife.Step.Send(Finding ignored, FindingMemory next)) {
            memory = next;
        }
        return step;
    }

    private Transition transition(Finding detected) {
        return sent(step(detected)).getTransition();
    }

    private static Finding sent(FindingLife.Step step) {
        List<Finding> sent = new ArrayList<>();
        assertThat(step).isInstanceOfSatisfying(FindingLife.Step.Send.class, send -> sent.add(send.finding()));
        return sent.getFirst();
    }
}
