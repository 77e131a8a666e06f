package io.keywatch.ingest.cloudtrail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Times as CloudTrail writes them. The one shape that matters, {@code 2024-07-31T12:29:17Z}, is read by hand: three
 * times a record, java.time's formatter would cost as much as all the rest of the parse.
 */
final class IsoTime {
    private static final int SECONDS_LENGTH = 20;
    private static final int SECONDS_PER_DAY = 86_400;
    /** Ten digits of seconds reach the year 2286; thirteen are milliseconds. */
    private static final int EPOCH_SECONDS_DIGITS = 10;

    private static final int EPOCH_MILLIS_DIGITS = 13;

    private IsoTime() {}

    /** @return null for what is no time */
    static @Nullable Instant parse(String text) {
        if (text.length() == SECONDS_LENGTH && text.charAt(19) == 'Z') {
            Instant fast = seconds(text);
            if (fast != null) {
                return fast;
            }
        }
        return lenient(text);
    }

    private static @Nullable Instant seconds(String text) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        int second = digits(text, 17, 2);
        boolean shaped = text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
        boolean sane = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
        if (!shaped || !sane || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return null;
        }
        return Instant.ofEpochSecond(
                epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second);
    }

    private static @Nullable Instant lenient(String text) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return switch (text.length()) {
                    case EPOCH_SECONDS_DIGITS -> Instant.ofEpochSecond(Long.parseLong(text));
                    case EPOCH_MILLIS_DIGITS -> Instant.ofEpochMilli(Long.parseLong(text));
                    default -> null;
                };
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    /** Days since 1970-01-01 of the proleptic Gregorian calendar, counted from 1 March so that leap days come last. */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int monthFromMarch = (month + 9) % 12;
        int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        // 719468 days lie between 0000-03-01 and 1970-01-01
        return era * 146_097L + dayOfEra - 719_468;
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** @return -1 when one of them is no digit */
    private static int digits(String text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
