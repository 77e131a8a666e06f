package io.keywatch.local.demo;

import io.keywatch.sink.opensearch.FindingRow;

/**
 * A finding the script must lead to.
 *
 * @param rule rule id
 * @param about part of the finding's resource or principal, empty for any
 * @param state open or resolved
 */
record Expectation(String scene, String rule, String about, String state) {

    static Expectation open(String scene, String rule, String about) {
        return new Expectation(scene, rule, about, "open");
    }

    static Expectation resolved(String scene, String rule, String about) {
        return new Expectation(scene, rule, about, "resolved");
    }

    boolean isMetBy(FindingRow row) {
        return concerns(row) && row.state().equalsIgnoreCase(state);
    }

    boolean concerns(FindingRow row) {
        return row.rule().equals(rule)
                && (row.resource().contains(about) || row.principal().contains(about));
    }

    @Override
    public String toString() {
        return rule + (about.isEmpty() ? "" : " about " + about) + " (" + state + "; " + scene + ")";
    }
}
