package io.keywatch.app.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.Match;
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

/**
 * What the whole scanner finds in repositories that its classifier was not trained on: for each fold a classifier is
 * trained on all others, threshold included, and scans the fold's files. Findings come in the form of the corpus's
 * scorer.
 */
final class Evaluation {
    private final Path root;
    private final Corpus corpus;
    private final Training training;
    private final int folds;
    private final PrintWriter log;

    Evaluation(Path root, Corpus corpus, Training training, int folds, PrintWriter log) {
        this.root = root;
        this.corpus = corpus;
        this.training = training;
        this.folds = folds;
        this.log = log;
    }

    Reliability run(Writer findings) throws IOException {
        Folds dealt = Folds.of(corpus.repositories(), folds, training.seed());
        Reliability reliability = new Reliability();
        try (JsonGenerator json = new JsonFactory().createGenerator(findings)) {
            json.setRootValueSeparator(null);
            for (int fold = 0; fold < folds; fold++) {
                int held = fold;
                List<String> others = corpus.repositories().stream()
                        .filter(r -> dealt.of(r) != held)
                        .toList();
                List<String> judged = corpus.repositories().stream()
                        .filter(r -> dealt.of(r) == held)
                        .toList();
                Classifier classifier = training.on(corpus, others);
                for (Example example : corpus.examples(judged)) {
                    reliability.add(classifier.probability(example.sample()), example.secret());
                }
                int found = scan(classifier, judged, json);
                log.printf(
                        Locale.ROOT,
                        "fold %d: %d repositories held out, threshold %.3f, %d findings%n",
                        fold + 1,
                        judged.size(),
                        classifier.threshold(),
                        found);
                log.flush();
            }
        }
        return reliability;
    }

    private int scan(Classifier classifier, List<String> repositories, JsonGenerator json) throws IOException {
        Scanner scanner =
                Scanner.create(RuleSet.untrained().judgedBy(classifier), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
        int found = 0;
        for (String part : List.of("data", "data2022x")) {
            if (!Files.isDirectory(root.resolve(part))) {
                continue;
            }
            for (Path file : Corpus.filesUnder(root.resolve(part))) {
                String name = corpus.name(file);
                if (!repositories.contains(Corpus.repository(name))) {
                    continue;
                }
                List<Match> matches = scanner.scan(Artifact.of(name, Files.readAllBytes(file)))
                        .matches();
                for (Match match : matches) {
                    write(name, match, json);
                    found++;
                }
            }
        }
        return found;
    }

    private static void write(String name, Match match, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", name);
        json.writeNumberField("line_start", match.startLine());
        json.writeNumberField("line_end", match.endLine());
        json.writeNumberField("value_start", match.startColumn() - 1);
        json.writeNumberField("value_end", match.endColumn() - 1);
        json.writeStringField("rule", match.rule().id());
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
