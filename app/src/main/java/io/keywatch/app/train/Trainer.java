package io.keywatch.app.train;

import io.keywatch.detect.scan.judge.Classifier;
import io.keywatch.detect.scan.judge.HashedWeights;
import io.keywatch.detect.scan.judge.Rarity;
import io.keywatch.detect.scan.judge.Trees;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a classifier of examples. The trees see what the word regression says of an example that it was not trained
 * on, as they will in use; calibration and threshold come from trees that had not seen the example either. Everything
 * is parted by group, so that no repository speaks for itself.
 */
final class Trainer {
    private static final int FOLDS = 5;

    private final Boosting.Shape shape;
    private final Threshold threshold;
    private final long seed;

    Trainer(Boosting.Shape shape, Threshold threshold, long seed) {
        this.shape = shape;
        this.threshold = threshold;
        this.seed = seed;
    }

    Classifier train(List<Example> examples, Rarity rarity) {
        Folds folds = Folds.of(examples.stream().map(Example::group).distinct().toList(), FOLDS, seed);
        int n = examples.size();
        float[][] rows = new float[n][];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Example> others = new ArrayList<>();
            for (Example example : examples) {
                if (folds.of(example.group()) != fold) {
                    others.add(example);
                }
            }
            HashedWeights words = WordRegression.train(others, seed);
            for (int i = 0; i < n; i++) {
                if (folds.of(examples.get(i).group()) == fold) {
                    rows[i] = Classifier.row(examples.get(i).sample(), words, rarity);
                }
            }
        }
        double[] unseen = new double[n];
        for (int fold = 0; fold < FOLDS; fold++) {
            Trees trees = trees(examples, rows, folds, fold);
            for (int i = 0; i < n; i++) {
                if (folds.of(examples.get(i).group()) == fold) {
                    unseen[i] = trees.sum(rows[i]);
                }
            }
        }
        List<Integer> judged = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (examples.get(i).judged()) {
                judged.add(i);
            }
        }
        double[] logOdds = judged.stream().mapToDouble(i -> unseen[i]).toArray();
        boolean[] yes = new boolean[logOdds.length];
        for (int i = 0; i < yes.length; i++) {
            yes[i] = examples.get(judged.get(i)).secret();
        }
        Calibration calibration = Calibration.fit(logOdds, yes);
        double[] probabilities = new double[logOdds.length];
        for (int i = 0; i < yes.length; i++) {
            probabilities[i] = calibration.probability(logOdds[i]);
        }
        HashedWeights words = WordRegression.train(examples, seed);
        Trees trees = trees(examples, rows, folds, -1);
        return new Classifier(
                rows[0].length - Classifier.ADDED,
                rarity,
                words,
                trees,
                (float) calibration.slope(),
                (float) calibration.offset(),
                (float) threshold.choose(probabilities, yes));
    }

    private Trees trees(List<Example> examples, float[][] rows, Folds folds, int without) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            if (folds.of(examples.get(i).group()) != without) {
                chosen.add(i);
            }
        }
        float[][] some = new float[chosen.size()][];
        boolean[] yes = new boolean[some.length];
        double[] weights = new double[some.length];
        for (int i = 0; i < some.length; i++) {
            Example example = examples.get(chosen.get(i));
            some[i] = rows[chosen.get(i)];
            yes[i] = example.secret();
            weights[i] = example.weight();
        }
        return Boosting.train(some, yes, weights, shape, seed);
    }
}
