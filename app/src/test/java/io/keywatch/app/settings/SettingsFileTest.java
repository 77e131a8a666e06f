package io.keywatch.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.app.settings.SettingsFile.Outcome;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.sink.opensearch.OpenSearchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsFileTest {
    @TempDir
    private Path folder;

    @Test
    void anEmptyFileLacksAQueueOnly() throws IOException {
        assertThat(invalid("")).extracting(Problem::path).containsExactly("ingest.queues");
    }

    @Test
    void whatIsNotSaidHasADefault() throws IOException {
        Settings settings = valid("ingest: {queues: [{url: 'https://sqs.eu-central-1.amazonaws.com/1/q'}]}");

        assertThat(settings.embedded()).isFalse();
        assertThat(settings.roles()).containsExactlyInAnyOrder(Role.values());
        assertThat(settings.kafka().bootstrap()).containsExactly("127.0.0.1:9092");
        assertThat(settings.admin()).isEqualTo(new AdminSettings("127.0.0.1", 8085));
        assertThat(settings.topics()).isEqualTo(new TopicSettings(12, 3, 3, true));
        assertThat(settings.sinks().openSearch()).map(OpenSearchSettings::alias).hasValue("keywatch-findings");
        assertThat(settings.sinks().sns()).isEmpty();
    }

    @Test
    void readsEveryKindOfValue() throws IOException {
        Settings settings = valid("""
            embedded: true
            dataDir: state
            roles: [scan, access]
            kafka:
              bootstrap: a.example:9092, b.example:9093
              properties: {security.protocol: SSL}
            aws:
              region: eu-central-1
              pathStyle: true
              callTimeout: 1m30s
              endpoints: {s3: "http://127.0.0.1:9000"}
            enrich:
              accounts:
                012345678901: {name: payments, criticality: high}
            sinks:
              openSearch: {nodes: ["https://index.example:9200"], alias: findings}
            admin: {port: 0}
            """);

        assertThat(settings.embedded()).isTrue();
        assertThat(settings.dataDir()).isEqualTo(folder.resolve("state"));
        assertThat(settings.roles()).containsExactlyInAnyOrder(Role.SCAN, Role.ACCESS);
        assertThat(settings.kafka().client())
                .containsEntry("bootstrap.servers", "a.example:9092,b.example:9093")
                .containsEntry("security.protocol", "SSL");
        assertThat(settings.aws().region()).hasValue("eu-central-1");
        assertThat(settings.aws().callTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.enrich().accounts()).containsOnlyKeys("012345678901");
        assertThat(settings.sinks().openSearch()).map(OpenSearchSettings::alias).hasValue("findings");
    }

    @Test
    void everyAccessDetectorHasItsSettings() throws IOException {
        var access = valid("""
                roles: [access]
                access:
                  off: [D2]
                  dryRun: [access.exposed-key-used, D4]
                  rareReads: {alertAt: 9.5, slowAt: 21, critical: ['prod/*']}
                  dailyReads: {deviations: 5}
                  ceilings: {bulk-secret-read: 30}
                """).access().analysis();

        assertThat(access.switches().off()).containsExactly("access.daily-secrets-above-usual");
        assertThat(access.switches().dryRun())
                .contains("access.exposed-key-used", "access.denied-secret-reads", "access.denied-parameter-reads");
        assertThat(access.rareReads().alertAt()).isEqualTo(9.5);
        assertThat(access.rareReads().slowAt()).isEqualTo(21);
        assertThat(access.rareReads().critical().names()).containsExactly("prod/*");
        assertThat(access.dailyReads().deviations()).isEqualTo(5);
        assertThat(access.ceilings())
                .containsEntry("access.bulk-secret-read", 30)
                .containsEntry("access.bulk-parameter-read", 25);
    }

    @Test
    void accessSettingsOutOfRangeAndUnknownRulesAreProblemsWithTheirPath() throws IOException {
        assertThat(invalid("""
                        roles: [access]
                        access:
                          dryRun: [access.exposed-key-use]
                          rareReads: {alertAt: 0.5}
                          ceilings: {bulk-secret-read: 257}
                        """))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "access.dryRun", "access.rareReads.alertAt", "access.ceilings.bulk-secret-read");
    }

    @Test
    void userRulesAreCompiledWithTheFileAndABrokenOneIsItsProblem() throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        String rule = """
            title: Our own
            id: ours
            status: stable
            logsource: {product: aws, service: cloudtrail}
            detection:
              selection: {eventName: StopLogging}
              condition: selection
            """;
        Files.writeString(rules.resolve("a.yml"), rule);
        String file = "roles: [access]\naccess: {userRules: [rules]}\n";
        assertThat(valid(file).access().userRules().rules()).hasSize(1);

        Files.writeString(rules.resolve("b.yml"), rule.replace("ours", "broken").replace(": selection", ": absent"));
        assertThat(invalid(file)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("access.userRules");
            assertThat(problem.message()).contains("b.yml:", "error: ", "absent");
        });
        assertThat(invalid("roles: [access]\naccess: {userRules: nowhere}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("no such file or folder"));
    }

    @Test
    void scanRulesOfUsersAreCompiledWithTheFileAndABrokenOneIsItsProblem() throws IOException {
        Path rules = folder.resolve("mine.toml");
        Files.writeString(rules, "[[rules]]\nid = 'mine'\nregex = 'mine-[0-9]{6}'\n");
        String file = "roles: [scan]\nscan: {userRules: [mine.toml]}\n";
        ScanSection scan = valid(file).scan();
        assertThat(scan.userRules().rules()).hasSize(1);
        assertThat(scan.ruleSet().size()).isEqualTo(RuleSet.builtin().size() + 1);
        assertThat(scan.ruleSet().hash()).isNotEqualTo(RuleSet.builtin().hash());
        assertThat(valid("roles: [scan]").scan().ruleSet().hash())
                .isEqualTo(RuleSet.builtin().hash());

        Files.writeString(rules, "[[rules]]\nid = 'mine'\nregx = 'mine'\n");
        assertThat(invalid(file)).hasSize(2).allSatisfy(problem -> {
            assertThat(problem.path()).isEqualTo("scan.userRules");
            assertThat(problem.message()).contains("mine.toml: rule mine");
        });
        assertThat(invalid("roles: [scan]\nscan: {builtinRules: false}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("scan.builtinRules"));
    }

    @Test
    void listsEveryProblemAtOnceWithPathAndValue() throws IOException {
        List<Problem> problems = invalid("""
            embeded: true
            roles: [scan, acces]
            kafka:
              bootstrap: nowhere
              properties: {security.protcol: SSL, acks: "0"}
            aws: {callTimeout: soon, maxConnections: 0}
            topics: many
            admin: {port: 65536}
            log: {format: jsn}
            sinks:
              sns: {topicArn: "arn:aws:sqs:eu-central-1:123456789012:x"}
            """);

        assertThat(problems)
                .extracting(Problem::toString)
                .anySatisfy(line -> assertThat(line).isEqualTo("embeded: is not an option; did you mean embedded?"));
        assertThat(problems)
                .extracting(Problem::toString)
                .anySatisfy(line -> assertThat(line).isEqualTo("roles: 'acces' is no role; did you mean access?"));
        assertThat(problems)
                .extracting(Problem::toString)
                .anySatisfy(line -> assertThat(line).isEqualTo("kafka.bootstrap: 'nowhere' is not host:port"));
        assertThat(problems)
                .extracting(Problem::toString)
                .anySatisfy(line -> assertThat(line).contains("security.protcol", "did you mean security.protocol?"));
        assertThat(problems)
                .extracting(Problem::path)
                .contains(
                        "kafka.properties.acks",
                        "aws.callTimeout",
                        "aws.maxConnections",
                        "topics",
                        "admin.port",
                        "log.format",
                        "sinks.sns");
        assertThat(problems).hasSize(11);
    }

    @Test
    void aRemovedOptionSaysWhatToDo() throws IOException {
        assertThat(invalid("opensearch: {url: 'http://x'}"))
                .extracting(Problem::toString)
                .containsExactly("opensearch: is no longer an option; the index is a sink: sinks.openSearch");
    }

    @Test
    void limitsHoldAtTheirEdges() throws IOException {
        assertThat(valid("admin: {port: 65535}").admin().port()).isEqualTo(65_535);
        assertThat(invalid("admin: {port: 65536}")).hasSize(1);
        assertThat(valid("topics: {replication: 1}").topics().replication()).isEqualTo(1);
        assertThat(invalid("topics: {replication: 0}")).hasSize(1);
    }

    @Test
    void aFileOverTheLimitIsRefused() throws IOException {
        String roles = "roles: [scan]\n";
        String largest = roles + "#" + "x".repeat((int) SettingsFile.MAX_BYTES - roles.length() - 1);

        assertThat(valid(largest).embedded()).isFalse();
        assertThat(invalid(largest + "x")).hasSize(1);
    }

    @Test
    void takesVariablesFromTheEnvironment() throws IOException {
        Map<String, String> environment = Map.of("BROKERS", "k1:9092");
        Outcome outcome = read(
                "roles: [scan]\nkafka: {bootstrap: '${env:BROKERS}'}\naws: {region: '${env:REGION:-us-east-1}'}",
                environment);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Valid.class, valid -> {
            assertThat(valid.settings().kafka().bootstrap()).containsExactly("k1:9092");
            assertThat(valid.settings().aws().region()).hasValue("us-east-1");
        });
        assertThat(invalid("kafka: {bootstrap: '${env:BROKERS}'}"))
                .extracting(Problem::message)
                .contains("environment variable BROKERS is not set");
    }

    @Test
    void secretsComeFromOutsideAndAreNeverShown() throws IOException {
        String word = UUID.randomUUID().toString();
        Files.writeString(folder.resolve("word"), word + "\n");
        Outcome outcome = read("""
            roles: [scan]
            registry: {user: keywatch, password: 'file:word'}
            kafka:
              properties: {sasl.jaas.config: 'Login required password="${env:WORD}";', security.protocol: SASL_SSL}
            sinks: {openSearch: {user: admin, password: '${env:WORD}'}}
            """, Map.of("WORD", word));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Valid.class, valid -> {
            assertThat(valid.settings().registry().password().map(Credential::reveal))
                    .hasValue(word);
            assertThat(valid.settings().kafka().client().get("sasl.jaas.config"))
                    .asString()
                    .contains(word);
            assertThat(valid.options().toString()).doesNotContain(word).contains("****");
            assertThat(valid.settings().toString()).doesNotContain(word);
        });
    }

    @Test
    void aSecretInTheFileIsRefusedAndNotRepeated() throws IOException {
        String word = UUID.randomUUID().toString();
        List<Problem> problems = invalid("registry: {user: keywatch, password: '" + word + "'}\nkafka: {properties:"
                + " {ssl.keystore.password: '" + word + "'}}");

        assertThat(problems)
                .extracting(Problem::path)
                .containsExactly("kafka.properties.ssl.keystore.password", "registry.password");
        assertThat(problems.toString()).doesNotContain(word);
    }

    @Test
    void whatIsNotYamlIsSaidWithItsPlace() throws IOException {
        assertThat(invalid("kafka: [unclosed\nadmin: {"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("is not YAML at line"));
        assertThat(invalid("admin: {port: 1, port: 2}")).hasSize(1);
        assertThat(invalid("just a text"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).isEqualTo("must be a mapping of options, is 'just a text'"));
    }

    @Test
    void aMissingFileIsAProblem() {
        assertThat(SettingsFile.read(folder.resolve("absent.yaml"))).isInstanceOf(Outcome.Invalid.class);
    }

    /** A queue is asked for wherever role ingest runs. */
    private static String withoutIngest(String yaml) {
        return yaml.contains("roles:") || yaml.contains("ingest:") ? yaml : "roles: [scan]\n" + yaml;
    }

    private Settings valid(String yaml) throws IOException {
        return switch (read(withoutIngest(yaml), Map.of())) {
            case Outcome.Valid valid -> valid.settings();
            case Outcome.Invalid invalid -> throw new AssertionError("unexpected " + invalid.problems());
        };
    }

    private List<Problem> invalid(String yaml) throws IOException {
        return switch (read(yaml, Map.of())) {
            case Outcome.Valid valid -> throw new AssertionError("no problem seen");
            case Outcome.Invalid invalid ->
                invalid.problems().stream()
                        .filter(problem -> yaml.isEmpty() || !problem.path().equals("ingest.queues"))
                        .toList();
        };
    }

    private Outcome read(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("keywatch.yaml"), yaml);
        return SettingsFile.read(
                file, name -> Optional.ofNullable(environment.get(name)).orElse(null));
    }
}
