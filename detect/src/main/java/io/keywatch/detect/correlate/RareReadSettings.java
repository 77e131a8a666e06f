package io.keywatch.detect.correlate;

/**
 * D1. Units are surprises: up to 3 for a secret that nobody who resembles the principal has read, 1/(1 + peers) else.
 *
 * @param alertAt sum within 12 hours, above what the principal's days hold, at which it pages
 * @param slowAt likewise within 7 days
 * @param grownUpDays below this age a principal's surprises count three tenths
 * @param critical secrets that page sooner
 */
public record RareReadSettings(double alertAt, double slowAt, int grownUpDays, CriticalSecrets critical) {
    public static final double MIN_SUM = 1;
    public static final double MAX_SUM = 1_000;
    public static final int MAX_DAYS = 90;

    /** Two secrets of no peer in one sitting happen to people; with a third that four at most of its peers read they alert. */
    public static final RareReadSettings DEFAULTS = new RareReadSettings(6.2, 16, 14, CriticalSecrets.NONE);

    public RareReadSettings {
        if (!within(alertAt) || !within(slowAt)) {
            throw new IllegalArgumentException("alertAt and slowAt: 1 to 1000, were " + alertAt + " and " + slowAt);
        }
        if (grownUpDays < 1 || grownUpDays > MAX_DAYS) {
            throw new IllegalArgumentException("grownUpDays: 1 to 90, was " + grownUpDays);
        }
    }

    private static boolean within(double sum) {
        return sum >= MIN_SUM && sum <= MAX_SUM;
    }

    long alertMilli() {
        return Math.round(alertAt * 1_000);
    }

    long slowMilli() {
        return Math.round(slowAt * 1_000);
    }
}
