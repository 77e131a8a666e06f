package io.keywatch.app.bench;

import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.ScanOutcome;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.schemas.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;

/** The scanner over made-up source text; baseline: the same bytes through a scanner that only looks at each. */
final class ScanBench implements Bench {
    private static final int BYTES = 4 << 20;

    private static final String[] WORDS = {
        "return",
        "value",
        "token",
        "config",
        "request",
        "password",
        "key",
        "client",
        "secret",
        "string",
        "import",
        "public",
        "final",
        "user",
        "for",
        "if",
        "else",
        "null",
        "response",
        "header",
        "name",
        "count",
        "index"
    };

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public String description() {
        return "MB/s of source text through the whole rule set, one thread; baseline: every byte looked at once.";
    }

    @Override
    public void run(Consumer<Result> results) throws Exception {
        byte[] text = sourceText(new Random(1));
        Scanner scanner = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        long[] seen = new long[1];
        double baseline = CpuClock.unitsPerSecond(text.length / 1e6, () -> {
            long sum = 0;
            for (byte b : text) {
                sum = sum * 31 + b;
            }
            seen[0] += sum;
        });
        double full = CpuClock.unitsPerSecond(text.length / 1e6, () -> {
            if (scanner.scan(Artifact.of("src/Main.java", text)) instanceof ScanOutcome.Unreadable) {
                throw new IllegalStateException("the text could not be read");
            }
            seen[0]++;
        });
        results.accept(new Result("bytes", full, "MB/s/core", baseline));
    }

    /** Words of code with a literal now and then: rule keywords occur, secrets hardly. */
    private static byte[] sourceText(Random random) {
        StringBuilder text = new StringBuilder(BYTES + 200);
        while (text.length() < BYTES) {
            text.append("    ".repeat(random.nextInt(3)));
            int words = 3 + random.nextInt(8);
            for (int i = 0; i < words; i++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(9) == 0 ? " = \"" : " ");
            }
            text.append(random.nextInt(20) == 0 ? Long.toString(random.nextLong(), 36) : "")
                    .append(";\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
