package io.keywatch.detect.scan.assign;

/** What came of a value that stands after a telling name, and why. */
public enum Ruling {
    FOUND("reported"),
    LENGTH("too short or too long"),
    REFERENCE("points to where the secret is"),
    TEMPLATE("a template to be filled in"),
    EXPRESSION("an expression of a program, not a value"),
    ORDINARY("a URL, path, version, date, markup, prose or common word"),
    NAME_REPEATED("repeats its own name"),
    MADE_UP("made of the words of which examples are made"),
    PUBLISHED("published by its vendor as an example"),
    UNLIKELY("unlikely by its value, its name and its place");

    private final String reason;

    Ruling(String reason) {
        this.reason = reason;
    }

    /** For people. */
    public String reason() {
        return reason;
    }
}
