package io.keywatch.detect.sigma;

import static io.keywatch.detect.sigma.Rules.findings;
import static io.keywatch.detect.sigma.Rules.load;
import static io.keywatch.detect.sigma.Rules.rule;
import static io.keywatch.detect.sigma.Rules.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationTest {
    private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

    private static String correlation(String type, String rest) {
        return "title: Together\nid: together\nname: together_name\nstatus: stable\nlevel: critical\ncorrelation:\n  type: "
                + type + "\n" + rest.indent(2);
    }

    private static ApiCall call(String id, String user, String name, String secret, long second) {
        return TestTrail.call("{\"eventID\":\"" + id + "\",\"eventTime\":\"" + START.plusSeconds(second)
                + "\",\"eventSource\":\"secretsmanager.amazonaws.com\",\"eventName\":\"" + name
                + "\",\"sourceIPAddress\":\"198.51.100.7\",\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/"
                + user + "\"},\"requestParameters\":{\"secretId\":\"" + secret + "\"},"
                + "\"resources\":[{\"ARN\":\"arn:aws:secretsmanager:eu-central-1:111122223333:secret:" + secret
                + "\"}]}");
    }

    private static List<ApiCall> reads(String user, int count, int secrets, long every) {
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call(user + i, user, "GetSecretValue", "s" + i % secrets, i * every));
        }
        return calls;
    }

    @ParameterizedTest
    @CsvSource({
        "gte, 5, 5, 1",
        "gte, 5, 4, 0",
        "gt, 5, 5, 0",
        "gt, 5, 6, 1",
        "lt, 5, 4, 1",
        "lt, 5, 5, 0",
        "lte, 5, 5, 1",
        "lte, 5, 6, 0",
        "eq, 5, 5, 1",
        "eq, 5, 6, 0",
        "eq, 5, 4, 0",
    })
    void countsEventsOfAGroup(String comparison, int number, int events, int expected) {
        SigmaRuleSet rules = sound(
                rule("read", "eventName: GetSecretValue"),
                correlation(
                        "event_count",
                        "rules: [read]\ngroup-by: [userIdentity.arn]\ntimespan: 10m\ncondition: {" + comparison + ": "
                                + number + "}"));

        assertThat(findings(rules, reads("eve", events, 1, 1))).hasSize(expected);
    }

    @Test
    void countsNothingOverMoreThanTheTimespan() {
        SigmaRuleSet rules = sound(
                rule("read", "eventName: GetSecretValue"),
                correlation(
                        "event_count",
                        "rules: [read]\ngroup-by: [userIdentity.arn]\ntimespan: 1m\ncondition: {gte: 4}"));

        assertThat(findings(rules, reads("eve", 10, 1, 20))).hasSize(1);
        assertThat(findings(rules, reads("eve", 10, 1, 21))).isEmpty();
    }

    @Test
    void tellsGroupsApartAndLeavesOutEventsWithoutOne() {
        SigmaRuleSet rules = sound(
                rule("read", "eventName: GetSecretValue"),
                correlation(
                        "event_count",
                        "rules: [read]\ngroup-by: [userIdentity.arn]\ntimespan: 10m\ncondition: {gte: 3}"));
        List<ApiCall> calls = new ArrayList<>(reads("eve", 3, 1, 1));
        calls.addAll(reads("bob", 2, 1, 1));
        for (int i = 0; i < 5; i++) {
            calls.add(TestTrail.call("{\"eventID\":\"n" + i + "\",\"eventName\":\"GetSecretValue\"}"));
        }

        Map<String, Finding> findings = findings(rules, calls);

        assertThat(findings.values()).singleElement().satisfies(finding -> {
            assertThat(finding.getFacts())
                    .containsEntry("group.userIdentity.arn", "arn:aws:iam::111122223333:user/eve");
            assertThat(finding.getActor().getId()).endsWith("user/eve");
        });
    }

    @Test
    void countsDistinctValues() {
        SigmaRuleSet rules = sound(
                rule("read", "eventName: GetSecretValue"),
                correlation(
                        "value_count",
                        "rules: [read_name]\ngroup-by: [userIdentity.arn]\ntimespan: 10m\n"
                                + "condition: {field: requestParameters.secretId, gte: 5}"));

        assertThat(findings(rules, reads("eve", 20, 4, 1))).isEmpty();
        assertThat(findings(rules, reads("eve", 20, 5, 1)).values())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.getId()).hasSize(32);
                    assertThat(finding.getFindingClass()).isEqualTo(FindingClass.ACCESS);
                    assertThat(finding.getRule().getId()).isEqualTo("sigma/together");
                    assertThat(finding.getSeverity()).isEqualTo(Severity.CRITICAL);
                    assertThat(finding.getCount()).isEqualTo(20);
                    assertThat(finding.getEvidence()).hasSize(20);
                    assertThat(finding.getResources()).hasSize(5);
                    assertThat(finding.getFirstSeen()).isEqualTo(START);
                    assertThat(finding.getDetectedAt()).isEqualTo(START.plusSeconds(4));
                    assertThat(finding.getTitle()).isEqualTo("Together: user/eve");
                    assertThat(finding.getAccess().getDeviation()).contains("count 20 within 10m");
                });
    }

    @Test
    void seesRulesTogetherInAnyOrder() {
        SigmaRuleSet rules = sound(
                rule("list", "eventName: ListSecrets"),
                rule("read", "eventName: GetSecretValue"),
                correlation("temporal", "rules: [list, read]\ngroup-by: [userIdentity.arn]\ntimespan: 5m"));
        ApiCall list = call("l", "eve", "ListSecrets", "-", 100);
        ApiCall read = call("r", "eve", "GetSecretValue", "s", 0);

        assertThat(findings(rules, List.of(list, read))).hasSize(1);
        assertThat(findings(rules, List.of(list))).isEmpty();
        assertThat(findings(rules, List.of(list, call("r", "bob", "GetSecretValue", "s", 0))))
                .isEmpty();
        assertThat(findings(rules, List.of(list, call("r", "eve", "GetSecretValue", "s", 500))))
                .isEmpty();
    }

    @Test
    void mindsTheOrderWhereAskedAndLetsASecondHaveNone() {
        SigmaRuleSet rules = sound(
                rule("list", "eventName: ListSecrets"),
                rule("read", "eventName: GetSecretValue"),
                correlation("temporal_ordered", "rules: [list, read]\ngroup-by: [userIdentity.arn]\ntimespan: 5m"));
        ApiCall list = call("z", "eve", "ListSecrets", "-", 100);

        assertThat(findings(rules, List.of(list, call("r", "eve", "GetSecretValue", "s", 99))))
                .isEmpty();
        assertThat(findings(rules, List.of(list, call("r", "eve", "GetSecretValue", "s", 100))))
                .hasSize(1);
        assertThat(findings(rules, List.of(call("r", "eve", "GetSecretValue", "s", 101), list)))
                .hasSize(1);
    }

    @Test
    void resolvesAliasesRuleByRule() {
        SigmaRuleSet rules = sound(
                rule("create", "eventName: CreateUser"),
                rule("use", "eventName: GetSecretValue"),
                correlation(
                        "temporal",
                        "rules: [create_name, use_name]\ngroup-by: [who]\ntimespan: 5m\naliases:\n  who:\n"
                                + "    create_name: requestParameters.userName\n    use_name: userIdentity.userName"));
        ApiCall create = TestTrail.call("{\"eventID\":\"c\",\"eventTime\":\"" + START
                + "\",\"eventName\":\"CreateUser\",\"requestParameters\":{\"userName\":\"mallory\"}}");

        assertThat(findings(rules, List.of(create, call("u", "mallory", "GetSecretValue", "s", 9))))
                .hasSize(1);
        assertThat(findings(rules, List.of(create, call("u", "alice", "GetSecretValue", "s", 9))))
                .isEmpty();
    }

    @Test
    void buildsCorrelationsOnCorrelations() {
        String burst = correlation(
                        "event_count",
                        "rules: [denied]\ngroup-by: [userIdentity.arn]\ntimespan: 10m\ncondition: {gte: 3}")
                .replace("together", "burst");
        SigmaRuleSet rules = sound(
                rule("denied", "eventName: ListSecrets"),
                rule("read", "eventName: GetSecretValue"),
                burst,
                correlation(
                        "temporal_ordered", "rules: [burst_name, read]\ngroup-by: [sourceIPAddress]\ntimespan: 1h"));
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(call("d" + i, "eve", "ListSecrets", "-", i));
        }
        assertThat(findings(rules, calls)).isEmpty();
        ApiCall read = call("r", "eve", "GetSecretValue", "s", 60);
        calls.add(read);

        assertThat(findings(rules, calls).values()).singleElement().satisfies(finding -> {
            assertThat(finding.getRule().getId()).isEqualTo("sigma/together");
            assertThat(finding.getRelated()).hasSize(1);
            assertThat(finding.getEvidence())
                    .extracting(evidence -> evidence.getAction())
                    .containsExactly("Together", "GetSecretValue");
        });
        assertThat(findings(rules, List.of(read, calls.get(0), calls.get(1)))).isEmpty();
    }

    @Test
    void leavesReferredRulesSilentUnlessTheyAreToBeGenerated() {
        String body = "rules: [read]\ngroup-by: [userIdentity.arn]\ntimespan: 10m\ncondition: {gte: 2}\n";
        String read = rule("read", "eventName: GetSecretValue");

        assertThat(findings(sound(read, correlation("event_count", body)), reads("eve", 2, 1, 1)))
                .hasSize(1);
        assertThat(findings(sound(read, correlation("event_count", body + "generate: true")), reads("eve", 2, 1, 1)))
                .hasSize(2);
    }

    /** The same events shuffled and doubled are the same findings, whatever the type. */
    @ParameterizedTest
    @CsvSource({
        "event_count, 'condition: {gte: 4}'",
        "value_count, 'condition: {field: requestParameters.secretId, gte: 3}'",
        "temporal, ''",
        "temporal_ordered, ''",
        "event_count, 'condition: {eq: 3}'"
    })
    void givesTheSameFindingsInAnyOrderAndTwice(String type, String condition) {
        String referred = type.startsWith("temporal") ? "[list, read]" : "[read]";
        SigmaRuleSet rules = sound(
                rule("list", "eventName: ListSecrets"),
                rule("read", "eventName: GetSecretValue"),
                rule("plain", "eventName: GetSecretValue\nrequestParameters.secretId: s1"),
                correlation(
                        type, "rules: " + referred + "\ngroup-by: [userIdentity.arn]\ntimespan: 10m\n" + condition));
        Random random = new Random(42);
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            // around midnight too
            calls.add(call(
                    "e" + i,
                    "u" + random.nextInt(3),
                    random.nextInt(4) == 0 ? "ListSecrets" : "GetSecretValue",
                    "s" + random.nextInt(5),
                    13 * 3600 + random.nextInt(7_000)));
        }
        calls.sort(java.util.Comparator.comparing(ApiCall::getEventTime));
        Map<String, String> expected = shown(findings(rules, calls));
        assertThat(expected).isNotEmpty();

        for (int round = 0; round < 20; round++) {
            List<ApiCall> other = new ArrayList<>(calls);
            other.addAll(calls.subList(0, 60));
            Collections.shuffle(other, random);
            assertThat(shown(findings(rules, other))).isEqualTo(expected);
        }
    }

    private static Map<String, String> shown(Map<String, Finding> findings) {
        Map<String, String> shown = new TreeMap<>();
        findings.forEach((id, finding) -> shown.put(
                id,
                finding.getRule().getId() + " " + finding.getCount() + " " + finding.getFirstSeen() + " "
                        + finding.getLastSeen() + " " + finding.getDetectedAt() + " "
                        + finding.getEvidence().stream()
                                .map(e -> e.getEventId())
                                .toList()));
        return shown;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "type: value_avg # correlation type 'value_avg' is not supported",
                "timespan: 5w # timespan '5w'",
                "timespan: 31d # at most 30d",
                "timespan: 0s # more than none",
                "condition: {gte: 1001} # limit of 1000",
                "condition: {gt: 5, lt: 5} # at least 6 and at most 4",
                "condition: {field: x} # one of gt, gte",
                "condition: read # expression over rules",
                "condition: {min: 3} # 'min' is not known",
                "rules: [nobody] # no rule 'nobody'",
                "rules: [together] # refers to itself",
                "rules: [read, read_name] # already names",
                "group_by: [eventName] # did you mean 'group-by'",
                "aliases: {x: {nobody: eventName}} # names the rule 'nobody'",
            })
    void namesWhatIsWrongWithACorrelation(String line, String message) {
        String key = line.substring(0, line.indexOf(':') + 1);
        Map<String, String> body = new TreeMap<>(Map.of(
                "type:",
                "type: event_count",
                "rules:",
                "rules: [read]",
                "timespan:",
                "timespan: 5m",
                "condition:",
                "condition: {gte: 5}",
                "group-by:",
                "group-by: [eventName]"));
        body.put(key, line);
        String text = "title: T\nid: together\ncorrelation:\n"
                + String.join("\n", body.values()).indent(2);

        assertThat(load(rule("read", "eventName: x"), text).problems())
                .filteredOn(Problem::grave)
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains(message));
    }

    @Test
    void acceptsTheLargestCountAndTimespan() {
        sound(
                rule("read", "eventName: x"),
                correlation("event_count", "rules: [read]\ntimespan: 30d\ncondition: {gte: 1000}"));
    }

    @Test
    void warnsWhenItGroupsByWhatIsNotKept() {
        SigmaLoad load = load(
                rule("read", "eventName: x"),
                correlation("event_count", "rules: [read]\ngroup-by: [requestID]\ntimespan: 5m\ncondition: {gte: 5}"));

        assertThat(load.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("field requestID is not kept"));
    }

    @Test
    void meetsAgainWhatWasSpreadByPrincipal() {
        SigmaRuleSet rules = sound(
                rule("read", "eventName: GetSecretValue"),
                correlation(
                        "value_count",
                        "rules: [read]\ngroup-by: [sourceIPAddress]\ntimespan: 10m\n"
                                + "condition: {field: userIdentity.arn, gte: 3}"));
        SigmaEngine there = Rules.engine(rules);
        List<Finding> found = new ArrayList<>();

        for (String user : List.of("a", "b", "c")) {
            SigmaEngine here = Rules.engine(rules);
            here.observe(
                    reads(user, 1, 1, 1).getFirst(),
                    found::add,
                    (family, call) -> there.correlate(family, call, found::add));
        }

        assertThat(found)
                .singleElement()
                .satisfies(finding -> assertThat(finding.getRule().getId()).isEqualTo("sigma/together"));
    }
}
