package io.keywatch.detect.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.detect.scan.imported.ImportedRules;
import io.keywatch.detect.scan.rule.RuleReader;
import io.keywatch.detect.sigma.SigmaLoad;
import io.keywatch.detect.sigma.SigmaLoader;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.detect.sigma.SigmaSettings;
import io.keywatch.detect.sigma.SigmaSource;
import io.keywatch.detect.sigma.SigmaTests;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.v1.ApiCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What people write for Keywatch, rules of all kinds, and the policies that they put on secrets. */
final class UserFiles {
    private static final byte[] TEXT = Invariants.bytes("key_ab12cd34 token = \"" + Invariants.CANARY
            + "\"\nAAAA-12-34 " + "acme_0123456789 x=\u00e9 \n".repeat(4));

    private static final ApiCall CALL =
            Calls.readSecret("prod/db").with("versionStage", "AWSCURRENT").make();

    private UserFiles() {}

    /** Targets run beside one another in the tests. */
    private static final ThreadLocal<Path> FILE = ThreadLocal.withInitial(() -> {
        try {
            Path file = Files.createTempFile("fuzz", ".yml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    });

    static void builtinRules(byte[] input) throws IOException {
        try {
            RuleSet rules = RuleSet.of(RuleReader.read("fuzz.json", new ByteArrayInputStream(input)));
            scan(rules);
        } catch (JsonProcessingException | IllegalArgumentException said) {
            // a mistake in a rule file is told by these and no others
        }
    }

    static void importedRules(byte[] input) throws IOException {
        Files.write(FILE.get(), input);
        ImportedRules.Load load = RuleSet.load(List.of(FILE.get()), true);
        assertThat(load.problems())
                .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
        if (load.problems().isEmpty()) {
            scan(RuleSet.only(load.rules()));
        }
    }

    /** One line of an expression, and the text it is to find itself in. */
    static void importedRegex(byte[] input) throws IOException {
        String all = new String(input, StandardCharsets.UTF_8);
        int end = all.indexOf('\n');
        String regex = end < 0 ? all : all.substring(0, end);
        if (regex.contains("'''")) {
            return;
        }
        Files.writeString(FILE.get(), "[[rules]]\nid = \"a\"\nregex = '''" + regex + "'''\n");
        ImportedRules.Load load = RuleSet.load(List.of(FILE.get()), false);
        if (load.problems().isEmpty()) {
            Scanner scanner = scanner(RuleSet.only(load.rules()));
            scanner.scan(Artifact.of("a.txt", TEXT));
            scanner.scan(Artifact.of("a.txt", Invariants.bytes(end < 0 ? "" : all.substring(end))));
        }
    }

    private static void scan(RuleSet rules) {
        scanner(rules).scan(Artifact.of("a.txt", TEXT));
    }

    private static Scanner scanner(RuleSet rules) {
        return Scanner.create(rules, Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    }

    static void sigma(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        SigmaLoad load = SigmaLoader.loadTexts(List.of(new SigmaSource("fuzz.yml", text)), SigmaSettings.defaults());
        SigmaRuleSet rules = load.ruleSet();
        assertThat(rules.evaluate(CALL)).isEqualTo(rules.evaluate(CALL));
    }

    /** Rules with their tests, run; the first test file that a fuzzer writes would never name a rule of another. */
    static void sigmaTests(byte[] input) throws IOException {
        Files.write(FILE.get(), input);
        SigmaTests tests = SigmaTests.run(List.of(FILE.get()), json -> CALL, SigmaSettings.defaults());
        assertThat(tests.exitCode()).isIn(0, 1);
    }

    /** A policy as the parameter of the calls that set one. */
    static void policy(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Replay replay = new Replay(AccessSettings.defaults(), SigmaRuleSet.EMPTY);
        replay.accept(Calls.call("secretsmanager", "PutResourcePolicy")
                .with("secretId", "prod/db")
                .with("resourcePolicy", text)
                .make());
        replay.accept(Calls.call("kms", "PutKeyPolicy").with("policy", text).make());
        assertThat(replay.findings())
                .allSatisfy(finding -> assertThat(finding.getTitle()).isNotBlank());
    }

    static List<byte[]> builtinRuleSeeds() {
        return List.of(
                Invariants.bytes(
                        "[{\"provider\": \"P\", \"source\": \"s\", \"rules\": [{\"id\": \"a\", \"name\": \"A\","
                                + " \"pattern\": \"key_[a-z0-9]{8,16}\", \"minEntropy\": 2, \"near\": [\"x\"]}]}]"),
                Invariants.bytes(
                        "[{\"source\": \"s\", \"context\": [\"word\"], \"rules\": [{\"id\": \"b\", \"name\": \"B\","
                                + " \"pattern\": \"(?<value>[A-Z]{4}(?:-[0-9]{2}){2})\\\\b\", \"maxWidth\": 80}]}]"));
    }

    static List<byte[]> importedRuleSeeds() {
        return List.of(Invariants.bytes("""
            title = "t"
            [extend]
            useDefault = true
            disabledRules = ["generic-password"]
            [[rules]]
            id = "a"
            description = "d"
            regex = '''(?i)acme_([0-9]{10})\\b'''
            secretGroup = 1
            entropy = 1.5
            keywords = ["acme_"]
            path = '''(^|/)[^/]+\\.txt$'''
            tags = ["x"]
              [[rules.allowlists]]
              condition = "AND"
              regexTarget = "line"
              regexes = ['''example''']
              stopwords = ["test"]
              paths = ['''vendor/''']
            [[allowlists]]
            targetRules = ["a"]
            commits = ["0123"]
            paths = ["a"]
            """), Invariants.bytes("""
            [[rules]]
            id = "a"
            regex = "key_(?P<v>[[:alnum:]]+)"
              [[rules.required]]
              id = "b"
              withinLines = 3
            [[rules]]
            id = "b"
            regex = "token"
            skipReport = true
            [allowlist]
            stopwords = ["none"]
            """));
    }

    static List<byte[]> regexSeeds() {
        return List.of(
                Invariants.bytes("(?i)acme_([0-9]{10})\\b\nACME_0123456789"),
                Invariants.bytes("(?P<v>[[:alnum:]_]{4,})|\\Qa.b\\E*?x{2,3}\na.bbxx key_"),
                Invariants.bytes("(?:^|[^\\pL])((?:k|K)ey\\x5f[a-z\\d]+?)(?s:.)$\n\u00e9key_a1 "));
    }

    static List<byte[]> sigmaSeeds() {
        return List.of(Invariants.bytes("""
            title: T
            id: 11111111-2222-4333-8444-555555555555
            logsource:
              product: aws
              service: cloudtrail
            detection:
              s:
                eventName|startswith: [Get, 'List*']
              f:
                sourceIPAddress|cidr: 10.0.0.0/8
              condition: s and not 1 of f*
            """), Invariants.bytes("""
                            title: T
                            id: 11111111-2222-4333-8444-555555555556
                            correlation:
                              type: event_count
                              rules: [a]
                              group-by: [b]
                              timespan: 5m
                              condition:
                                gte: 3
                            ---
                            &a b: *a
                            """), Invariants.bytes("""
                            title: T
                            id: a
                            logsource: {product: aws, service: cloudtrail}
                            detection:
                              s:
                                - requestParameters.secretId|re: 'pro?d.*'
                                - userIdentity.type|fieldref: eventSource
                                  eventName|contains|all: [Get, Value]
                                - errorCode|exists: false
                              keywords: [a, b*c]
                              condition: (s or all of keywords) | count() > 1
                            """));
    }

    static List<byte[]> sigmaTestSeeds() {
        return List.of(Invariants.bytes("""
            title: T
            id: a
            logsource: {product: aws, service: cloudtrail}
            detection:
              s:
                eventName: GetSecretValue
              condition: s
            keywatch_tests:
              - name: reads
                event: {eventName: GetSecretValue, eventSource: secretsmanager.amazonaws.com}
                match: true
              - name: twice
                events:
                  - {eventName: GetSecretValue, n: 007, m: 1.5, x: null, y: [true, {z: 1}]}
                  - '{"eventName": "x"}'
                findings: 1
            """));
    }

    static List<byte[]> policySeeds() {
        return List.of(
                Invariants.bytes("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                        + "{\"AWS\":[\"arn:aws:iam::444455556666:root\",\"777788889999\"],\"Service\":\"x\"},"
                        + "\"Condition\":{\"a\":{\"b\":[1]}},\"Action\":\"*\"}]}"),
                Invariants.bytes("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}}"));
    }
}
