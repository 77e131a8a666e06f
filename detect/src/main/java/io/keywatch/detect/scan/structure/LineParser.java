package io.keywatch.detect.scan.structure;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats of one secret a line, at a fixed place in it. */
final class LineParser implements FieldParser {
    /** {@code user:secret}: rsyncd.secrets. */
    static final Pattern AFTER_COLON = Pattern.compile("[^:#\\s][^:\\s]*:(\\S+)");

    /** {@code [host]:port user:secret}: sasl_passwd. */
    static final Pattern AFTER_LAST_COLON = Pattern.compile("[^#\\s]\\S*\\s+[^:\\s]+:(\\S+)");

    /** {@code client server secret addresses}: chap-secrets. */
    static final Pattern THIRD_WORD = Pattern.compile("[^#\\s]\\S*\\s+\\S+\\s+(?:\"([^\"]+)\"|([^\"\\s]+))(?:\\s.*)?");

    /** {@code psk="secret"}: wpa_supplicant.conf. */
    static final Pattern PRE_SHARED_KEY =
            Pattern.compile("\\s*(?:psk|wep_key\\d)\\s*=\\s*(?:\"([^\"]+)\"|([0-9a-fA-F]{10,64}))");

    /** A file that is nothing but the secret: master.key of Rails, a password file of ansible-vault. */
    static final Pattern WHOLE = Pattern.compile("([^\\s#!]\\S{7,})");

    /** A longer line is none of these. */
    private static final int MAX_LINE = 1_000;

    private final Pattern line;

    LineParser(Pattern line) {
        this.line = line;
    }

    @Override
    public void parse(byte[] b, int length, Fields fields) {
        int start = 0;
        while (start < length) {
            int end = start;
            while (end < length && b[end] != '\n' && b[end] != '\r') {
                end++;
            }
            if (end > start && end - start <= MAX_LINE) {
                Matcher matcher = line.matcher(new String(b, start, end - start, StandardCharsets.ISO_8859_1));
                if (matcher.matches()) {
                    int group = matcher.start(1) >= 0 ? 1 : 2;
                    fields.field("secret", start + matcher.start(group), start + matcher.end(group));
                    if (line == WHOLE) {
                        return;
                    }
                }
            }
            start = end + 1;
        }
    }
}
