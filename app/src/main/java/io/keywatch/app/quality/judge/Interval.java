package io.keywatch.app.quality.judge;

/** An estimate with its 95 % interval. */
public record Interval(double estimate, double low, double high) {
    /** Two-sided 95 % of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /** Wilson's score interval for a proportion; all of [0, 1] when nothing was tried. */
    public static Interval wilson(long successes, long trials) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException("successes " + successes + " of " + trials);
        }
        if (trials == 0) {
            return new Interval(Double.NaN, 0, 1);
        }
        double n = trials;
        double p = successes / n;
        double z2 = Z * Z;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new Interval(p, successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    /** Byar's approximation of the exact Poisson interval, as a rate per unit of exposure. */
    public static Interval poissonRate(long count, double exposure) {
        double seen = (double) count;
        double upper = seen + 1;
        double low = count == 0 ? 0 : seen * Math.pow(1 - 1 / (9 * seen) - Z / (3 * Math.sqrt(seen)), 3);
        double high = upper * Math.pow(1 - 1 / (9 * upper) + Z / (3 * Math.sqrt(upper)), 3);
        return new Interval(seen / exposure, Math.max(0, low) / exposure, high / exposure);
    }
}
