package io.keywatch.detect.sigma;

import static io.keywatch.detect.sigma.Rules.matches;
import static io.keywatch.detect.sigma.Rules.rule;
import static io.keywatch.detect.sigma.Rules.sound;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionTest {
    private static final String READ = """
            {"eventSource":"secretsmanager.amazonaws.com","eventName":"GetSecretValue","userAgent":"aws-cli/2.1",
             "sourceIPAddress":"198.51.100.7","eventTime":"2026-01-05T23:10:00Z",
             "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/ci/run-7",
               "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/ci"}}},
             "requestParameters":{"secretId":"prod/db","versionStage":"","maxResults":25,"SetAsDefault":true,
               "names":["one","two"],"containers":[{"command":["sh","-c","curl x"]},{"command":["ls"]}],
               "path":"C:\\\\Users\\\\*x","flag":"-enc payload"}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                // text is case-insensitive, with wildcards and escapes
                "eventName: getsecretvalue # true",
                "eventName: GetSecret # false",
                "eventName: Get*Value # true",
                "eventName: Get?ecretValue # true",
                "eventName: Get?SecretValue # false",
                "eventName: '*' # true",
                "eventName: 'Get*' # true",
                "eventName: '*value' # true",
                "eventName: '*secret*' # true",
                "eventName: 'G*t*V*e' # true",
                "eventName|cased: getsecretvalue # false",
                "eventName|cased: GetSecretValue # true",
                "eventName|contains: secret # true",
                "eventName|contains|cased: secret # false",
                "eventName|startswith: get # true",
                "eventName|endswith: VALUE # true",
                "eventName|endswith: get # false",
                "requestParameters.path: 'c:\\users\\\\\\*x' # true",
                "requestParameters.path|startswith: 'C:\\Users' # true",
                // lists: one of them, or all
                "eventName: [PutSecretValue, GetSecretValue] # true",
                "eventName|contains|all: [get, value] # true",
                "eventName|contains|all: [get, put] # false",
                "requestParameters.names: two # true",
                "requestParameters.names|all: [one, two] # true",
                "requestParameters.names|all: [one, three] # false",
                "requestParameters.names[1]: two # true",
                "requestParameters.containers.command: ls # true",
                "requestParameters.containers.command|contains: curl # true",
                "requestParameters.containers|contains: 'command=sh' # true",
                // either first letter, as services write names
                "requestParameters.SecretId: prod/db # true",
                "requestParameters.setAsDefault: true # true",
                // absence, emptiness, existence
                "errorCode: null # true",
                "errorCode: # true",
                "errorCode: [AccessDenied, null] # true",
                "errorCode: 'null' # false",
                "errorCode|exists: false # true",
                "errorCode|exists: true # false",
                "requestParameters.secretId|exists: yes # true",
                "requestParameters.versionStage: '' # true",
                "requestParameters.versionStage: null # false",
                "requestParameters.nothing: '' # false",
                "requestParameters: null # false",
                "responseElements: null # true",
                // numbers
                "requestParameters.maxResults: 25 # true",
                "requestParameters.maxResults: 25.0 # true",
                "requestParameters.maxResults|gt: 24 # true",
                "requestParameters.maxResults|gt: 25 # false",
                "requestParameters.maxResults|gte: 25 # true",
                "requestParameters.maxResults|lt: 25 # false",
                "requestParameters.maxResults|lte: 25 # true",
                "requestParameters.secretId|gt: 1 # false",
                // not
                "eventName|neq: GetSecretValue # false",
                "eventName|neq: Other # true",
                "requestParameters.maxResults|neq: 3 # true",
                // time
                "eventTime|hour|gte: 22 # true",
                "eventTime|hour: 23 # true",
                "eventTime|minute|lt: 10 # false",
                "eventTime|year: 2026 # true",
                "eventTime|week: 2 # true",
                // regular expressions are case-sensitive and find
                "eventName|re: 'Secret' # true",
                "eventName|re: 'secret' # false",
                "eventName|re|i: 'secret' # true",
                "eventName|re: '^Secret' # false",
                "userIdentity.arn|re: '.+:assumed-role/ci.+' # true",
                // networks
                "sourceIPAddress|cidr: 198.51.100.0/24 # true",
                "sourceIPAddress|cidr: [10.0.0.0/8, '198.51.100.4/30'] # true",
                "sourceIPAddress|cidr: 198.51.101.0/24 # false",
                "sourceIPAddress|cidr: '2001:db8::/32' # false",
                "userAgent|cidr: 0.0.0.0/0 # false",
                // identity
                "userIdentity.type: AssumedRole # true",
                "userIdentity.sessionContext.sessionIssuer.type: Role # true",
                "userIdentity.sessionContext.sessionIssuer.userName: ci # true",
                "userIdentity.userName|exists: true # false",
                "userIdentity.arn|contains|fieldref: userIdentity.sessionContext.sessionIssuer.userName # true",
                "userIdentity.arn|fieldref: userIdentity.arn # true",
                "userIdentity.arn|fieldref: requestParameters.secretId # false",
                "userIdentity.arn|neq|fieldref: requestParameters.secretId # true",
                // parts as text
                "requestParameters|contains: 'secretId=prod' # true",
                "requestParameters|contains: 'names=one, two' # true",
                // encodings
                "requestParameters.flag|windash|contains: '/enc' # true",
                "requestParameters.flag|contains: '/enc' # false",
                // keys of our own words
                "'|all': [GetSecretValue, prod/db] # true",
                "'|all': [GetSecretValue, dev/db] # false",
                "'': 'aws-cli' # true",
            })
    void answersAsSigmaSays(String selection, boolean expected) {
        assertThat(matches(selection, READ)).isEqualTo(expected);
    }

    @Test
    void findsEncodedText() {
        String event = "{\"requestParameters\":{\"a\":\"%s\"}}";
        String encoded = java.util.Base64.getEncoder()
                .encodeToString("xx curl evil yy".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String wide = java.util.Base64.getEncoder()
                .encodeToString("curl evil".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));

        assertThat(matches("requestParameters.a|base64offset|contains: 'curl evil'", event.formatted(encoded)))
                .isTrue();
        assertThat(matches("requestParameters.a|base64offset|contains: 'wget evil'", event.formatted(encoded)))
                .isFalse();
        assertThat(matches("requestParameters.a|wide|base64: 'curl evil'", event.formatted(wide)))
                .isTrue();
        assertThat(matches("requestParameters.a|utf16be|base64: 'curl evil'", event.formatted(wide)))
                .isFalse();
    }

    @Test
    void findsEncodedTextAtEveryOffset() {
        for (int pad = 0; pad < 6; pad++) {
            String encoded = java.util.Base64.getEncoder()
                    .encodeToString(("p".repeat(pad) + "needle" + "q".repeat(pad))
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(matches(
                            "requestParameters.a|base64offset|contains: needle",
                            "{\"requestParameters\":{\"a\":\"" + encoded + "\"}}"))
                    .isTrue();
        }
    }

    @Test
    void knowsOfWhatWasNotKeptThatItWasThere() {
        String event =
                "{\"eventName\":\"ModifyDBInstance\",\"requestParameters\":{\"layers\":[\"x\"],\"name\":\"n\"},\"responseElements\":{\"pending\":{\"password\":\"p\"}}}";
        io.keywatch.schemas.v1.ApiCall call = TestTrail.call(event, "layers", "responseElements.pending.password");

        assertThat(matches(sound(rule("a", "responseElements.pending.password|contains: '*'")), call))
                .isTrue();
        assertThat(matches(sound(rule("a", "responseElements.pending.password|exists: true")), call))
                .isTrue();
        assertThat(matches(sound(rule("a", "responseElements.pending.password: null")), call))
                .isFalse();
        assertThat(matches(sound(rule("a", "responseElements.pending.password: p")), call))
                .isFalse();
        assertThat(matches(sound(rule("a", "requestParameters|contains: 'layers='")), call))
                .isTrue();
        assertThat(matches(sound(rule("a", "requestParameters.password|exists: true")), call))
                .isFalse();
    }

    @Test
    void takesTheMarkOfPresenceForNoValue() {
        io.keywatch.schemas.v1.ApiCall call = TestTrail.call("{\"requestParameters\":{\"userData\":\"[present]\"}}");

        assertThat(matches(sound(rule("a", "requestParameters.userData|exists: true")), call))
                .isTrue();
        assertThat(matches(sound(rule("a", "requestParameters.userData: '*'")), call))
                .isTrue();
        assertThat(matches(sound(rule("a", "requestParameters.userData|contains: present")), call))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "one and two, false",
        "one or two, true",
        "one and not two, true",
        "not one, false",
        "not not one, true",
        "two or one and one, true",
        "(two or one) and two, false",
        "1 of them, true",
        "all of them, false",
        "any of o*, true",
        "all of one*, true",
        "1 of t*, false",
        "all of on* and not 1 of t*, true",
        "NOT two AND one, true",
    })
    void combinesSelections(String condition, boolean expected) {
        String selections = "one:\n  eventName: GetSecretValue\ntwo:\n  eventName: Other\n_three:\n  eventName: Third";

        assertThat(matches(sound(rule("a", selections, condition)), TestTrail.call(READ)))
                .isEqualTo(expected);
    }

    @Test
    void asksForTheMessageOfASignInAndOfOtherCallsWhetherTheyHadOne() {
        String there = rule("a", "errorMessage|contains: '*'");
        String failed = rule("b", "errorMessage: failed authentication");
        for (String kept : List.of("Failed authentication", "*")) {
            io.keywatch.schemas.v1.ApiCall call = TestTrail.call(READ);
            assertThat(matches(sound(there), call)).isFalse();
            call.setErrorMessage(kept);

            assertThat(matches(sound(there), call)).isTrue();
            assertThat(matches(sound(failed), call)).isEqualTo(!kept.equals("*"));
        }
    }

    @Test
    void joinsListsOfMapsAndConditionsByOr() {
        String either = "s:\n  - eventName: Other\n  - eventSource: secretsmanager.amazonaws.com\n    errorCode: null";
        assertThat(matches(sound(rule("a", either, "s")), TestTrail.call(READ))).isTrue();
        assertThat(matches(sound(rule("a", either + "\nt:\n  eventName: Other", "[t, s]")), TestTrail.call(READ)))
                .isTrue();
    }

    @Test
    void searchesKeywordsInTheWholeEvent() {
        assertThat(matches(sound(rule("a", "k:\n  - nothing\n  - RUN-7", "k")), TestTrail.call(READ)))
                .isTrue();
        assertThat(matches(sound(rule("a", "k:\n  - nothing", "k")), TestTrail.call(READ)))
                .isFalse();
    }

    @Test
    void asksOnlyRulesThatTheNameOfTheEventLeavesPossible() {
        SigmaRuleSet rules = sound(
                rule("a", "eventSource: iam.amazonaws.com\neventName: [CreateUser, DeleteUser]"),
                rule("b", "eventName|startswith: Create"),
                rule("c", "s:\n  userAgent: x\nf:\n  eventSource: iam.amazonaws.com", "s and not f"),
                rule("d", "s:\n  eventName: CreateUser\nt:\n  eventName: GetUser", "1 of *"));

        assertThat(rules.candidateCount("iam.amazonaws.com", "CreateUser")).isEqualTo(3);
        assertThat(rules.candidateCount("iam.amazonaws.com", "GetUser")).isEqualTo(1);
        assertThat(rules.candidateCount("s3.amazonaws.com", "CreateBucket")).isEqualTo(2);
        assertThat(rules.candidateCount("s3.amazonaws.com", "GetObject")).isEqualTo(1);
    }
}
