package io.keywatch.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keywatch.detect.scan.judge.Trees;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final String HEADER =
            "Id,FileID,Domain,RepoName,FilePath,LineStart,LineEnd,GroundTruth,ValueStart,ValueEnd,CryptographyKey,"
                    + "PredefinedPattern,Category\n";

    @TempDir
    private Path folder;

    @Test
    void dealsOutEveryGroupOnceAndTheSameForTheSameSeed() {
        List<String> groups = IntStream.range(0, 23).mapToObj(i -> "g" + i).toList();

        Folds folds = Folds.of(groups, 5, 1);

        assertThat(folds).isEqualTo(Folds.of(groups.reversed(), 5, 1));
        assertThat(folds.byGroup()).hasSize(23).containsValues(0, 1, 2, 3, 4);
        assertThatThrownBy(() -> folds.of("other")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void growsTreesForWhatNoSingleColumnTells() {
        Random random = new Random(3);
        float[][] rows = new float[2000][2];
        boolean[] yes = new boolean[rows.length];
        double[] weights = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = random.nextFloat();
            rows[i][1] = random.nextFloat();
            yes[i] = rows[i][0] > 0.5 != rows[i][1] > 0.5;
            weights[i] = 1;
        }
        Boosting.Shape shape = new Boosting.Shape(60, 3, 0.3, 2, 1, 1, 1);

        Trees trees = Boosting.train(rows, yes, weights, shape, 1);

        long right = IntStream.range(0, rows.length)
                .filter(i -> trees.sum(rows[i]) > 0 == yes[i])
                .count();
        assertThat(right).isGreaterThan(1900);
    }

    @Test
    void calibratesLogOddsThatAreTooSure() {
        Random random = new Random(4);
        double[] logOdds = new double[20_000];
        boolean[] yes = new boolean[logOdds.length];
        for (int i = 0; i < logOdds.length; i++) {
            double honest = random.nextGaussian();
            yes[i] = random.nextDouble() < 1 / (1 + Math.exp(-honest));
            logOdds[i] = 3 * honest + 1;
        }

        Calibration calibration = Calibration.fit(logOdds, yes);

        assertThat(calibration.slope()).isCloseTo(1 / 3.0, within(0.03));
        assertThat(calibration.probability(1)).isCloseTo(0.5, within(0.03));
    }

    @Test
    void setsTheThresholdBetweenSecretsAndOthers() {
        double[] probabilities = {0.9, 0.8, 0.7, 0.2, 0.1};
        boolean[] yes = {true, true, true, false, false};

        assertThat(new Threshold(1).choose(probabilities, yes)).isBetween(0.2, 0.8);
    }

    @Test
    void measuresHowFarProbabilitiesAreFromWhatWas() {
        Reliability reliability = new Reliability();
        for (int i = 0; i < 10; i++) {
            reliability.add(0.8, i < 6);
        }

        assertThat(reliability.expectedError()).isCloseTo(0.2, within(1e-9));
        assertThat(reliability.brier()).isCloseTo(0.6 * 0.04 + 0.4 * 0.64, within(1e-9));
    }

    @Test
    void matchesLabelsAsTheScorerDoes() throws IOException {
        Files.writeString(
                folder.resolve("a.csv"),
                HEADER
                        + "1,a,GitHub,r,data/r/a.py,3,3,T,10,20,,,Password\n"
                        + "2,a,GitHub,r,data/r/a.py,3,3,F,30,40,,,Token\n"
                        + "3,a,GitHub,r,data/r/a.py,5,7,T,,,,,UUID\n"
                        + "4,a,GitHub,r,data/r/a.py,9,9,X,,,,,Password:UUID\n");
        Labels labels = Labels.read(folder, Set.of("UUID"));

        assertThat(labels.of("data/r/a.py", 3, 3, 19, 25)).isEqualTo(Labels.Answer.SECRET);
        assertThat(labels.of("data/r/a.py", 3, 3, 20, 25)).isEqualTo(Labels.Answer.UNLABELLED);
        assertThat(labels.of("data/r/a.py", 3, 3, 20, 31)).isEqualTo(Labels.Answer.NONE);
        assertThat(labels.of("data/r/a.py", 6, 6, 0, 5)).isEqualTo(Labels.Answer.LEFT_OUT);
        assertThat(labels.of("data/r/a.py", 9, 9, 0, 5)).isEqualTo(Labels.Answer.NONE);
        assertThat(labels.of("data/r/b.py", 3, 3, 10, 20)).isEqualTo(Labels.Answer.UNLABELLED);
    }

    @Test
    void makesTheSameClassifierAgainAndJudgesEveryRepositoryUnseen() throws IOException {
        corpus();
        StringWriter log = new StringWriter();
        TrainRun run = TrainRun.read(folder, Set.of("UUID"), 1, new PrintWriter(log));

        run.write(folder.resolve("first.bin"));
        TrainRun.read(folder, Set.of("UUID"), 1, new PrintWriter(log)).write(folder.resolve("second.bin"));
        run.evaluate(2, folder.resolve("findings.jsonl"));

        assertThat(folder.resolve("first.bin")).hasSameBinaryContentAs(folder.resolve("second.bin"));
        List<String> findings = Files.readAllLines(folder.resolve("findings.jsonl"));
        assertThat(findings).hasSizeBetween(60, 140).allMatch(line -> line.contains("\"path\":\"data/r"));
        assertThat(log.toString()).contains("fold 2:", "Brier");
    }

    @Test
    void refusesACorpusThatTeachesNothing() throws IOException {
        Files.createDirectories(folder.resolve("data/r1"));
        Files.createDirectories(folder.resolve("meta"));

        assertThatThrownBy(() -> TrainRun.read(folder, Set.of(), 1, new PrintWriter(new StringWriter())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("teaches nothing");
    }

    /** A dozen repositories, each with as many secrets as placeholders. */
    private void corpus() throws IOException {
        MadeUpValues values = new MadeUpValues(new Random(9));
        Files.createDirectories(folder.resolve("meta"));
        for (int r = 0; r < 12; r++) {
            StringBuilder text = new StringBuilder();
            StringBuilder labels = new StringBuilder(HEADER);
            for (int line = 1; line <= 20; line++) {
                boolean secret = line % 2 == 0;
                MadeUpValues.Kind kind = secret ? MadeUpValues.Kind.RANDOM : MadeUpValues.Kind.MESSAGE;
                text.append("password_")
                        .append(line)
                        .append(" = \"")
                        .append(values.of(kind))
                        .append("\"\n");
                labels.append("%d,f,GitHub,r%d,data/r%d/conf/a.py,%d,%d,%s,,,,,Password\n"
                        .formatted(line, r, r, line, line, secret ? "T" : "F"));
            }
            Path file = folder.resolve("data/r" + r + "/conf/a.py");
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.writeString(folder.resolve("meta/r" + r + ".csv"), labels);
        }
    }
}
