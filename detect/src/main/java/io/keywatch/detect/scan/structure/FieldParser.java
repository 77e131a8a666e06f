package io.keywatch.detect.scan.structure;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one format. Pure and total: what it does not understand it leaves out. */
public interface FieldParser {
    /** Takes a value that its format calls a secret. */
    @FunctionalInterface
    interface Fields {
        /** @param name what the format calls it, e.g. {@code password}; the value stands in {@code [start, end)} */
        void field(String name, int start, int end);
    }

    void parse(byte[] bytes, int length, Fields fields);

    /** The parser of a file, by its name; null where the name promises no such format. */
    static @Nullable FieldParser of(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return switch (file) {
            case ".netrc", "_netrc", ".authinfo", ".msmtprc", ".esmtprc", ".fetchmailrc", "esmtprc", "msmtprc" ->
                new WordParser();
            case "redis.conf", "sentinel.conf", "valkey.conf" -> new WordParser();
            case ".pgpass", "pgpass.conf", "pgpass" -> new PgpassParser();
            case ".htpasswd", "htpasswd", "shadow", "shadow-", "passwd", "master.passwd" -> new PasswordFileParser();
            default ->
                file.endsWith(".csv") || file.endsWith(".tsv")
                        ? new TableParser()
                        : file.endsWith(".htpasswd") || file.endsWith(".netrc")
                                ? (file.endsWith(".netrc") ? new WordParser() : new PasswordFileParser())
                                : null;
        };
    }
}
