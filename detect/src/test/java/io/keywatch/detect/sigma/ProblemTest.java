package io.keywatch.detect.sigma;

import static io.keywatch.detect.sigma.Rules.load;
import static io.keywatch.detect.sigma.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.sigma.match.KeptFields;
import io.keywatch.detect.sigma.match.KeptFields.Kept;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "a|expand: '%x%' # modifier 'expand'",
                "eventName|containz: x # did you mean 'contains'",
                "eventName|nonsense: x # modifier 'nonsense' is not known",
                "eventName|contains|startswith: x # only one of",
                "eventName|re|contains: x # do not go with another type",
                "eventName|re: '(?=x)' # no look-around",
                "eventName|re: '[' # regular expression",
                "eventName|re: '(a)\\1' # regular expression",
                "eventName|i: x # right behind 're'",
                "sourceIPAddress|cidr: nowhere # no network in CIDR",
                "sourceIPAddress|cidr: 10.0.0.0/33 # outside 0 to 32",
                "sourceIPAddress|cidr: 10.1/8 # no network in CIDR",
                "errorCode|exists: maybe # true or false",
                "eventTime|hour: noon # is no number",
                "readOnly|gt: x # is no number",
                "eventName|contains: null # takes no modifier",
                "userAgent|base64: 'a*' # cannot be encoded",
                "userAgent|wide: a # must be followed by base64",
                "userAgent|windash: '-a -b -c -d -e' # more than 4 flags",
                "'|cidr': 10.0.0.0/8 # keywords take",
                "eventName: [] # has no value",
                "eventName: [[a]] # plain values",
                "eventName: {a: b} # plain values",
            })
    void namesWhatIsNotSupported(String selection, String message) {
        List<Problem> problems = load(rule("a", selection)).problems();

        assertThat(problems).filteredOn(Problem::grave).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.source()).isEqualTo("rule0.yml");
            assertThat(problem.line()).isEqualTo(11);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "s | count() by eventName > 5, aggregation '| count'",
        "s and, ends too early",
        "(s, not closed",
        "s), not expected",
        "s and t, no selection 't'",
        "sel, no selection 'sel'",
        "2 of them, only '1 of'",
        "1 of x*, no selection is named 'x*'",
        "s s, not expected",
    })
    void namesWhatIsWrongWithAConditionAndItsLine(String condition, String message) {
        List<Problem> problems =
                load(rule("a", "s:\n  eventName: x", condition)).problems();

        assertThat(problems).filteredOn(Problem::grave).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isEqualTo(12);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "level: urgent # level 'urgent'",
                "status: new # status 'new'",
                "taxonomy: ecs # taxonomy 'ecs'",
                "timeframe: 5m # 'timeframe' belongs to aggregations",
                "title: again # 'title' is there twice",
            })
    void refusesKeysThatWouldBeMisread(String line, String message) {
        String text = rule("a", "eventName: x")
                .replace("status: stable\n", line.startsWith("status") ? "" : "status: stable\n")
                .replace("level: high\n", "");

        assertThat(load(text + line + "\n").problems())
                .filteredOn(Problem::grave)
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains(message));
    }

    @Test
    void refusesOtherLogSources() {
        String windows = rule("a", "eventName: x").replace("product: aws", "product: windows");

        assertThat(load(windows).problems().getFirst().message()).contains("product=windows");
        assertThat(load(windows).sound()).isFalse();
    }

    @Test
    void loadsTheOtherRulesWhenOneIsBroken() {
        SigmaLoad load = load(rule("a", "eventName|expand: x"), rule("b", "eventName: x"), "no: [yaml", "- a list");

        assertThat(load.ruleSet().rules()).hasSize(1);
        assertThat(load.problems()).hasSize(3);
    }

    @Test
    void refusesTheSecondBearerOfAnId() {
        SigmaLoad load = load(rule("a", "eventName: x"), rule("a", "eventName: y"));

        assertThat(load.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("rule0.yml:1"));
    }

    @Test
    void warnsOfFieldsThatAreNotKeptAndRefusesThemWhenStrict() {
        String text = rule("a", "eventname: x\nrequestID: y\nrequestParameters.any: z");

        assertThat(load(text).sound()).isTrue();
        assertThat(load(text).problems())
                .extracting(Problem::message)
                .containsExactly(
                        "field eventname is not kept: what asks for it never matches; did you mean eventName?",
                        "field requestID is not kept: what asks for it never matches");
        SigmaLoad strict = load(SigmaSettings.defaults().withStrict(true), text);
        assertThat(strict.sound()).isFalse();
        assertThat(strict.ruleSet().rules()).isEmpty();
    }

    @Test
    void asksTheAllowListForTheEventsThatARuleNames() {
        KeptFields kept = (source, name, field) -> switch (field) {
            case "requestParameters.secretId" -> "GetSecretValue".equals(name) ? Kept.VALUE : Kept.NOTHING;
            case "requestParameters.userData" -> Kept.PRESENCE;
            default -> Kept.NOTHING;
        };
        SigmaSettings settings = SigmaSettings.defaults().withKept(kept);

        assertThat(load(settings, rule("a", "eventName: GetSecretValue\nrequestParameters.secretId: x"))
                        .problems())
                .isEmpty();
        assertThat(load(settings, rule("a", "eventName: PutObject\nrequestParameters.secretId: x"))
                        .problems())
                .extracting(Problem::message)
                .containsExactly("field requestParameters.secretId is not kept: what asks for it never matches");
        assertThat(load(settings, rule("a", "requestParameters.userData: x")).problems())
                .extracting(Problem::message)
                .containsExactly(
                        "field requestParameters.userData is kept as present or absent only: rule can never match its value");
        assertThat(load(settings, rule("a", "requestParameters.userData|exists: true"))
                        .problems())
                .isEmpty();
    }

    @Test
    void warnsOfWhatDoesNotMeanWhatItSeems() {
        String selections =
                "s:\n  errorCode: 'null'\n  userIdentity.arn: requestParameters.userName\nunused:\n  eventName: x";

        assertThat(load(rule("a", selections, "s")).problems())
                .extracting(Problem::message)
                .anySatisfy(message -> assertThat(message).contains("without quotes it asks for absence"))
                .anySatisfy(message -> assertThat(message).contains("'fieldref' compares two fields"))
                .anySatisfy(message -> assertThat(message).contains("does not ask for selection 'unused'"))
                .hasSize(3);
    }

    @Test
    void leavesOutRulesThatTheirAuthorsCallUnsupported() {
        SigmaLoad load = load(rule("a", "eventName|expand: x").replace("stable", "unsupported"));

        assertThat(load.sound()).isTrue();
        assertThat(load.ruleSet().rules()).isEmpty();
    }

    @Test
    void readsCollectionsOfOlderRules() {
        String text = """
                action: global
                title: Shared
                logsource: {product: aws, service: cloudtrail}
                detection: {condition: s}
                ---
                id: one
                detection: {s: {eventName: A}}
                ---
                action: repeat
                id: two
                detection: {s: {eventName: B}}
                """;

        assertThat(load(text).problems()).isEmpty();
        assertThat(load(text).ruleSet().rules())
                .extracting(rule -> rule.header().id())
                .containsExactly("one", "two");
    }

    @Test
    void mapsTagsToTechniquesOfBothVersions() {
        String text = rule("a", "eventName: x")
                + "tags: [attack.defense_evasion, attack.t1562.008, attack.t1685.002, attack.t1552.001, attack.s0005, cve.2026-1]\n";

        assertThat(load(text).ruleSet().rules().getFirst().header().attack())
                .extracting(attack -> attack.getTechnique() + " " + attack.getAlias() + " " + attack.getTactic())
                .containsExactly(
                        "T1685.002 T1562.008 Defense Evasion",
                        "T1685.002 T1562.008 Defense Evasion",
                        "T1552.001 null Defense Evasion");
    }

    @Test
    void stagesExperimentalRulesUnlessTheySayOtherwise() {
        String experimental = rule("a", "eventName: x").replace("stable", "experimental");

        assertThat(load(experimental).ruleSet().rules().getFirst().header().staged())
                .isTrue();
        assertThat(load(experimental + "keywatch_staged: false\n")
                        .ruleSet()
                        .rules()
                        .getFirst()
                        .header()
                        .staged())
                .isFalse();
        assertThat(load(rule("a", "eventName: x"))
                        .ruleSet()
                        .rules()
                        .getFirst()
                        .header()
                        .staged())
                .isFalse();
    }

    @Test
    void appliesFiltersToTheRulesTheyName() {
        String filter = """
                title: Not the robot
                logsource: {product: aws, service: cloudtrail}
                filter:
                  rules: [a]
                  selection: {userAgent: robot}
                  condition: not selection
                """;
        SigmaRuleSet rules = Rules.sound(rule("a", "eventName: X"), rule("b", "eventName: X"), filter);
        var robot = TestTrail.call("{\"eventName\":\"X\",\"userAgent\":\"robot\"}");
        var human = TestTrail.call("{\"eventName\":\"X\",\"userAgent\":\"human\"}");

        assertThat(rules.evaluate(robot))
                .extracting(hit -> hit.rule().header().id())
                .containsExactly("b");
        assertThat(rules.evaluate(human)).hasSize(2);
        assertThat(load(filter.replace("not ", "")).problems().getFirst().message())
                .contains("keeps only");
    }
}
