package io.keywatch.app.train;

import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.Scanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Examples that no corpus has in number, passphrases and passwords of people above all: values of known kinds after
 * telling names, in the ways of writing of a dozen languages, read by the scanner like any file. The same names and
 * places stand before secrets and others, so that only the value can tell them apart.
 */
final class MadeUpExamples {
    private static final int OF_EACH_KIND = 120;

    /** Of an example of people: ten times as many must not drown what was really written. */
    private static final double WEIGHT = 0.25;

    private record Way(String file, String line, boolean capitals) {}

    private static final List<Way> WAYS = List.of(
            new Way("deploy/app.env", "%s=%s", true),
            new Way("run/start.sh", "export %s=\"%s\"", true),
            new Way("config/app.yml", "  %s: %s", false),
            new Way("config/values.yaml", "%s: \"%s\"", false),
            new Way("src/app.properties", "app.%s=%s", false),
            new Way("src/settings.py", "%s = '%s'", true),
            new Way("src/client.py", "    client = connect(user, %s=\"%s\")", false),
            new Way("package/config.json", "  \"%s\": \"%s\",", false),
            new Way("src/index.js", "const %s = '%s';", false),
            new Way("src/Main.java", "    String %s = \"%s\";", false),
            new Way("src/main.go", "\t%s := \"%s\"", false),
            new Way("lib/client.rb", "  :%s => '%s',", false),
            new Way("web/config.xml", "  <%1$s>%2$s</%1$s>", false),
            new Way("app/config.php", "$%s = '%s';", false),
            new Way("infra/main.tf", "  %s = \"%s\"", false),
            new Way("README.md", "    %s=%s", true));

    private static final List<String> NAMES = List.of(
            "password",
            "db_password",
            "admin_password",
            "passwd",
            "passphrase",
            "secret",
            "client_secret",
            "secret_key",
            "token",
            "access_token",
            "auth_token",
            "api_key",
            "private_key",
            "encryption_key",
            "credentials",
            "auth");

    private MadeUpExamples() {}

    static List<Example> read(Scanner scanner, long seed) {
        Random random = new Random(seed);
        MadeUpValues values = new MadeUpValues(random);
        List<Example> examples = new ArrayList<>();
        for (MadeUpValues.Kind kind : MadeUpValues.Kind.values()) {
            for (int i = 0; i < OF_EACH_KIND; i++) {
                Way way = WAYS.get(random.nextInt(WAYS.size()));
                String name = NAMES.get(random.nextInt(NAMES.size()));
                String spelt = way.capitals() ? name.toUpperCase(Locale.ROOT) : name;
                String line = way.line().formatted(spelt, values.of(kind)) + "\n";
                scanner.study(Artifact.of(way.file(), line.getBytes(StandardCharsets.UTF_8)), decision -> {
                    if (decision.sample() != null) {
                        examples.add(new Example("made up: " + kind, decision.sample(), kind.secret(), WEIGHT, false));
                    }
                });
            }
        }
        return examples;
    }
}
