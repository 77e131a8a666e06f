package io.keywatch.app.quality;

import java.time.Duration;
import java.time.Instant;

/**
 * @param principals how many role issuers and users the organisation starts with, about
 * @param start midnight UTC of day 0, a Monday, so that seeds compare
 * @param trainDays days without attacks that a detector may learn from
 * @param days length of the run; test days are {@code trainDays..days}
 */
public record TrafficSettings(int principals, long seed, Instant start, int trainDays, int days) {
    /** 2026-03-02 is a Monday and keeps clear of the year's end. */
    public static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    /** Days 0-28 train and 29-42 test, as the method says. */
    public static final int TRAIN_DAYS = 29;

    public static final int DAYS = 43;
    /** Below this the smallest team is a single principal and peers mean nothing. */
    private static final int FEWEST_PRINCIPALS = 100;

    public TrafficSettings {
        if (principals < FEWEST_PRINCIPALS) {
            throw new IllegalArgumentException("principals: at least " + FEWEST_PRINCIPALS + ", was " + principals);
        }
        if (trainDays < 1 || days <= trainDays) {
            throw new IllegalArgumentException("days: " + days + " must be more than trainDays " + trainDays);
        }
    }

    public static TrafficSettings of(int principals, long seed) {
        return new TrafficSettings(principals, seed, MONDAY, TRAIN_DAYS, DAYS);
    }

    public Instant testStart() {
        return start.plus(Duration.ofDays(trainDays));
    }

    public Instant end() {
        return start.plus(Duration.ofDays(days));
    }

    public int testDays() {
        return days - trainDays;
    }
}
