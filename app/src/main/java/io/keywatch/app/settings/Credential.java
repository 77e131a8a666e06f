package io.keywatch.app.settings;

/** A password or token of Keywatch's own. Never printed; {@link #reveal()} only where it is handed to a client. */
public final class Credential {
    static final String MASK = "****";

    private final String value;

    Credential(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
