package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.imported.ImportedRules;
import io.keywatch.detect.scan.imported.ImportedRules.Problem;
import io.keywatch.schemas.Fingerprint;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users' files from text to findings. */
class ImportedRulesTest {
    @TempDir
    private Path folder;

    private static final Scanner EVERY_KEY = scanner(RuleSet.only(every().rules()));

    private static ImportedRules.Load every() {
        try {
            Path file = Path.of(ImportedRulesTest.class
                    .getResource("imported/every-key.toml")
                    .toURI());
            return RuleSet.load(List.of(file), false);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scanner scanner(RuleSet rules) {
        return Scanner.create(rules, Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    }

    private static List<String> ids(String name, String text) {
        return ids(EVERY_KEY, name, text);
    }

    private static List<String> ids(Scanner scanner, String name, String text) {
        return scanner.scan(Artifact.of(name, text.getBytes(StandardCharsets.UTF_8))).matches().stream()
                .map(m -> m.rule().id())
                .toList();
    }

    @Test
    void loadsEveryKey() {
        ImportedRules.Load load = every();
        assertThat(load.problems()).isEmpty();
        assertThat(load.notes()).singleElement().asString().contains("rule conditions", "commits");
        assertThat(load.rules().rules())
                .extracting(rule -> rule.info().id())
                .contains("named-group", "base-one", "base-three", "file-alone")
                .doesNotContain("base-two");
        assertThat(load.rules().rules())
                .filteredOn(rule -> rule.info().id().equals("named-group"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.tags()).containsExactly("made-up", "group");
                    assertThat(rule.info().name()).isEqualTo("Named and numbered groups");
                });
    }

    @Test
    void takesTheGroupThatIsTheSecret() {
        List<Match> matches = EVERY_KEY
                .scan(Artifact.of("a.txt", "x\nunitBeta_key = 'a1b2c3d4e5f6g7h8'\n".getBytes(StandardCharsets.UTF_8)))
                .matches();
        assertThat(matches).singleElement().satisfies(m -> {
            assertThat(m.startLine()).isEqualTo(2);
            assertThat(m.startColumn()).isEqualTo(17);
            assertThat(m.endColumn() - m.startColumn()).isEqualTo(16);
        });
    }

    @Test
    void wantsMoreEntropyThanStated() {
        assertThat(ids("a.txt", "unitalpha-key: aaaaaaaaaaaaaaab")).isEmpty();
    }

    @Test
    void runsARuleWithoutKeywordEverywhere() {
        assertThat(ids("a.txt", "....zq9abcdef012345....")).containsExactly("no-keyword");
    }

    @Test
    void readsUnboundedExpressionsAcrossLines() {
        assertThat(ids("a.txt", "<<vault>>\n" + "line\n".repeat(500) + "<</vault>>"))
                .containsExactly("unbounded");
    }

    @Test
    void readsOneLineExpressionsOnTheirLine() {
        assertThat(ids("a.txt", "magicword: abcdefgh\nmagicword: \nother")).containsExactly("one-line");
    }

    @Test
    void looksAtThePath() {
        assertThat(ids("app/conf/a.yaml", "pathsecret-123456")).containsExactly("in-path");
        assertThat(ids("app/a.yaml", "pathsecret-123456")).isEmpty();
    }

    @Test
    void reportsAFileForItsPathAlone() {
        List<Match> matches = EVERY_KEY
                .scan(Artifact.of("store/A.KEYBOX", new byte[] {1, 0, 2, 0}))
                .matches();
        assertThat(matches).singleElement().satisfies(m -> {
            assertThat(m.rule().id()).isEqualTo("file-alone");
            assertThat(m.preview()).isEqualTo("…");
            assertThat(m.endByte()).isEqualTo(4);
        });
        assertThat(ids("store/a.keybox.txt", "x")).isEmpty();
    }

    @Test
    void readsTheOldFormOfAnAllowlist() {
        assertThat(ids("a.txt", "legacy-sample12 legacy-12dummy3 legacy-abcd1234"))
                .containsExactly("legacy-allowlist");
    }

    @Test
    void wantsAllConditionsOfAnAndAndOneOfAnOr() {
        assertThat(ids("a.md", "cond=abcd1234 # public")).isEmpty();
        assertThat(ids("a.md", "cond=abcd1234 # secret")).containsExactly("conditions");
        assertThat(ids("a.txt", "cond=abcd1234 # public")).containsExactly("conditions");
        assertThat(ids("a.txt", "cond=demo1234")).isEmpty();
    }

    @Test
    void neverAllowsByCommit() {
        assertThat(ids("a.txt", "cond=qqqq1234")).containsExactly("conditions");
    }

    @Test
    void wantsRequiredPartsNearAndDoesNotReportThemByThemselves() {
        assertThat(ids("a.txt", "login=anna\npin=123456")).containsExactly("pair-secret");
        assertThat(ids("a.txt", "login=anna\n\n\n\npin=123456")).isEmpty();
        assertThat(ids("a.txt", "login=anna" + " ".repeat(60) + "pin=123456")).isEmpty();
        assertThat(ids("a.txt", "pin=123456")).isEmpty();
        assertThat(ids("a.txt", "login=anna")).isEmpty();
    }

    @Test
    void putsARuleOverTheOneItExtends() {
        assertThat(ids("a.txt", "baseone:123456")).containsExactly("base-one");
        assertThat(ids("a.txt", "baseone:999999 never-used")).isEmpty();
    }

    @Test
    void keepsTheAllowlistsOfWhatItExtends() {
        assertThat(ids("a.txt", "basethree:123456")).containsExactly("base-three");
        assertThat(ids("a.txt", "basethree:000456")).isEmpty();
    }

    @Test
    void aimsAllowlistsOfTheFileAtRules() {
        assertThat(ids("a.txt", "zq9000def012345")).isEmpty();
        assertThat(ids("lib/vendored/a.txt", "zq9abcdef012345")).isEmpty();
    }

    @Test
    void skipsALineThatSaysSo() {
        assertThat(ids("a.txt", "zq9abcdef012345 # gitleaks:allow\nzq9abcdef012346"))
                .containsExactly("no-keyword");
    }

    @Test
    void scansMembersUnderTheirPathInTheArchive() throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        try (var zip = new java.util.zip.ZipOutputStream(out)) {
            zip.putNextEntry(new java.util.zip.ZipEntry("conf/a.yml"));
            zip.write("pathsecret-123456".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new java.util.zip.ZipEntry("b.keybox"));
            zip.write("any".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(EVERY_KEY.scan(Artifact.of("a.zip", out.toByteArray())).matches())
                .extracting(m -> m.rule().id() + " " + m.archivePath())
                .containsExactlyInAnyOrder("in-path conf/a.yml", "file-alone b.keybox");
    }

    @Test
    void worksBesideTheBuiltinRules() throws IOException {
        Path file = write("[[rules]]\nid = 'mine'\nregex = 'mine-[0-9]{6}'\n");
        RuleSet both = RuleSet.builtin().with(load(file, true).rules());
        String password = "db.password=" + "tr0ub4dor" + "And3More";
        assertThat(ids(scanner(both), "a.properties", "mine-123456\n" + password))
                .containsExactly("mine", "generic-password");
        assertThat(ids(scanner(RuleSet.only(load(file, false).rules())), "a.properties", "mine-123456\n" + password))
                .containsExactly("mine");
    }

    @Test
    void extendsTheBuiltinRulesAsTheDefault() throws IOException {
        Path file = write("""
            [extend]
            useDefault = true
            disabledRules = ["url-password"]
            [[rules]]
            id = "generic-password"
            [[rules.allowlists]]
            regexes = ['^tr0ub4dor']
            [[allowlists]]
            paths = ['^fixtures/']
            """);
        Scanner scanner = scanner(RuleSet.builtin().with(load(file, true).rules()));
        String one = "db.password=" + "tr0ub4dor" + "And3More";
        String two = "db.password=" + "c0rrectH0rse" + "Battery9";
        String url = "see https://anna:" + "hZ7fQ2xW9pL" + "@example.org/";
        assertThat(ids(scanner, "a.properties", one)).isEmpty();
        assertThat(ids(scanner, "a.properties", two)).containsExactly("generic-password");
        assertThat(ids(scanner, "fixtures/a.properties", two)).isEmpty();
        assertThat(ids(scanner(RuleSet.builtin()), "a.txt", url)).contains("url-password");
        assertThat(ids(scanner, "a.txt", url)).doesNotContain("url-password");
    }

    @Test
    void hashChangesWithEveryFileAndWithTheBuiltinRules() throws IOException {
        ImportedRules one =
                load(write("[[rules]]\nid = 'a'\nregex = 'abc1'\n"), true).rules();
        ImportedRules two =
                load(write("[[rules]]\nid = 'a'\nregex = 'abc2'\n"), true).rules();
        assertThat(List.of(
                        RuleSet.builtin().hash(),
                        RuleSet.builtin().with(one).hash(),
                        RuleSet.builtin().with(two).hash(),
                        RuleSet.only(one).hash()))
                .doesNotHaveDuplicates();
        assertThat(RuleSet.builtin().with(ImportedRules.NONE).hash())
                .isEqualTo(RuleSet.builtin().hash());
    }

    @Test
    void namesFileRuleAndKeyOfEveryProblemAtOnce() throws IOException {
        Path file = write("""
            titel = "x"
            [extend]
            useDefault = true
            url = "https://example.org/rules.toml"
            disabledRules = ["no-such-rule"]
            [[rules]]
            id = "wrong"
            regex = '(?=look)ahead'
            keyword = ["x"]
            entropy = 9.5
            secretGroup = -1
            tags = "one"
            [[rules]]
            id = "groups"
            regex = '(a)b'
            secretGroup = 2
            [[rules.required]]
            id = "nobody"
            near = 3
            [[rules]]
            regex = 'x'
            [[rules]]
            id = "groups"
            regex = 'y'
            [rules.allowlist]
            condition = "XOR"
            regexTarget = "file"
            regexes = ['(']
            [[rules]]
            id = "nothing"
            [[rules.allowlists]]
            description = "empty"
            [[allowlists]]
            targetRules = ["absent"]
            stopwords = [""]
            [[rules]]
            id = "keywords"
            regex = 'z'
            keywords = ["пароль"]
            """);
        List<Problem> problems = load(file, false).problems();
        assertThat(problems).allSatisfy(p -> assertThat(p.file()).isEqualTo(file.toString()));
        assertThat(problems)
                .extracting(p -> p.where() + "|" + p.key())
                .contains(
                        "|titel",
                        "extend|url",
                        "extend|useDefault",
                        "extend|disabledRules",
                        "rule wrong|regex",
                        "rule wrong|keyword",
                        "rule wrong|entropy",
                        "rule wrong|secretGroup",
                        "rule wrong|tags",
                        "rule groups, required 1|near",
                        "rule 3|id",
                        "rule groups|id",
                        "rule groups, allowlist|condition",
                        "rule groups, allowlist|regexTarget",
                        "rule groups, allowlist|regexes",
                        "rule nothing, allowlist 1|",
                        "rule nothing|regex",
                        "allowlist 1|targetRules",
                        "allowlist 1|stopwords",
                        "rule keywords|keywords")
                .doesNotHaveDuplicates();
    }

    @Test
    void saysWhereAFileIsNoToml() throws IOException {
        assertThat(load(write("[[rules]]\nid = 'a'\nregex = \n"), true).problems())
                .singleElement()
                .asString()
                .contains("line 3", "no TOML");
        assertThat(load(folder.resolve("absent.toml"), true).problems())
                .singleElement()
                .asString()
                .contains("no such file");
    }

    @Test
    void endsAtItsDeadlineWithWhatItFound() throws IOException {
        Path file = write("[[rules]]\nid = 'slow'\nregex = '(?:[a-y]{1,200}[b-z]{1,200}){3}!'\n");
        ScanLimits limits = new ScanLimits(1 << 28, 1 << 28, 100, 100, 5, 1 << 27, 100, Duration.ofMillis(200));
        Scanner scanner = Scanner.create(RuleSet.only(load(file, false).rules()), Fingerprint.ephemeral(), limits);
        byte[] text = "abcdefghijklmnopqrst".repeat(500_000).getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();
        assertThat(scanner.scan(Artifact.of("a.txt", text))).isInstanceOf(ScanOutcome.Partial.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    @Timeout(30)
    void extendsNoFileWithoutEnd() throws IOException {
        Path file = folder.resolve("self.toml");
        Files.writeString(file, "[extend]\npath = 'self.toml'\n");
        assertThat(load(file, true).problems()).singleElement().asString().contains("over the limit of 2 files");
    }

    private Path write(String toml) throws IOException {
        Path file = Files.createTempFile(folder, "rules", ".toml");
        return Files.writeString(file, toml);
    }

    private static ImportedRules.Load load(Path file, boolean builtin) {
        return RuleSet.load(List.of(file), builtin);
    }
}
