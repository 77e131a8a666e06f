package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that are code and not data: each finds what it is for, and not what looks like it. */
class CodeRulesTest {
    private static final Scanner ALL = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);

    /** Rule, name of the file, what it finds, what it does not. */
    static Stream<Arguments> rules() throws Exception {
        Random random = new Random(20);
        String id = "AKIA" + "RZPUZDIKCIPA2D4K";
        String secret = base64(random, 30);
        String token = Forge.text(32, random);
        String password = "v7" + Forge.text(9, random);
        String pem = pem();
        String der = new String(KeyFiles.der("EC"), StandardCharsets.ISO_8859_1);
        String account = "{\"type\": \"service_account\", \"private_key\": \"" + pem.replace("\n", "\\n")
                + "\", \"client_email\": \"ci@project.iam.gserviceaccount.com\"}";
        String putty = Forge.putty(3, random);
        return Stream.of(
                Arguments.of(
                        "generic-password", "a.conf", "password = \"" + password + "\"", "password = \"changeme\""),
                Arguments.of("generic-secret", "a.conf", "app_secret_value = \"" + token + "\"", "app_secret = ${X}"),
                Arguments.of(
                        "generic-token", "a.conf", "deploy_token = \"" + token + "\"", "deploy_token = \"<token>\""),
                Arguments.of("generic-api-key", "a.conf", "api_key = \"" + token + "\"", "api_key = \"your_api_key\""),
                Arguments.of("generic-credential", "a.conf", "credentials = \"" + token + "\"", "credentials = null"),
                Arguments.of(
                        "password-file-hash",
                        "users.htpasswd",
                        "ann:" + base64(random, 9).substring(0, 11) + "xy",
                        "ann:!"),
                Arguments.of(
                        "url-password",
                        "a.conf",
                        "https://ann:" + password + "@git.internal/x",
                        "https://user:pass@example.com/x"),
                Arguments.of(
                        "database-url-password",
                        "a.conf",
                        "postgres://ann:" + password + "@db.internal:5432/orders",
                        "postgres://ann:${PASSWORD}@db.internal:5432/orders"),
                Arguments.of("private-key", "a.pem", pem, pem.replace("PRIVATE", "PUBLIC")),
                Arguments.of("private-key-der", "a.key", der, "." + der),
                Arguments.of("putty-private-key", "a.ppk", putty, putty.substring(0, putty.indexOf("Private-Lines"))),
                Arguments.of("gcp-service-account-key", "a.json", account, account.replace("service_account", "user")),
                Arguments.of(
                        "aws-secret-access-key-near-id", "a.csv", "ci," + id + "," + secret, "ci,nobody," + secret));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void findsWhatItIsForAndNotWhatLooksLikeIt(String rule, String file, String positive, String negative) {
        assertThat(ids(file, positive)).contains(rule);
        assertThat(ids(file, negative)).doesNotContain(rule);
    }

    /** Found by fuzzing: the footer was looked for from within the header. */
    @Test
    void aHeaderThatRunsIntoAnEndIsNoKeyAndNoError() {
        assertThat(ids("a.txt", "-----BEGIN RSA PRIVATE KEY-----END")).isEmpty();
        assertThat(ids("a.txt", "-----BEGIN RSA PRIVATE KEY-----END RSA PRIVATE KEY-----"))
                .isEmpty();
        assertThat(ids("a.txt", "-----BEGIN RSA PRIVATE KEY-----BEGIN OPENSSH PRIVATE KEY-----END"))
                .isEmpty();
    }

    @Test
    void aPuttyKeyThatIsCutOffByAnotherDoesNotHideIt() {
        String whole = Forge.putty(3, new Random(21));
        String cut = whole.substring(0, whole.indexOf("Private-Lines"));

        assertThat(ids("a.ppk", cut + whole)).containsExactly("putty-private-key");
    }

    @Test
    void everyRuleThatIsCodeIsHere() throws Exception {
        List<String> here =
                rules().map(arguments -> (String) arguments.get()[0]).toList();
        assertThat(BuiltinRules.ALL).extracting(RuleInfo::id).hasSameElementsAs(here);
    }

    private static List<String> ids(String file, String text) {
        return ALL.scan(Artifact.of(file, (text + "\n").getBytes(StandardCharsets.ISO_8859_1))).matches().stream()
                .map(match -> match.rule().id())
                .toList();
    }

    private static String base64(Random random, int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return Base64.getEncoder().encodeToString(raw);
    }

    private static String pem() throws Exception {
        byte[] der = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        return "-----BEGIN PRIVATE " + "KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PRIVATE "
                + "KEY-----\n";
    }
}
