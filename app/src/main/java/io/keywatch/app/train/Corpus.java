package io.keywatch.app.train;

import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.detect.scan.judge.Rarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A labelled corpus as the scanner sees it: the candidates that it leaves open, and the triples of its words. */
final class Corpus {
    private final Path root;
    private final List<Path> files;
    private final List<Example> examples = new ArrayList<>();
    private final Map<String, int[]> triples = new TreeMap<>();
    private final int[] answers = new int[Labels.Answer.values().length];

    private Corpus(Path root, List<Path> files) {
        this.root = root;
        this.files = files;
    }

    /**
     * @param root holds {@code data/REPOSITORY/…} and {@code meta/*.csv}
     * @param scanner whose rules are not trained
     */
    static Corpus read(Path root, Labels labels, Scanner scanner) throws IOException {
        Corpus corpus = new Corpus(root, filesUnder(root.resolve("data")));
        for (Path file : corpus.files) {
            corpus.look(file, labels, scanner);
        }
        return corpus;
    }

    static List<Path> filesUnder(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void look(Path file, Labels labels, Scanner scanner) throws IOException {
        String name = name(file);
        String repository = repository(name);
        byte[] content = Files.readAllBytes(file);
        Rarity.count(content, content.length, triples.computeIfAbsent(repository, r -> new int[Rarity.triples()]));
        scanner.study(Artifact.of(name, content), decision -> {
            if (decision.sample() == null || decision.archivePath() != null) {
                return;
            }
            Labels.Answer answer = labels.of(
                    name,
                    decision.startLine(),
                    decision.endLine(),
                    decision.startColumn() - 1,
                    decision.endColumn() - 1);
            answers[answer.ordinal()]++;
            if (answer != Labels.Answer.LEFT_OUT) {
                examples.add(new Example(repository, decision.sample(), answer == Labels.Answer.SECRET, 1, true));
            }
        });
    }

    /** As the labels name it. */
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    static String repository(String name) {
        return name.split("/", 3)[1];
    }

    List<Path> files() {
        return files;
    }

    List<String> repositories() {
        return List.copyOf(triples.keySet());
    }

    /** Of these repositories, as they stand in the corpus. */
    List<Example> examples(Collection<String> repositories) {
        return examples.stream().filter(e -> repositories.contains(e.group())).toList();
    }

    Rarity rarity(Collection<String> repositories) {
        int[] sum = new int[Rarity.triples()];
        triples.forEach((repository, counts) -> {
            for (int i = 0; repositories.contains(repository) && i < sum.length; i++) {
                sum[i] += counts[i];
            }
        });
        return Rarity.of(sum);
    }

    int count(Labels.Answer answer) {
        return answers[answer.ordinal()];
    }
}
