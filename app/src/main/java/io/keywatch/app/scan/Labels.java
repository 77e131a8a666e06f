package io.keywatch.app.scan;

import java.util.Locale;

/** Enum constants as outside readers see them: lower case with hyphens. */
final class Labels {
    private Labels() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
