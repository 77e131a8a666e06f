package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import io.keywatch.schemas.v1.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file of each format: what is marked in it is found, where it stands, and nothing else. */
@Execution(ExecutionMode.CONCURRENT)
class FormatsTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final Pattern MARK =
            Pattern.compile("@(b64:)?(\\d{1,2}|basic|bcrypt|des|apr1|md5|hex32|hex128|long|salt|key:[a-z0-9-]+)@");

    /** Kinds of values that are hashes of a password, and less than the password itself. */
    private static final Set<String> HASHES = Set.of("bcrypt", "des", "apr1", "md5");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "App.java",
                "Dockerfile",
                "Dockerfile.web",
                "Login.java",
                "_netrc",
                "accessKeys.csv",
                "anchors.yaml",
                "app.env",
                "app.settings.config",
                "application.properties",
                "block.yaml",
                "ci.yml",
                "commands.sh",
                "config.toml",
                "connections.config",
                "database.yml",
                "deploy.sh",
                "docker-config.json",
                "dump.sql",
                "filezilla.xml",
                "flow.yaml",
                "git-credentials",
                "htpasswd",
                "id.openssh",
                "id.pem",
                "id.ppk",
                "info.plist",
                "inventory.ini",
                "irssi.conf",
                "login.ps1",
                "logins.json",
                "main.tf",
                "manifests.yaml",
                "mongoid.yml",
                "mysqldump.sql",
                "nested.json",
                "notebook.ipynb",
                "pgdump.sql",
                "pgpass.conf",
                "provider.tf",
                "redis.conf",
                "references.cfn.json",
                "references.js",
                "references.yaml",
                "requests.har",
                "secret-string.yaml",
                "sealed.json",
                "sealed.yaml",
                "secret-line.json",
                "secret.json",
                "secret.yaml",
                "secrets.yml",
                "settings.ini",
                "settings.py",
                "settings.xml",
                "sftp-config.json",
                "task.json",
                "terraform.tfstate",
                "terraform.tfvars",
                "tomcat-users.xml",
                "urls.txt",
                "users.csv",
                "values.yaml",
                "ventrilo_srv.ini",
                "web.config.xml",
                "winlogon.reg",
                "wp-config.old.php",
                "wp-config.php",
                "home/.bash_history",
                "home/.bashrc",
                "home/.dockercfg",
                "home/.esmtprc",
                "home/.git-config",
                "home/.muttrc",
                "home/.my.cnf",
                "home/.npmrc",
                "home/.pypirc",
                "home/.s3cfg",
                "home/.vault_pass",
                "home/chap-secrets",
                "home/credentials.tfrc.json",
                "home/hub.yml",
                "home/kubeconfig.yaml",
                "home/master.key",
                "home/mgmt-users.properties",
                "home/proftpdpasswd",
                "home/rsyncd.secrets",
                "home/sasl_passwd",
                "home/wpa_supplicant.conf"
            })
    void findsWhatIsMarkedAndNothingElse(String file) throws IOException {
        StringBuilder text = new StringBuilder();
        TreeSet<String> expected = new TreeSet<>();
        Random random = new Random(file.hashCode());
        Matcher mark = MARK.matcher(read(file));
        while (mark.find()) {
            mark.appendReplacement(text, "");
            String value = value(mark.group(2), random);
            if (mark.group(1) != null) {
                value = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.US_ASCII));
            }
            String kind = mark.group(2);
            String less = HASHES.contains(kind) ? "hash" : kind.endsWith("-locked") ? "locked key" : "secret";
            expected.add(place(text, text.length(), text.length() + extent(value), less));
            text.append(value);
        }
        mark.appendTail(text);
        TreeSet<String> found = new TreeSet<>();
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        for (Match match : SCANNER.scan(Artifact.of(file, bytes)).matches()) {
            boolean key = match.type().contains("private-key");
            String kind = match.type().equals("password-hash")
                    ? "hash"
                    : key && match.severity() == Severity.LOW ? "locked key" : "secret";
            found.add(place(text, (int) match.startByte(), (int) match.endByte(), kind));
        }
        assertThat(found).isEqualTo(expected);
    }

    /** What of a value is marked: of PuTTY's keys all but the MAC, of PEM all but the last line end. */
    private static int extent(String value) {
        int mac = value.indexOf("Private-MAC: ");
        return mac >= 0 ? mac : value.stripTrailing().length();
    }

    @Test
    void readsTheKeyOfAKubeconfig() {
        String config = "users:\n- name: admin\n  user:\n    client-key-data: "
                + Base64.getEncoder()
                        .encodeToString(KeyFiles.of("pkcs8", new Random(1)).getBytes(StandardCharsets.US_ASCII))
                + "\n";
        assertThat(SCANNER.scan(Artifact.of("config", config.getBytes(StandardCharsets.US_ASCII)))
                        .matches())
                .singleElement()
                .satisfies(match -> {
                    assertThat(match.type()).isEqualTo("private-key");
                    assertThat(match.startLine()).isEqualTo(4);
                    assertThat(match.startColumn()).isEqualTo(22);
                });
    }

    /** Line and columns: a report of a failed test must not show the value. */
    private static String place(CharSequence text, int start, int end, String kind) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < start; i++) {
            column = text.charAt(i) == '\n' ? 1 : column + 1;
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return kind + " at line " + line + " columns " + column + "-" + (column + end - start);
    }

    private static String value(String kind, Random random) {
        if (kind.startsWith("key:")) {
            return KeyFiles.of(kind.substring("key:".length()), random);
        }
        return switch (kind) {
            case "basic" ->
                Base64.getEncoder()
                        .encodeToString(("ci:" + Forge.text(15, random)).getBytes(StandardCharsets.US_ASCII));
            case "bcrypt" -> "$2b$" + "12$" + Forge.text(53, random);
            case "des" -> Forge.text(13, random);
            case "apr1" -> "$apr1$" + Forge.text(8, random) + "$" + Forge.text(22, random);
            case "md5", "hex32" -> hex(32, random);
            case "hex128" -> hex(128, random);
            case "long" -> Forge.text(40, random);
            // WordPress makes its keys of all signs, blanks among them
            case "salt" -> Forge.text(20, random) + " #(" + Forge.text(20, random) + "; [" + Forge.text(15, random);
            default -> Forge.text(6, random) + "7_" + Forge.text(8, random) + "4q";
        };
    }

    private static String hex(int length, Random random) {
        byte[] bytes = new byte[length / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String read(String file) throws IOException {
        try (InputStream in = FormatsTest.class.getResourceAsStream("formats/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
