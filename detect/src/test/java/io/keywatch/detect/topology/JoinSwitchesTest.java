package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.Correlator;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.posture.DueDates;
import io.keywatch.detect.rule.RuleSwitches;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.TestInputTopic;
import org.junit.jupiter.api.Test;

/** Each join off, on trial and with other thresholds, and what the others remember meanwhile. */
class JoinSwitchesTest {
    private static final String ITEM = "posture.rotate-after-departure";
    private static final String USED = "access.used-after-departure";
    private static final String CANCELLED = "posture.rotation-cancelled";
    private static final String REPLICATED = "access.secret-replicated";

    private static final JoinSettings OTHER =
            new JoinSettings(Map.of(), Set.of(), false, Duration.ofMinutes(10), Duration.ofHours(2), 1, 9);

    private static final DueDates SOON = new DueDates(
            Duration.ofHours(3),
            Duration.ofHours(48),
            2,
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofHours(6),
            3);

    @Test
    void silencesOnePostureRuleAndNoOther() {
        assertThat(posture(off(ITEM), DueDates.DEFAULTS))
                .extracting(JoinSwitchesTest::rule)
                .containsOnly(USED, CANCELLED);
        assertThat(posture(off(USED), DueDates.DEFAULTS))
                .extracting(JoinSwitchesTest::rule)
                .containsOnly(ITEM, CANCELLED);
    }

    @Test
    void marksARuleOnTrial() {
        RuleSwitches trial = new RuleSwitches(Set.of(), Set.of(ITEM, USED));

        assertThat(posture(trial, DueDates.DEFAULTS))
                .allSatisfy(finding -> assertThat(finding.getFacts().containsKey("staged"))
                        .isEqualTo(!rule(finding).equals(CANCELLED)));
    }

    @Test
    void waitsForOtherDates() {
        List<Finding> findings = posture(RuleSwitches.ALL_ON, SOON);

        assertThat(findings)
                .filteredOn(finding -> rule(finding).equals(ITEM))
                .extracting(Finding::getSeverity)
                .contains(Severity.MEDIUM);
        assertThat(findings).extracting(JoinSwitchesTest::rule).doesNotContain(CANCELLED);
    }

    /** Alice leaves, her key is used, and a rotation stays cancelled for thirty hours. */
    private static List<Finding> posture(RuleSwitches switches, DueDates dates) {
        try (Bench bench = new Bench("posture")) {
            bench.startPosture(new PostureSettings(Duration.ofMinutes(5), switches, dates));
            TestInputTopic<String, ApiCall> calls = bench.input(Topics.CLOUDTRAIL);
            for (Calls each : List.of(
                    readSecret("shop/db"),
                    call("secretsmanager", "CancelRotateSecret")
                            .by("bob")
                            .withKey("AKIA" + "BOB")
                            .with("secretId", "shop/mail")
                            .after(Duration.ofHours(1)),
                    call("iam", "DeleteUser")
                            .by("bob")
                            .withKey("AKIA" + "BOB")
                            .with("userName", "alice")
                            .after(Duration.ofHours(2)),
                    readSecret("shop/db").after(Duration.ofHours(6)),
                    call("s3", "ListBuckets").by("bob").withKey("AKIA" + "BOB").after(Duration.ofHours(30)))) {
                ApiCall call = each.make();
                calls.pipeInput(call.getPrincipal().getId(), call, call.getIngestedAt());
            }
            bench.driver().advanceWallClockTime(Duration.ofMinutes(1));
            return bench.output(Topics.DETECTIONS).readValuesToList();
        }
    }

    @Test
    void doesNotChangeItsShapeWithTheSettings() {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();

        assertThat(AccessTopology.build(
                                AccessSettings.without(Set.of(REPLICATED)), OTHER, () -> SigmaRuleSet.EMPTY, ids)
                        .describe())
                .isEqualTo(AccessTopology.build(AccessSettings.defaults(), ids).describe());
        assertThat(PostureTopology.build(new PostureSettings(Duration.ofHours(1), off(ITEM), SOON), ids)
                        .describe())
                .isEqualTo(PostureTopology.build(PostureSettings.DEFAULTS, ids).describe());
    }

    @Test
    void comesBackWithAllThatWasLearnedUnderOtherSettings() {
        KeptTables tables = new KeptTables();

        assertThat(joined(tables, RuleSwitches.ALL_ON, JoinSettings.DEFAULTS, replicated("shop/db", "eu-west-1", 0)))
                .containsExactly(REPLICATED + " eu-west-1");
        assertThat(joined(tables, off(REPLICATED), OTHER, replicated("shop/db", "ap-south-1", 48)))
                .isEmpty();

        // both regions are known, the one that came while the rule was off too
        assertThat(joined(
                        tables,
                        RuleSwitches.ALL_ON,
                        JoinSettings.DEFAULTS,
                        replicated("shop/mail", "eu-west-1", 96),
                        replicated("shop/mail", "ap-south-1", 96),
                        replicated("shop/mail", "sa-east-1", 96)))
                .containsExactly(REPLICATED + " sa-east-1");
    }

    private static List<String> joined(Tables tables, RuleSwitches switches, JoinSettings settings, Calls... calls) {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        Codec<Finding> findings = StoreTables.codec(Topics.DETECTIONS, AvroSerde.of(Topics.DETECTIONS, ids));
        Correlator correlator = new Correlator(switches, settings, Correlator.Memory.specs(findings), tables);
        List<String> told = new ArrayList<>();
        for (Calls each : calls) {
            correlator.observe(
                    Clue.REPLICATIONS,
                    new Clue.Call(each.make()),
                    finding -> told.add(rule(finding) + " " + finding.getFacts().get("region")),
                    (key, clue) -> {});
        }
        return told;
    }

    /** What a restart finds again: one table for each name. */
    private static final class KeptTables implements Tables {
        private final Map<String, Table<?>> byName = new HashMap<>();
        private final MemoryTables memory = new MemoryTables();

        @Override
        @SuppressWarnings("unchecked") // a name has one type of value
        public <V> Table<V> open(TableSpec<V> spec) {
            return (Table<V>) byName.computeIfAbsent(spec.name(), _ -> memory.open(spec));
        }
    }

    private static Calls replicated(String secret, String region, int hours) {
        return call("secretsmanager", "ReplicateSecretToRegions")
                .byRole("deploy", "run")
                .with("secretId", secret)
                .with("addReplicaRegions[0].region", region)
                .after(Duration.ofHours(hours));
    }

    private static RuleSwitches off(String rule) {
        return RuleSwitches.without(Set.of(rule));
    }

    private static String rule(Finding finding) {
        return finding.getRule().getId();
    }
}
