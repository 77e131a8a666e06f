package io.keywatch.app.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Function;

/** Single values as texts. What does not fit is an IllegalArgumentException whose message continues "'text' ...". */
final class Scalars {
    private Scalars() {}

    static boolean flag(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    static int integer(String text, int min, int max) {
        try {
            return inRange(Integer.parseInt(text.strip()), min, max, String::valueOf);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("is not a whole number");
        }
    }

    static double decimal(String text, double min, double max) {
        try {
            return inRange(Double.parseDouble(text.strip()), min, max, String::valueOf);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("is not a number");
        }
    }

    static <T extends Comparable<T>> T inRange(T value, T min, T max, Function<T, String> write) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("is not between " + write.apply(min) + " and " + write.apply(max));
        }
        return value;
    }

    static URI http(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException notAnAddress) {
            // said below, with the same words
        }
        throw new IllegalArgumentException("is not an address such as http://host:port");
    }
}
