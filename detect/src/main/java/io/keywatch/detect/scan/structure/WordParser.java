package io.keywatch.detect.scan.structure;

import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Words in a row, the value after its name: .netrc, .msmtprc, .fetchmailrc, redis.conf. */
final class WordParser implements FieldParser {
    private static final Set<String> NAMES = Words.setOf("""
        password passwd pass passphrase requirepass masterauth sentinel-pass secret
        """);
    private static final int MAX_WORD = 512;

    @Override
    public void parse(byte[] b, int length, Fields fields) {
        String before = "";
        int i = 0;
        while (i < length) {
            if (ByteSet.SPACE.has(b[i])) {
                i++;
                continue;
            }
            if (b[i] == '#' && (i == 0 || ByteSet.SPACE.has(b[i - 1])) && before.isEmpty()) {
                while (i < length && b[i] != '\n') {
                    i++;
                }
                continue;
            }
            byte quote = b[i] == '"' || b[i] == '\'' ? b[i] : 0;
            int start = quote == 0 ? i : i + 1;
            int end = start;
            while (end < length && (quote == 0 ? !ByteSet.SPACE.has(b[end]) : b[end] != quote && b[end] != '\n')) {
                end++;
            }
            i = quote == 0 ? end : Math.min(end + 1, length);
            if (end - start == 1 && b[start] == '=') {
                // password = "v" in .esmtprc
                continue;
            }
            if (NAMES.contains(before)) {
                if (end > start && end - start <= MAX_WORD) {
                    fields.field(before, start, end);
                }
                before = "";
            } else {
                before = new String(b, start, Math.min(end - start, 32), StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
            }
        }
    }
}
