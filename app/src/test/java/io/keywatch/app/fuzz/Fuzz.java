package io.keywatch.app.fuzz;

import io.keywatch.app.accept.Baseline;
import io.keywatch.app.accept.InlineAllow;
import io.keywatch.app.accept.Suppressions;
import io.keywatch.app.files.PathPattern;
import io.keywatch.app.people.OffBoardingFile;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.enrich.network.AwsRanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The targets of this module, how Jazzer calls one, and, as a program, what it starts from. */
public final class Fuzz {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");

    private static Target target = Target.BASELINE;

    /** One reader. */
    enum Target {
        BASELINE(
                "{\"version\":1,\"findings\":[{\"path\":\"a b/c!d\",\"rule\":\"r\",\"fingerprint\":\"f\"}]}",
                "{\"version\":1,\"findings\":[]}") {
            @Override
            void run(byte[] input) throws IOException {
                told(() -> Baseline.read(file(input)));
            }
        },
        SUPPRESSIONS("""
                suppressions:
                  - fingerprint: abc
                    rule: generic-password
                    path: src/**/t[a-z]*.java
                    owner: ann
                    reason: made up
                    expires: 2027-01-31
                  - {rule: r, path: /x/, owner: o, reason: &a r, expires: '2020-01-01'}
                """, "suppressions: [{rule: *a, path: '!x'}]\n---\nb: !!int 0x1F\n") {
            @Override
            void run(byte[] input) throws IOException {
                told(() -> Suppressions.read(file(input), TODAY).notes());
            }
        },
        SETTINGS("""
                roles: [scan, access]
                kafka:
                  bootstrap: localhost:9092
                  properties: {a: b}
                scan:
                  max-bytes: 256MiB
                  max-time: 60s
                log:
                  format: json
                """, "a: ${HOME}\nkafka: {bootstrap: [1, ~]}\n") {
            @Override
            void run(byte[] input) throws IOException {
                SettingsFile.Outcome outcome = SettingsFile.read(file(input), name -> null);
                if (outcome instanceof SettingsFile.Outcome.Invalid invalid
                        && invalid.problems().isEmpty()) {
                    throw new AssertionError("invalid without a problem");
                }
            }
        },
        OFF_BOARDING("# who\nann,2026-01-31\nbob@example.org,2026-02-01T10:00:00Z,back\n,x\na,b,c,d\n") {
            @Override
            void run(byte[] input) {
                List<String> lines =
                        new String(input, StandardCharsets.UTF_8).lines().toList();
                OffBoardingFile read = OffBoardingFile.parse(lines, "file");
                if (read.departures().size() + read.problems().size() > lines.size()) {
                    throw new AssertionError("more read than there are lines");
                }
            }
        },
        PATH_PATTERN("src/**/t[a-z]*.java\nsrc/main/x/test.java\n", "/a?[!b]\\*/\na/b/c") {
            @Override
            void run(byte[] input) {
                String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
                try {
                    PathPattern.of(parts[0]).covers(parts.length > 1 ? parts[1] : parts[0]);
                } catch (IllegalArgumentException said) {
                    // blank, a comment or a negation
                }
            }
        },
        INLINE_ALLOW("a = 1 # keywatch:allow generic-password, made up\r\n// keywatch:allow\rx", "keywatch:allow") {
            @Override
            void run(byte[] input) {
                InlineAllow.of(input, Set.of("generic-password"));
            }
        },
        AWS_RANGES(
                "{\"prefixes\":[{\"ip_prefix\":\"3.5.140.0/22\"}],\"ipv6_prefixes\":[{\"ipv6_prefix\":\"2600::/9\"}]}") {
            @Override
            void run(byte[] input) throws IOException {
                told(() -> AwsRanges.read(file(input)).size());
            }
        };

        @SuppressWarnings("ImmutableEnumChecker") // a list of texts that nobody changes
        private final List<String> seeds;

        Target(String... seeds) {
            this.seeds = List.of(seeds);
        }

        abstract void run(byte[] input) throws IOException;

        List<byte[]> seeds() {
            return seeds.stream()
                    .map(seed -> seed.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private Fuzz() {}

    @FunctionalInterface
    private interface Reading {
        Object read() throws IOException;
    }

    /** What is wrong with a file is said by an {@link IOException}, with a message and nothing else. */
    private static void told(Reading reading) {
        try {
            reading.read();
        } catch (IOException said) {
            if (String.valueOf(said.getMessage()).isBlank()) {
                throw new AssertionError("a fault without a message", said);
            }
        }
    }

    private static Path file(byte[] content) throws IOException {
        return Files.write(Scratch.FILE, content);
    }

    private static final class Scratch {
        static final Path FILE = create();

        private static Path create() {
            try {
                Path file = Files.createTempFile("fuzz", ".txt");
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param args the name of the target */
    public static void fuzzerInitialize(String[] args) throws IOException {
        target = named(args[0]);
        // classes load here, instrumented: seconds that the first input would be blamed for
        for (byte[] seed : target.seeds()) {
            target.run(seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        target.run(input);
    }

    private static Target named(String name) {
        return Target.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Writes the seeds of a target into a folder; without arguments, lists the targets. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            for (Target each : Target.values()) {
                System.out.println(each);
            }
            return;
        }
        Path folder = Files.createDirectories(Path.of(args[1]));
        List<byte[]> seeds = named(args[0]).seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed-" + i), seeds.get(i));
        }
    }
}
