package io.keywatch.enrich.context;

import java.util.Locale;

/** How much an account matters, as its owner says. */
public enum Criticality {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** As in settings and in findings: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
