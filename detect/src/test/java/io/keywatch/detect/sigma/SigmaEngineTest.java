package io.keywatch.detect.sigma;

import static io.keywatch.detect.sigma.Rules.findings;
import static io.keywatch.detect.sigma.Rules.rule;
import static io.keywatch.detect.sigma.Rules.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.state.MemoryTables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SigmaEngineTest {
    private static ApiCall call(String id, String user, String time) {
        return TestTrail.call("{\"eventID\":\"" + id + "\",\"eventTime\":\"" + time
                + "\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"CreateUser\",\"userIdentity\":{\"type\":\"IAMUser\","
                + "\"arn\":\"arn:aws:iam::111122223333:user/" + user + "\"}}");
    }

    @Test
    void makesOneFindingOfARuleAPrincipalAndADay() {
        String text = rule("a", "eventName: CreateUser").replace("stable", "experimental")
                + "description: |\n  First {words}.\n  Still the first.\n\n  Second.\n"
                + "tags: [attack.persistence, attack.t1136.003]\nreferences: [https://example.org/a]\nfalsepositives: Administrators\n";
        var found = findings(
                sound(text),
                List.of(
                        call("1", "eve", "2026-01-05T10:00:00Z"),
                        call("2", "eve", "2026-01-05T11:00:00Z"),
                        call("2", "eve", "2026-01-05T11:00:00Z"),
                        call("3", "bob", "2026-01-05T11:00:00Z"),
                        call("4", "eve", "2026-01-06T00:00:00Z")));

        assertThat(found).hasSize(3);
        Finding first = found.values().iterator().next();
        assertThat(first.getCount()).isEqualTo(2);
        assertThat(first.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(first.getConfidence()).isEqualTo(0.5);
        assertThat(first.getExplanation()).isEqualTo("First (words). Still the first.");
        assertThat(first.getAttack().getFirst().getTactic()).isEqualTo("Persistence");
        assertThat(first.getReferences()).containsExactly("https://example.org/a");
        assertThat(first.getFacts())
                .containsEntry("staged", "true")
                .containsEntry("sigma_status", "experimental")
                .containsEntry("false_positives", "Administrators");
    }

    @Test
    void swapsRulesWhileItRuns() {
        AtomicReference<SigmaRuleSet> rules = new AtomicReference<>(SigmaRuleSet.EMPTY);
        SigmaEngine engine = new SigmaEngine(rules::get, SigmaEngine.Memory.specs(Rules.NO_CODEC), new MemoryTables());
        List<Finding> found = new ArrayList<>();
        engine.observe(call("1", "eve", "2026-01-05T10:00:00Z"), found::add);
        assertThat(found).isEmpty();

        rules.set(sound(rule("a", "eventName: CreateUser")));
        engine.observe(call("1", "eve", "2026-01-05T10:00:00Z"), found::add);

        assertThat(found)
                .singleElement()
                .satisfies(finding -> assertThat(finding.getTransition()).isEqualTo(Transition.CREATED));
    }

    @Test
    void remembersABoundedNumberOfEventNames() {
        SigmaRuleSet rules = sound(rule("a", "eventName: CreateUser"));

        for (int i = 0; i < SigmaRuleSet.MAX_REMEMBERED + 10; i++) {
            assertThat(rules.candidateCount("made.up", "Name" + i)).isZero();
        }

        assertThat(rules.candidateCount("iam.amazonaws.com", "CreateUser")).isEqualTo(1);
    }
}
