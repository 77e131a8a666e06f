package io.keywatch.app.train;

/**
 * Log odds to probabilities by a straight line through them (Platt), fitted on examples that the model had not seen.
 */
record Calibration(double slope, double offset) {
    private static final int STEPS = 200;

    static Calibration fit(double[] logOdds, boolean[] yes) {
        double slope = 1;
        double offset = 0;
        double loss = loss(slope, offset, logOdds, yes);
        for (int step = 0; step < STEPS; step++) {
            double g0 = 0;
            double g1 = 0;
            double h00 = 1e-6;
            double h01 = 0;
            double h11 = 1e-6;
            for (int i = 0; i < yes.length; i++) {
                double p = probability(slope, offset, logOdds[i]);
                double error = p - (yes[i] ? 1 : 0);
                double bend = p * (1 - p);
                g0 += error;
                g1 += error * logOdds[i];
                h00 += bend;
                h01 += bend * logOdds[i];
                h11 += bend * logOdds[i] * logOdds[i];
            }
            double determinant = h00 * h11 - h01 * h01;
            double stepOffset = (h11 * g0 - h01 * g1) / determinant;
            double stepSlope = (h00 * g1 - h01 * g0) / determinant;
            // a full step from where all is sure would overshoot
            double part = 1;
            double next = loss(slope - stepSlope, offset - stepOffset, logOdds, yes);
            while (next > loss && part > 1e-6) {
                part /= 2;
                next = loss(slope - part * stepSlope, offset - part * stepOffset, logOdds, yes);
            }
            if (next > loss) {
                break;
            }
            slope -= part * stepSlope;
            offset -= part * stepOffset;
            loss = next;
            if (Math.abs(stepOffset) + Math.abs(stepSlope) < 1e-9) {
                break;
            }
        }
        return new Calibration(slope, offset);
    }

    private static double loss(double slope, double offset, double[] logOdds, boolean[] yes) {
        double sum = 0;
        for (int i = 0; i < yes.length; i++) {
            double z = (yes[i] ? -1 : 1) * (slope * logOdds[i] + offset);
            sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
        }
        return sum;
    }

    double probability(double logOdds) {
        return probability(slope, offset, logOdds);
    }

    private static double probability(double slope, double offset, double logOdds) {
        return 1 / (1 + Math.exp(-(slope * logOdds + offset)));
    }
}
