package io.keywatch.detect.access;

/**
 * D2.
 *
 * @param deviations standard deviations above the mean of the principal's days
 * @param atLeast different secrets below which a day is not worth a look, and new ones below which nobody is paged
 * @param daysKnown whole days before a principal is compared with itself
 */
public record DailyReadSettings(double deviations, int atLeast, int daysKnown) {
    public static final double MAX_DEVIATIONS = 100;
    public static final int MAX_AT_LEAST = ReadDay.MAX_READS;
    public static final int MAX_DAYS = 90;

    public static final DailyReadSettings DEFAULTS = new DailyReadSettings(4, 5, 7);

    public DailyReadSettings {
        if (!(deviations >= 1 && deviations <= MAX_DEVIATIONS)) {
            throw new IllegalArgumentException("deviations: 1 to 100, was " + deviations);
        }
        if (atLeast < 1 || atLeast > MAX_AT_LEAST) {
            throw new IllegalArgumentException("atLeast: 1 to " + MAX_AT_LEAST + ", was " + atLeast);
        }
        if (daysKnown < 1 || daysKnown > MAX_DAYS) {
            throw new IllegalArgumentException("daysKnown: 1 to 90, was " + daysKnown);
        }
    }
}
