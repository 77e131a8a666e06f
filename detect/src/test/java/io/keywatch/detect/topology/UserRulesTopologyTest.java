package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Delivery;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.sigma.SigmaLoad;
import io.keywatch.detect.sigma.SigmaLoader;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.detect.sigma.SigmaSettings;
import io.keywatch.detect.sigma.SigmaSource;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** User rules in the access topology: per principal, and over several principals by family. */
class UserRulesTopologyTest {
    private static final String RULES = """
            title: A read of the vault
            id: vault-read
            name: vault_read
            status: stable
            level: high
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection:
                eventName: GetSecretValue
                requestParameters.secretId|startswith: vault/
              condition: selection
            ---
            title: The vault is read often
            id: vault-often
            status: experimental
            level: critical
            correlation:
              type: event_count
              rules: [vault_read]
              group-by: [recipientAccountId]
              timespan: 10m
              condition: {gte: 3}
              generate: true
            """;

    private final SigmaRuleSet rules = load();
    private final AtomicReference<SigmaRuleSet> inForce = new AtomicReference<>(rules);
    private final Bench bench = new Bench("access");
    private TestInputTopic<String, ApiCall> calls;
    private TestOutputTopic<String, Finding> detections;

    @BeforeEach
    void start() {
        bench.startAccess(AccessSettings.defaults(), JoinSettings.DEFAULTS, inForce::get);
        calls = bench.input(Topics.CLOUDTRAIL);
        detections = bench.output(Topics.DETECTIONS);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void theShapeDoesNotDependOnTheRules() {
        bench.expectApproved("access", AccessTopology.build(AccessSettings.defaults(), () -> rules, bench.ids()));
    }

    @Test
    void aRuleIsFoundOncePerPrincipalAndACorrelationAcrossThem() {
        List<ApiCall> all = reads();
        all.forEach(this::send);
        send(all.getFirst());
        bench.driver().advanceWallClockTime(Duration.ofMinutes(1));

        Map<String, Finding> found = lastStates(detections.readValuesToList());
        assertThat(found.values())
                .extracting(finding -> finding.getRule().getId() + " " + finding.getCount() + " "
                        + finding.getFacts().get("staged"))
                .containsExactlyInAnyOrder(
                        "sigma/vault-read 2 null",
                        "sigma/vault-read 1 null",
                        "sigma/vault-read 1 null",
                        "sigma/vault-often 4 true");
    }

    @Test
    void endsWithTheFindingsOfReplay() {
        Replay replay = new Replay(AccessSettings.defaults(), rules);
        List<ApiCall> all = reads();
        all.forEach(replay::accept);
        all.forEach(this::send);
        bench.driver().advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(replay.findings()).hasSize(4);
        assertThat(lastStates(detections.readValuesToList())).isEqualTo(lastStates(replay.findings()));
    }

    @Test
    void takesUpOtherRulesWhileItRunsAndForgetsNothingOfThoseThatComeBack() {
        List<ApiCall> all = reads();
        send(all.get(0));
        send(all.get(1));
        inForce.set(SigmaRuleSet.EMPTY);
        send(all.get(2));
        inForce.set(rules);
        send(all.get(3));
        send(all.get(4));
        bench.driver().advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(lastStates(detections.readValuesToList()).values())
                .extracting(finding -> finding.getRule().getId() + " " + finding.getCount())
                .containsExactlyInAnyOrder("sigma/vault-read 2", "sigma/vault-read 1", "sigma/vault-often 3");
    }

    @Test
    void withoutRulesNothingIsSaidAndNothingIsHandedOn() {
        try (Bench plain = new Bench("access")) {
            plain.startAccess(AccessSettings.defaults());
            TestInputTopic<String, ApiCall> in = plain.input(Topics.CLOUDTRAIL);
            reads().forEach(call -> in.pipeInput("k", call));

            assertThat(plain.output(Topics.DETECTIONS).isEmpty()).isTrue();
            assertThat(plain.driver().producedTopicNames()).noneMatch(topic -> topic.contains(AccessTopology.FAMILIES));
        }
    }

    /** Four reads of the vault by three people within ten minutes, and one of something else. */
    private static List<ApiCall> reads() {
        return List.of(
                read("vault/a", "alice", 0),
                read("vault/b", "alice", 1),
                read("vault/a", "bob", 2),
                read("app/a", "bob", 3),
                read("vault/a", "carol", 4));
    }

    private static ApiCall read(String secret, String who, int minute) {
        return readSecret(secret).by(who).after(Duration.ofMinutes(minute)).make();
    }

    private void send(ApiCall call) {
        calls.pipeInput(call.getRecipientAccountId() + "/" + call.getPrincipal().getId(), call, call.getIngestedAt());
    }

    private static SigmaRuleSet load() {
        SigmaLoad load = SigmaLoader.loadTexts(List.of(new SigmaSource("vault.yml", RULES)), SigmaSettings.defaults());
        assertThat(load.problems()).isEmpty();
        return load.ruleSet();
    }

    private static Map<String, Finding> lastStates(Collection<Finding> findings) {
        Map<String, Finding> byId = new HashMap<>();
        for (Finding finding : new ArrayList<>(findings)) {
            byId.put(finding.getId(), Delivery.withoutArrival(finding));
        }
        return byId;
    }
}
