package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final Random RANDOM = new Random(42);
    private static final String KEY_ID = "AKIA" + "RZPUZDIKCIPA2D4K";

    @Test
    void reportsAPairedSecretKeyAsCriticalWithItsKeyId() {
        String secret = awsSecret();
        List<Match> matches =
                scan("[default]\naws_access_key_id = " + KEY_ID + "\naws_secret_access_key = " + secret + "\n");
        assertThat(matches).hasSize(2);
        Match id = byType(matches, "aws-access-key-id");
        assertThat(id.severity()).isEqualTo(Severity.LOW);
        assertThat(id.accountId()).isEqualTo("123456789012");
        Match key = byType(matches, "aws-secret-key");
        assertThat(key.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(key.accessKeyId()).isEqualTo(KEY_ID);
        assertThat(key.accountId()).isEqualTo("123456789012");
    }

    @Test
    void findsANamelessSecretKeyNextToItsId() {
        List<Match> matches = scan("User name,Access key,Secret\nci," + KEY_ID + "," + awsSecret() + "\n");
        assertThat(byType(matches, "aws-secret-key").severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void doesNotTakeAGitHashForASecretKey() {
        String sha = "da39a3ee5e6b4b0d3255" + "bfef95601890afd80709";
        assertThat(scan(KEY_ID + "\ncommit " + sha + "\n"))
                .extracting(Match::type)
                .containsExactly("aws-access-key-id");
    }

    @Test
    void leavesDocumentationValuesAlone() {
        assertThat(scan("aws_access_key_id = AKIAIOSFODNN7"
                        + "EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = os.environ[\"DB_PASSWORD\"]",
                "password: ${DB_PASSWORD}",
                "secretName: app-db",
                "password = getPassword()",
                "String password = request.getParameter(\"password\");",
                "api_key: {{ .Values.apiKey }}",
                "password: !Ref DbPassword",
                "DB_PASSWORD=ssm:/prod/db/password",
                "token = \"<your-token>\"",
                "secret = \"changeme\"",
                "password = \"********\"",
                "postgres://user:password@localhost/db",
                "mysql://$USER:$PASS@host/db",
                "https://user:pass@example.com/",
                "private_key = file(\"key.pem\")",
                "const tokenType = \"access_token\";",
                "public_key = \"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\"",
                "max_tokens: 4096",
            })
    void findsNothingIn(String line) {
        assertThat(scan(line + "\n")).isEmpty();
    }

    @Test
    void findsPasswordsInManyForms() {
        String password = "biGs76Di" + "7#fyrJ";
        for (String line : List.of(
                "db_password = \"%s\"",
                "\"password\": \"%s\",",
                "config['password'] = '%s';",
                "password: '%s'",
                "define('DB_PASSWORD', '%s');",
                "<password>%s</password>",
                "setPassword(\"%s\");",
                "val password: String = \"%s\"",
                "db.password := \"%s\"",
                "'password' => '%s',",
                "{\\\"password\\\": \\\"%s\\\"}",
                "postgresql://app:%s@db.internal:5432/orders",
                "jdbc:mysql://db.internal/orders?user=app&password=%s",
                "Server=db;Database=orders;User Id=app;Password=%s;",
                "sshpass -p %s ssh host",
                "CREATE USER app IDENTIFIED BY '%s';")) {
            List<Match> matches = scan(line.formatted(password) + "\n");
            assertThat(matches).as(line).hasSize(1);
            Match match = matches.getFirst();
            int at = line.indexOf("%s");
            assertThat(match.startColumn()).as(line).isEqualTo(at + 1);
            assertThat(match.endColumn()).as(line).isEqualTo(at + 1 + password.length());
        }
    }

    @Test
    void endsAValueAtANul() {
        String password = Forge.text(16, RANDOM);
        byte[] text = ("password=" + password + "\0next\n").getBytes(StandardCharsets.US_ASCII);
        for (String name : List.of("a.env", "a", "a.sh", "a.bin")) {
            assertThat(SCANNER.scan(Artifact.of(name, text)).matches())
                    .as(name)
                    .singleElement()
                    .extracting(Match::endByte)
                    .isEqualTo(9L + password.length());
        }
    }

    @Test
    void findsATelegramTokenInTheAddressOfACall() {
        String token = "839201746:AA" + Forge.text(33, RANDOM);
        assertThat(scan("https://api.telegram.org/bot" + token + "/getMe\n"))
                .singleElement()
                .satisfies(match -> assertThat(match.startColumn()).isEqualTo(29));
    }

    @Test
    void findsATwilioTokenBesideItsAccount() {
        Random random = new Random(17);
        String account = "AC" + hex(random);
        String token = hex(random);
        for (String text : List.of(
                "client = Client(\"%s\", \"%s\")",
                "new Client('%s',\n    '%s');", "sid: %s\nauth: %s", "{\"sid\": \"%s\", \"value\": \"%s\"}")) {
            assertThat(scan(text.formatted(account, token)))
                    .as(text)
                    .extracting(match -> match.rule().id())
                    .containsExactly("twilio-auth-token-beside-sid");
        }
        // what else stands beside an account has letters of its kind in front
        assertThat(scan("\"account_sid\": \"%s\", \"sid\": \"SM%s\"".formatted(account, token)))
                .isEmpty();
    }

    private static String hex(Random random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void prefersTheFormatToTheGenericName() {
        String token = Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, RANDOM), RANDOM);
        List<Match> matches = scan("github_token = \"" + token + "\"\n");
        assertThat(matches).extracting(m -> m.rule().id()).containsExactly("github-personal-token");
        assertThat(matches.getFirst().validation()).isEqualTo(Validation.CHECKSUM_OK);
        assertThat(matches.getFirst().preview()).startsWith("ghp_").doesNotContain(token.substring(4, 30));
    }

    @Test
    void findsATokenRightAfterAnEscapedLineFeed() {
        String token = Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, RANDOM), RANDOM);
        assertThat(scan("\"a\\n" + token + "\\nb\" %22" + token + "%22")).hasSize(2);
    }

    @Test
    void findsEveryPlaceOfOneValueUnderOneFingerprint() {
        String token = Forge.valid("crc32-base62-body", "npm_" + Forge.text(36, RANDOM), RANDOM);
        List<Match> matches = scan(token + "\n\n" + token);
        assertThat(matches).extracting(Match::startLine).containsExactly(1, 3);
        assertThat(matches)
                .extracting(Match::fingerprint)
                .containsOnly(matches.getFirst().fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8", "ISO-8859-1"})
    void readsTextInAnyEncoding(String charset) {
        String token = Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, RANDOM), RANDOM);
        String text = "Schlüssel für später und noch etwas mehr Text\nß = " + token + "\n";
        byte[] bytes = text.getBytes(Charset.forName(charset));
        Match match = SCANNER.scan(Artifact.of("a.txt", bytes)).matches().getFirst();
        assertThat(match.startLine()).isEqualTo(2);
        if (!charset.equals("ISO-8859-1")) {
            assertThat(match.startColumn()).isEqualTo(5);
        }
        int from = (int) match.startByte();
        assertThat(new String(bytes, from, (int) match.endByte() - from, Charset.forName(charset)))
                .isEqualTo(token);
    }

    @Test
    void readsUtf16WithAByteOrderMark() {
        String token = Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, RANDOM), RANDOM);
        byte[] bytes = ("\ufeffx=" + token).getBytes(StandardCharsets.UTF_16LE);
        Match match = SCANNER.scan(Artifact.of("a", bytes)).matches().getFirst();
        assertThat(match.startByte()).isEqualTo(6);
    }

    @Test
    void findsAPrivateKeyOnceWithAllItsLines() throws Exception {
        String pem = pem();
        List<Match> matches = scan("# key\n" + pem + "# end\n");
        assertThat(matches).hasSize(1);
        assertThat(matches.getFirst().type()).isEqualTo("private-key");
        assertThat(matches.getFirst().startLine()).isEqualTo(2);
        assertThat(matches.getFirst().endLine()).isEqualTo(1 + (int) pem.lines().count());
    }

    @Test
    void knowsAServiceAccountByItsKey() throws Exception {
        String json = "{\"type\": \"service_account\", \"project_id\": \"p\", \"private_key\": \""
                + pem().replace("\n", "\\n") + "\", \"client_email\": \"ci@p.iam.gserviceaccount.com\"}";
        assertThat(scan(json)).extracting(m -> m.rule().id()).containsExactly("gcp-service-account-key");
        assertThat(scan(json.replace("service_account", "authorized_user")))
                .extracting(m -> m.rule().id())
                .containsExactly("private-key");
    }

    @Test
    void scansNameAndMetadataAsContent() {
        String token = Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, RANDOM), RANDOM);
        ScanOutcome outcome =
                SCANNER.scan(new Artifact("exports/" + token + ".txt", new byte[0], Map.of("deploy-token", token)));
        assertThat(outcome.matches())
                .extracting(Match::archivePath)
                .containsExactlyInAnyOrder("#name", "#metadata/deploy-token");
    }

    @Test
    void saysCleanOnlyOfContentThatItRead() {
        assertThat(SCANNER.scan(Artifact.of("a.txt", "hello".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(ScanOutcome.Clean.class);
        assertThat(SCANNER.scan(Artifact.of("a.txt", new byte[0]))).isInstanceOf(ScanOutcome.Clean.class);
    }

    @Test
    void carriesNoContentInAnyText() {
        String secret = awsSecret();
        Artifact artifact = new Artifact(
                KEY_ID + secret, (KEY_ID + " " + secret).getBytes(StandardCharsets.UTF_8), Map.of("k", secret));
        ScanOutcome outcome = SCANNER.scan(artifact);
        assertThat(artifact.toString() + outcome + SCANNER + RuleSet.builtin()).doesNotContain(secret);
    }

    @Test
    void hasAHashThatChangesWithTheRules() {
        String all = SCANNER.ruleSetHash();
        RuleSet fewer = RuleSet.of(
                RuleSet.builtin().compiled().stream().skip(1).map(r -> r.spec()).toList());
        assertThat(fewer.hash()).isNotEqualTo(all);
        assertThat(RuleSet.builtin().hash()).isEqualTo(all);
    }

    private static String awsSecret() {
        byte[] raw = new byte[30];
        new Random(RANDOM.nextInt()).nextBytes(raw);
        return Base64.getEncoder().encodeToString(raw);
    }

    private static String pem() throws Exception {
        byte[] der = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        return "-----BEGIN PRIVATE " + "KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PRIVATE "
                + "KEY-----\n";
    }

    private static Match byType(List<Match> matches, String type) {
        return matches.stream().filter(m -> m.type().equals(type)).findFirst().orElseThrow();
    }

    private static List<Match> scan(String text) {
        return SCANNER.scan(Artifact.of("content", text.getBytes(StandardCharsets.UTF_8)))
                .matches();
    }
}
