package io.keywatch.detect.correlate;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Secrets of which one surprising read is worth a page.
 *
 * @param alertAt sum of surprise at which reads of such secrets page; other reads keep their own bar
 * @param names names or ARNs, where {@code *} stands for any characters: {@code prod/payments/*}
 */
public record CriticalSecrets(double alertAt, List<String> names) {
    /** What a single secret counts that nobody like the reader has read. */
    public static final double DEFAULT_ALERT_AT = 3;

    public static final CriticalSecrets NONE = new CriticalSecrets(DEFAULT_ALERT_AT, List.of());

    public CriticalSecrets {
        names = List.copyOf(names);
        if (!(alertAt >= RareReadSettings.MIN_SUM && alertAt <= RareReadSettings.MAX_SUM)) {
            throw new IllegalArgumentException("criticalAt: 1 to 1000, was " + alertAt);
        }
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("critical: a name is blank");
        }
    }

    /** Whether an ARN is one of them; compiled once. */
    interface Names {
        boolean holds(String arn);
    }

    Names compiled() {
        if (names.isEmpty()) {
            return arn -> false;
        }
        List<Pattern> patterns = names.stream().map(CriticalSecrets::pattern).toList();
        return arn -> {
            String name = nameOf(arn);
            return patterns.stream()
                    .anyMatch(pattern -> pattern.matcher(name).matches()
                            || pattern.matcher(arn).matches());
        };
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(
                Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** Of a secret or a parameter, which have a slash or none at the front in one store and not in the other. */
    private static String nameOf(String arn) {
        String[] parts = arn.split(":", 7);
        if (parts.length == 7) {
            return parts[6];
        }
        String last = parts[parts.length - 1];
        return last.startsWith("parameter/") ? last.substring("parameter/".length()) : last;
    }
}
