package io.keywatch.detect.scan.structure;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * {@code user:hash} of .htpasswd, shadow and the like, {@code user=hash} of JBoss. Modern hashes have rules of their
 * own; this adds the traditional ones.
 */
final class PasswordFileParser implements FieldParser {
    private static final Pattern HASH = Pattern.compile(
            "\\$[\\w-]{1,16}\\$.{8,}|\\{(?:SSHA|SHA|PLAIN)\\}.{4,}|_?[./0-9A-Za-z]{13}|[./0-9A-Za-z]{20}|[0-9a-fA-F]{32}");

    @Override
    public void parse(byte[] b, int length, Fields fields) {
        int line = 0;
        while (line < length) {
            int end = line;
            int first = -1;
            int second = -1;
            while (end < length && b[end] != '\n' && b[end] != '\r') {
                if (b[end] == ':' || (b[end] == '=' && first < 0)) {
                    second = first >= 0 && second < 0 ? end : second;
                    first = first < 0 ? end : first;
                }
                end++;
            }
            int stop = second < 0 ? end : second;
            if (first > line && stop - first > 4 && stop - first < 512 && b[line] != '#') {
                String hash = new String(b, first + 1, stop - first - 1, StandardCharsets.ISO_8859_1);
                if (HASH.matcher(hash).matches()) {
                    fields.field("hash", first + 1, stop);
                }
            }
            line = end + 1;
        }
    }
}
