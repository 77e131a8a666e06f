package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file of each format: what is marked in it is found, where it stands, and nothing else. */
class FormatsTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final Pattern MARK = Pattern.compile("@(b64:)?(\\d|basic|bcrypt|des|apr1)@");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.env",
                "application.properties",
                "settings.ini",
                "values.yaml",
                "task.json",
                "config.toml",
                "web.config.xml",
                "info.plist",
                "main.tf",
                "terraform.tfstate",
                "_netrc",
                "pgpass.conf",
                "htpasswd",
                "users.csv",
                "docker-config.json",
                "secret.yaml",
                "secret.json",
                "wp-config.php",
                "deploy.sh",
                "Dockerfile",
                "ci.yml",
                "requests.har",
                "notebook.ipynb",
                "dump.sql",
                "redis.conf",
                "git-credentials",
                "urls.txt",
                "App.java"
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
            expected.add(place(text, text.length(), text.length() + value.length()));
            text.append(value);
        }
        mark.appendTail(text);
        TreeSet<String> found = new TreeSet<>();
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        for (Match match : SCANNER.scan(Artifact.of(file, bytes)).matches()) {
            found.add(place(text, (int) match.startByte(), (int) match.endByte()));
        }
        assertThat(found).isEqualTo(expected);
    }

    /** Line and columns: a report of a failed test must not show the value. */
    private static String place(CharSequence text, int start, int end) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < start; i++) {
            column = text.charAt(i) == '\n' ? 1 : column + 1;
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return "line " + line + " columns " + column + "-" + (column + end - start);
    }

    private static String value(String kind, Random random) {
        return switch (kind) {
            case "basic" ->
                Base64.getEncoder()
                        .encodeToString(("ci:" + Forge.text(15, random)).getBytes(StandardCharsets.US_ASCII));
            case "bcrypt" -> "$2b$" + "12$" + Forge.text(53, random);
            case "des" -> Forge.text(13, random);
            case "apr1" -> "$apr1$" + Forge.text(8, random) + "$" + Forge.text(22, random);
            default -> Forge.text(6, random) + "7_" + Forge.text(8, random) + "4q";
        };
    }

    private static String read(String file) throws IOException {
        try (InputStream in = FormatsTest.class.getResourceAsStream("formats/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
