package io.keywatch.app.settings;

/**
 * One option as it was read.
 *
 * @param path with {@code []} after a list
 * @param kind of value, for people
 * @param defaultText as it would be written; empty where there is no default
 * @param effective value in force, masked where it may be secret
 */
public record Option(String path, String kind, String defaultText, String effective, String doc) {}
