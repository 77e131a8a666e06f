package io.keywatch.app.quality.process;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a node is born with, drawn independently of everybody else. */
record Traits(
        double zipf,
        double rate,
        double branching,
        double offspringSeconds,
        double season,
        double phaseHours,
        double curiosity,
        double sweeps,
        List<double[]> chain,
        double refused,
        boolean user,
        boolean instance,
        String agent,
        double wanders,
        double sessionHours,
        int born,
        int gone) {

    /** Most a single principal starts per day; the tail of the rates ends here. */
    private static final double FASTEST = 180;

    private static final List<String> AGENTS = List.of(
            "Boto3/1.26.",
            "Boto3/1.35.",
            "aws-sdk-java/2.20.",
            "aws-sdk-go/1.44.",
            "aws-cli/2.13.",
            "aws-sdk-nodejs/2.11.");

    static Traits draw(SplittableRandom random, int born, int gone) {
        boolean seasonal = random.nextDouble() < 0.4;
        boolean sweeper = !seasonal && random.nextDouble() < 0.06;
        boolean user = random.nextDouble() < 0.3;
        return new Traits(
                0.9 + random.nextDouble() * 0.7,
                Math.min(FASTEST, Chance.logNormal(random, seasonal ? 4 : 7, 1.1)),
                0.2 + 0.4 * random.nextDouble(),
                Chance.logNormal(random, 90, 1.0),
                seasonal ? 0.8 + 0.2 * random.nextDouble() : 0.2 * random.nextDouble(),
                seasonal ? 13 + 3 * random.nextGaussian() : random.nextDouble() * 24,
                // A few are far more curious than the rest.
                Math.min(0.05, Chance.pareto(random, seasonal ? 0.0012 : 0.0001, 1.2, 0.05)),
                sweeper ? (random.nextDouble() < 0.5 ? 1.0 : 1.0 / 7) : 0,
                chain(random),
                random.nextDouble() < 0.1 ? 0.02 : 0.002,
                user,
                !user && !seasonal && random.nextDouble() < 0.35,
                AGENTS.get(random.nextInt(AGENTS.size())) + random.nextInt(60),
                seasonal ? 0.5 : 0.02,
                1 + random.nextDouble() * 11,
                born,
                gone);
    }

    private static List<double[]> chain(SplittableRandom random) {
        double[] base = {0.35, 0.10, 0.48, 0.02, 0.05};
        List<double[]> chain = new ArrayList<>();
        for (int from = 0; from < base.length; from++) {
            double[] weights = new double[base.length];
            double sum = 0;
            for (int to = 0; to < base.length; to++) {
                // Gamma(1)-jitter of the base, with inertia: what was done is done again.
                double weight = base[to] * (0.3 + random.nextExponential()) * (from == to ? 2.5 : 1);
                sum += weight;
                weights[to] = sum;
            }
            chain.add(weights);
        }
        return chain;
    }
}
