package io.keywatch.detect.scan;

import io.keywatch.detect.scan.literal.LiteralIndex;
import io.keywatch.schemas.Fingerprint;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Speed of the scanner on the folders given, in MB of content for each CPU second of one thread, next to the literal
 * pass alone. A tool, not a test: {@code java … ScanSpeed FOLDER…}.
 */
final class ScanSpeed {
    private static final int ROUNDS = 8;
    private static final long MOST = 150_000_000;

    private ScanSpeed() {}

    public static void main(String[] folders) throws IOException {
        PrintStream out = System.out;
        List<Artifact> artifacts = new ArrayList<>();
        long total = 0;
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (total < MOST) {
                        byte[] content = Files.readAllBytes(file);
                        artifacts.add(Artifact.of(file.toString(), content));
                        total += content.length;
                    }
                }
            }
        }
        Scanner scanner = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        LiteralIndex literals = new TextEngine(RuleSet.builtin()).index();
        for (int round = 0; round < ROUNDS; round++) {
            long start = cpu();
            long matches = artifacts.stream()
                    .mapToLong(a -> scanner.scan(a).matches().size())
                    .sum();
            long scanned = cpu() - start;
            long[] hits = new long[1];
            start = cpu();
            for (Artifact a : artifacts) {
                literals.scan(a.content(), 0, a.content().length, (l, e) -> hits[0]++, () -> true);
            }
            long passed = cpu() - start;
            out.printf(
                    Locale.ROOT,
                    "%d files, %d MB, %d matches: scan %.0f MB/s, literal pass %.0f MB/s (%d hits)%n",
                    artifacts.size(),
                    total / 1_000_000,
                    matches,
                    total * 1000.0 / scanned,
                    total * 1000.0 / passed,
                    hits[0]);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
