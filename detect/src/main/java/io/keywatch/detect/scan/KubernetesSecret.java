package io.keywatch.detect.scan;

import io.keywatch.detect.scan.decode.Run;
import io.keywatch.detect.scan.pattern.ByteSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code data} of a Kubernetes Secret, YAML or JSON: every value is base64 and is read as {@code name: value}.
 * Values of {@code stringData} stand in the open and need no help; those of a SealedSecret are encrypted.
 */
final class KubernetesSecret implements Detector {
    static final List<String> LITERALS = List.of("kind: secret", "\"kind\": \"secret\"", "\"kind\":\"secret\"");

    /** Kubernetes allows 1 MiB in a Secret. */
    private static final int MAX_DOCUMENT = 1_500_000;

    private static final ByteSet NAME = ByteSet.WORD.or(ByteSet.of("-."));
    private static final ByteSet BASE64 = ByteSet.ALNUM.or(ByteSet.of("+/="));
    static final byte[] SEPARATOR = "\n---".getBytes(StandardCharsets.US_ASCII);
    static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void verify(TextScan scan, int start, int end) {
        byte[] b = scan.bytes();
        if (start < scan.secretTo() || (end < scan.length() && NAME.has(b[end]))) {
            return;
        }
        int from = start;
        int earliest = Math.max(scan.secretTo(), start - MAX_DOCUMENT);
        // whatever comes of it, these bytes are not searched again
        scan.secretTo(end);
        while (from > earliest && !at(b, from - 1, SEPARATOR, scan.length())) {
            from--;
        }
        int widest = Math.min(scan.length(), end + MAX_DOCUMENT);
        int separator = scan.nextSeparator().in(b, end, widest);
        int to = separator < 0 ? widest : separator;
        int data = scan.nextData().in(b, from, to);
        while (data >= 0) {
            int after = data + DATA.length;
            boolean whole = data == 0 || !NAME.has(b[data - 1]);
            while (after < to && (b[after] == '"' || b[after] == ' ')) {
                after++;
            }
            if (whole && after < to && b[after] == ':') {
                scan.secretTo(Math.max(end, entries(scan, after + 1, to)));
                return;
            }
            data = scan.nextData().in(b, data + 1, to);
        }
    }

    /** Pairs until something stands that is none. */
    private static int entries(TextScan scan, int from, int to) {
        byte[] b = scan.bytes();
        int i = from;
        while (i < to) {
            while (i < to && (ByteSet.SPACE.has(b[i]) || b[i] == '"' || b[i] == '{' || b[i] == ',')) {
                i++;
            }
            int name = i;
            while (i < to && NAME.has(b[i])) {
                i++;
            }
            int nameEnd = i;
            while (i < to && (b[i] == '"' || b[i] == ' ')) {
                i++;
            }
            if (nameEnd == name || i >= to || b[i] != ':') {
                return name;
            }
            i++;
            while (i < to && (b[i] == '"' || b[i] == '\'' || b[i] == ' ')) {
                i++;
            }
            int value = i;
            while (i < to && BASE64.has(b[i])) {
                i++;
            }
            entry(scan, name, nameEnd, value, i);
            if (i == value && i < to && b[i] != '\n' && b[i] != '"' && b[i] != ',') {
                return i;
            }
        }
        return i;
    }

    private static void entry(TextScan scan, int name, int nameEnd, int value, int end) {
        Run decoded = Run.named(scan.bytes(), name, nameEnd, value, end);
        if (decoded != null) {
            scan.addNested(decoded);
        }
    }

    private static boolean at(byte[] b, int at, byte[] what, int limit) {
        return at + what.length <= limit && Arrays.equals(b, at, at + what.length, what, 0, what.length);
    }
}
