package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keywatch.detect.scan.AnchoredEngine.Compared;
import io.keywatch.detect.scan.AnchoredEngine.Span;
import io.keywatch.detect.scan.pattern.PatternSampler;
import io.keywatch.detect.scan.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Looking only around literals loses nothing of what the patterns match in the whole text. */
@Execution(ExecutionMode.CONCURRENT)
class AnchoredEngineTest {
    private static final AnchoredEngine ENGINE = new AnchoredEngine(RuleSet.builtin());

    /**
     * Of the corpus' files every so many-th: some seconds. All of them, and the figures, with {@code
     * -Dkeywatch.corpus.every=1}: many minutes.
     */
    private static final int EVERY = Integer.getInteger("keywatch.corpus.every", 80);

    /** A larger file would be most of the sample. */
    private static final int LARGEST = 256 << 10;

    @Test
    void losesNothingInGeneratedText() {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (Rule rule : ENGINE.rules()) {
                String sample = PatternSampler.sample(rule.pattern().ast(), random);
                // whole, damaged, doubled, and with something on either side
                switch (random.nextInt(4)) {
                    case 0 -> text.append(sample);
                    case 1 ->
                        text.append(sample, 0, sample.length() - 1).append('=').append(sample);
                    case 2 -> text.append(sample).append(sample);
                    default -> text.append("a\\n").append(sample).append('_');
                }
                text.append(" =\n\"'x".charAt(random.nextInt(6)));
            }
            List<Compared> all = ENGINE.compare(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            assertThat(all)
                    .allSatisfy(
                            c -> assertThat(c.lost()).as(c.rule().toString()).isEmpty());
            assertThat(all.stream().filter(c -> !c.jdk().isEmpty()).count()).isGreaterThan(ENGINE.size() / 4);
        }
    }

    @Test
    void losesNothingInTheCorpus() throws IOException {
        Optional<Path> corpus = Corpus.file();
        assumeThat(corpus).as("the development corpus is not here").isPresent();
        Totals totals = new Totals();
        int[] n = new int[1];
        Corpus.read(corpus.orElseThrow(), (name, bytes) -> {
            if (n[0]++ % EVERY == 0 && (EVERY == 1 || bytes.length <= LARGEST)) {
                totals.add(name, bytes);
            }
        });
        if (EVERY == 1) {
            System.out.println(totals);
        }
        assertThat(totals.files).isGreaterThan(25);
        assertThat(totals.lost).isEmpty();
    }

    /** Counts over files. */
    private static final class Totals {
        private int files;
        private long bytes;
        private long jdk;
        private long engine;
        private long different;
        private final List<String> lost = new ArrayList<>();
        private final Map<String, Integer> differing = new TreeMap<>();

        void add(String name, byte[] content) {
            files++;
            bytes += content.length;
            for (Compared c : ENGINE.compare(content)) {
                jdk += c.jdk().size();
                engine += c.engine().size();
                different += c.different();
                if (c.different() > 0) {
                    differing.merge(c.rule().spec().id(), (int) c.different(), Integer::sum);
                }
                for (Span span : c.lost()) {
                    lost.add(c.rule().spec().id() + " " + name + " at " + span.start() + "-" + span.end());
                }
            }
        }

        @Override
        public String toString() {
            return String.format(
                    "%d rules, %d files, %d bytes: %d matches of the JDK, %d of the engine, %d with other ends %s, %d lost",
                    ENGINE.size(), files, bytes, jdk, engine, different, differing, lost.size());
        }
    }
}
