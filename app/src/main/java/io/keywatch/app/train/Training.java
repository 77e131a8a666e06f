package io.keywatch.app.train;

import io.keywatch.detect.scan.judge.Classifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a classifier is made of: repositories of a corpus, and examples made up, which belong to every part of it. */
record Training(List<Example> madeUp, long seed) {
    /** A miss weighs as a false alarm. */
    private static final Threshold THRESHOLD = new Threshold(1);

    Training {
        madeUp = List.copyOf(madeUp);
    }

    Classifier on(Corpus corpus, Collection<String> repositories) {
        List<Example> examples = new ArrayList<>(corpus.examples(repositories));
        examples.addAll(madeUp);
        return new Trainer(Boosting.Shape.DEFAULT, THRESHOLD, seed).train(examples, corpus.rarity(repositories));
    }
}
