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
        FieldParser known = switch (file) {
            case ".netrc", "_netrc", ".authinfo", ".msmtprc", ".esmtprc", ".fetchmailrc", "esmtprc", "msmtprc" ->
                new WordParser();
            case "redis.conf", "sentinel.conf", "valkey.conf" -> new WordParser();
            case ".pgpass", "pgpass.conf", "pgpass" -> new PgpassParser();
            case ".htpasswd", "htpasswd", "shadow", "shadow-", "passwd", "master.passwd" -> new PasswordFileParser();
            case "proftpdpasswd", "proftpd.passwd", "ftpd.passwd", "smbpasswd" -> new PasswordFileParser();
            case "mgmt-users.properties", "application-users.properties" -> new PasswordFileParser();
            case "rsyncd.secrets" -> new LineParser(LineParser.AFTER_COLON);
            case "sasl_passwd", "passwd.client" -> new LineParser(LineParser.AFTER_LAST_COLON);
            case "chap-secrets", "pap-secrets" -> new LineParser(LineParser.THIRD_WORD);
            case "wpa_supplicant.conf" -> new LineParser(LineParser.PRE_SHARED_KEY);
            case "master.key", ".vault-token", ".vault_pass", ".vault_pass.txt", "vault_pass.txt" ->
                new LineParser(LineParser.WHOLE);
            case ".vault-password", ".vault_password", ".ansible_vault_pass" -> new LineParser(LineParser.WHOLE);
            case "wp-config.php", "wp-config.bak", "wp-config.old.php", "wp-config-backup.php" -> new WordPressParser();
            default -> null;
        };
        return known != null ? known : bySuffix(file);
    }

    private static @Nullable FieldParser bySuffix(String file) {
        String suffix = file.substring(file.lastIndexOf('.') + 1);
        return switch (suffix) {
            case "csv", "tsv" -> new TableParser();
            case "htpasswd" -> new PasswordFileParser();
            case "netrc" -> new WordParser();
            case "tfstate" -> new StateParser();
            case "sql", "mysql", "pgsql", "psql", "dump" -> new SqlParser();
            default -> null;
        };
    }
}
