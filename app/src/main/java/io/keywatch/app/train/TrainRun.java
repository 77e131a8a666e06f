package io.keywatch.app.train;

import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.detect.scan.judge.Classifier;
import io.keywatch.schemas.Fingerprint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One corpus, read once, to train on or to judge with. */
public final class TrainRun {
    private final Path root;
    private final Corpus corpus;
    private final Training training;
    private final PrintWriter log;

    private TrainRun(Path root, Corpus corpus, Training training, PrintWriter log) {
        this.root = root;
        this.corpus = corpus;
        this.training = training;
        this.log = log;
    }

    /** @throws IOException when it cannot be read or holds nothing to learn from */
    public static TrainRun read(Path root, Set<String> leftOut, long seed, PrintWriter log) throws IOException {
        Scanner scanner = Scanner.create(RuleSet.untrained(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        Corpus corpus = Corpus.read(root, Labels.read(root.resolve("meta"), leftOut), scanner);
        if (corpus.count(Labels.Answer.SECRET) == 0 || corpus.repositories().size() < 10) {
            throw new IOException("a corpus of " + corpus.repositories().size() + " repositories with "
                    + corpus.count(Labels.Answer.SECRET) + " secrets among its candidates teaches nothing");
        }
        List<Example> madeUp = MadeUpExamples.read(scanner, seed);
        log.printf(
                Locale.ROOT,
                "%d files of %d repositories; open candidates: %d secrets, %d labelled as none, %d unlabelled; %d made up%n",
                corpus.files().size(),
                corpus.repositories().size(),
                corpus.count(Labels.Answer.SECRET),
                corpus.count(Labels.Answer.NONE),
                corpus.count(Labels.Answer.UNLABELLED),
                madeUp.size());
        log.flush();
        return new TrainRun(root, corpus, new Training(madeUp, seed), log);
    }

    public void evaluate(int folds, Path findings) throws IOException {
        try (Writer out = Files.newBufferedWriter(findings)) {
            Reliability reliability = new Evaluation(root, corpus, training, folds, log).run(out);
            log.printf(
                    Locale.ROOT,
                    "held-out candidates %d: Brier %.4f, expected calibration error %.4f%n%s",
                    reliability.all(),
                    reliability.brier(),
                    reliability.expectedError(),
                    reliability.table());
            log.flush();
        }
    }

    public void write(Path file) throws IOException {
        Classifier classifier = training.on(corpus, corpus.repositories());
        byte[] bytes = classifier.toBytes();
        Files.write(file, bytes);
        log.printf(Locale.ROOT, "%s: %d bytes, threshold %.3f%n", file, bytes.length, classifier.threshold());
        log.flush();
    }
}
