package io.keywatch.detect.sigma.match;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value of a rule, ready to be compared with one value of an event. Immutable and thread-safe. */
public interface ValueTest {
    boolean test(String value);

    /** Whatever value is there matches, so that knowing it is there is enough. */
    default boolean matchesAnything() {
        return false;
    }

    /** Text that stands for itself: what eventName and eventSource are mostly compared with. */
    default @Nullable String literal() {
        return null;
    }

    /** The comparisons of {@code lt}, {@code lte}, {@code gt} and {@code gte}. */
    enum Order {
        LT,
        LTE,
        GT,
        GTE;

        boolean holds(int comparison) {
            return switch (this) {
                case LT -> comparison < 0;
                case LTE -> comparison <= 0;
                case GT -> comparison > 0;
                case GTE -> comparison >= 0;
            };
        }
    }

    /** The parts of a date that the time modifiers take out, in UTC as CloudTrail writes it. */
    enum DatePart {
        MINUTE(ChronoField.MINUTE_OF_HOUR),
        HOUR(ChronoField.HOUR_OF_DAY),
        DAY(ChronoField.DAY_OF_MONTH),
        WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        MONTH(ChronoField.MONTH_OF_YEAR),
        YEAR(ChronoField.YEAR);

        private final TemporalField field;

        DatePart(TemporalField field) {
            this.field = field;
        }

        static @Nullable DatePart of(String name) {
            for (DatePart part : values()) {
                if (part.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return part;
                }
            }
            return null;
        }
    }

    /** Numbers compare as numbers, so that {@code 1} is {@code 1.0}. */
    record Equal(BigDecimal number) implements ValueTest {
        @Override
        public boolean test(String value) {
            BigDecimal other = parsed(value);
            return other != null && number.compareTo(other) == 0;
        }
    }

    record Compare(Order order, BigDecimal number) implements ValueTest {
        @Override
        public boolean test(String value) {
            BigDecimal other = parsed(value);
            return other != null && order.holds(other.compareTo(number));
        }
    }

    record OfDate(DatePart part, ValueTest test) implements ValueTest {
        @Override
        public boolean test(String value) {
            try {
                ZonedDateTime date = Instant.parse(value).atZone(ZoneOffset.UTC);
                return test.test(Integer.toString(date.get(part.field)));
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    /** @param required text that stands in all that matches; null where there is none */
    record Matching(
            com.google.re2j.Pattern pattern, @Nullable Wildcard required) implements ValueTest {
        static Matching of(com.google.re2j.Pattern pattern) {
            String text = RequiredText.of(pattern.pattern());
            boolean cased = (pattern.flags() & com.google.re2j.Pattern.CASE_INSENSITIVE) == 0;
            return new Matching(pattern, text == null ? null : Wildcard.ofPlain(text, true, true, cased));
        }

        @Override
        public boolean test(String value) {
            return (required == null || required.test(value))
                    && pattern.matcher(value).find();
        }
    }

    /** @return null for what is no number, or too long to be one that somebody meant */
    static @Nullable BigDecimal parsed(String text) {
        if (text.isEmpty() || text.length() > 40 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return null;
        }
        char first = text.charAt(0);
        if ((first < '0' || first > '9') && first != '-' && first != '+') {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
