package io.keywatch.app.quality.office;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The randomness of one organisation. */
final class Dice {
    final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    double uniform(double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    /** Knuth's product method: the means here are small. */
    int poisson(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            count++;
            product *= random.nextDouble();
        }
        return count;
    }

    Instant soon(Instant from, double meanSeconds) {
        return from.plus(Duration.ofMillis((long) (random.nextExponential() * meanSeconds * 1_000)));
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The first few of a list are picked most: rank r with weight 1/r. */
    <T> T pickByRank(List<T> list) {
        double rank = Math.exp(random.nextDouble() * Math.log(list.size() + 1.0));
        return list.get(Math.min(list.size() - 1, (int) rank - 1));
    }

    <T> List<T> sample(List<T> list, int count) {
        List<T> rest = new ArrayList<>(list);
        int taken = Math.min(count, rest.size());
        for (int i = 0; i < taken; i++) {
            int j = i + random.nextInt(rest.size() - i);
            T swapped = rest.get(i);
            rest.set(i, rest.get(j));
            rest.set(j, swapped);
        }
        return new ArrayList<>(rest.subList(0, taken));
    }

    String hex(int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }
}
