package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.check.Checks;
import io.keywatch.detect.scan.check.OfflineCheck;
import io.keywatch.detect.scan.check.Verdict;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Private keys in PEM, with real or escaped line ends; service account files that hold one; PuTTY keys. */
final class PrivateKeys implements Detector {
    static final String PEM_LITERAL = "private key";
    static final String PUTTY_LITERAL = "putty-user-key-file-";

    /** A 16,384-bit RSA key is 12.6 KB in PEM; with escapes and quotes around each line, more. */
    private static final int MAX_WIDTH = 24_000;

    /** The members of a service account file around its key. */
    private static final int AROUND = 2_000;

    private static final int LABEL = 24;
    private static final byte[] DASHES = bytes("-----");
    private static final byte[] BEGIN = bytes("-----BEGIN ");
    private static final byte[] END = bytes("-----END ");
    private static final byte[] PUTTY_HEADER = bytes("PuTTY-User-Key-File-");
    private static final byte[] PRIVATE_LINES = bytes("Private-Lines:");
    private static final byte[] PRIVATE_MAC = bytes("Private-MAC: ");

    /** SHA-256 in hex. */
    private static final int MAC_LENGTH = 64;

    private static final byte[] SERVICE_ACCOUNT = bytes("\"service_account\"");

    private final OfflineCheck pem = Objects.requireNonNull(Checks.named("private-key-pem"));
    private final OfflineCheck putty = Objects.requireNonNull(Checks.named("putty-key"));
    private final OfflineCheck serviceAccount = Objects.requireNonNull(Checks.named("gcp-service-account"));

    @Override
    public void verify(TextScan scan, int start, int end) {
        byte[] b = scan.bytes();
        if (b[start] == 'P' && end - start == PUTTY_LITERAL.length()) {
            putty(scan, start);
            return;
        }
        int begin = lastIndexOf(b, BEGIN, start, Math.max(0, start - LABEL - BEGIN.length));
        if (begin < 0) {
            return;
        }
        int limit = Math.min(scan.length(), begin + MAX_WIDTH);
        int marker = marker(b, end, limit);
        int stop;
        if (marker >= 0 && b[marker + DASHES.length] == 'E') {
            int dashes = indexOf(b, DASHES, marker + END.length, Math.min(scan.length(), marker + 64));
            stop = dashes < 0 ? marker + END.length : dashes + DASHES.length;
        } else {
            // cut off: as far as it is a key
            stop = marker >= 0 ? marker : limit;
        }
        Verdict verdict = pem.of(b, begin, stop);
        if (verdict.rejected()) {
            return;
        }
        RuleInfo rule = BuiltinRules.PRIVATE_KEY;
        Severity severity = verdict.severity() == null ? rule.severity() : verdict.severity();
        if (inServiceAccount(scan, begin, stop)) {
            rule = BuiltinRules.GCP_SERVICE_ACCOUNT;
            severity = rule.severity();
        }
        scan.add(new Candidate(rule, begin, stop, 0, Rank.VERIFIED, 0.98, severity, verdict.validation(), null, null));
    }

    private boolean inServiceAccount(TextScan scan, int begin, int stop) {
        byte[] b = scan.bytes();
        int from = Math.max(0, begin - AROUND);
        int to = Math.min(scan.length(), stop + AROUND);
        if (indexOf(b, SERVICE_ACCOUNT, from, to) < 0) {
            return false;
        }
        int open = begin;
        while (open >= from && b[open] != '{') {
            open--;
        }
        int close = stop;
        while (close < to && b[close] != '}') {
            close++;
        }
        return open >= from
                && close < to
                && !serviceAccount.of(b, open, close + 1).rejected();
    }

    private void putty(TextScan scan, int start) {
        byte[] b = scan.bytes();
        int widest = Math.min(scan.length(), start + MAX_WIDTH);
        // up to the next file: headers without end, one after the other, are read once and not once for each
        int next = indexOf(b, PUTTY_HEADER, start + 1, widest);
        int limit = next < 0 ? widest : next;
        int lines = indexOf(b, PRIVATE_LINES, start, limit);
        if (lines < 0) {
            return;
        }
        int mac = indexOf(b, PRIVATE_MAC, lines, limit);
        Verdict verdict = putty.of(b, start, mac < 0 ? limit : Math.min(limit, mac + PRIVATE_MAC.length + MAC_LENGTH));
        if (verdict.rejected()) {
            return;
        }
        RuleInfo rule = BuiltinRules.PUTTY_KEY;
        scan.add(new Candidate(
                rule,
                start,
                mac < 0 ? limit : mac,
                0,
                Rank.VERIFIED,
                verdict.validation() == Validation.CHECKSUM_OK ? 0.99 : 0.95,
                verdict.severity() == null ? rule.severity() : verdict.severity(),
                verdict.validation(),
                null,
                null));
    }

    /** The next footer or header, whichever comes first. */
    private static int marker(byte[] b, int from, int limit) {
        int at = indexOf(b, DASHES, from, limit);
        while (at >= 0) {
            if (startsWith(b, at, END, limit) || startsWith(b, at, BEGIN, limit)) {
                return at;
            }
            at = indexOf(b, DASHES, at + 1, limit);
        }
        return -1;
    }

    private static boolean startsWith(byte[] b, int at, byte[] what, int limit) {
        return at + what.length <= limit && java.util.Arrays.equals(b, at, at + what.length, what, 0, what.length);
    }

    static int indexOf(byte[] b, byte[] what, int from, int to) {
        for (int i = from; i <= to - what.length; i++) {
            if (b[i] == what[0] && java.util.Arrays.equals(b, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] b, byte[] what, int before, int from) {
        for (int i = before - what.length; i >= from; i--) {
            if (java.util.Arrays.equals(b, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
