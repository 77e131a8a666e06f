package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.Entropy;
import io.keywatch.detect.scan.text.Lines;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Joins AWS access key ids with the secret keys near them. A secret key has no mark of its own: 40 characters of
 * base64; near an id such a run needs no name. A pair is critical, and carries the id.
 */
final class AwsPairing {
    private static final String ID_TYPE = "aws-access-key-id";
    private static final String SECRET_TYPE = "aws-secret-key";
    private static final String TOKEN_TYPE = "aws-session-token";

    /** Lines between an id and its secret, in credential files, exports, console CSV and JSON alike. */
    private static final int WITHIN_LINES = 12;

    private static final int WITHIN_BYTES = 1_500;
    private static final int SECRET_LENGTH = 40;

    /** Random base64 of 40 has 4.6 bits on average, below 4.25 about once in a hundred. */
    private static final double MIN_ENTROPY = 4.2;

    private static final ByteSet BASE64 = ByteSet.ALNUM.or(ByteSet.of("+/"));
    private static final ByteSet AROUND = BASE64.or(ByteSet.of("=_-."));

    private AwsPairing() {}

    static List<Candidate> apply(byte[] bytes, int length, List<Candidate> candidates, Lines lines) {
        TreeMap<Integer, Candidate> ids = new TreeMap<>();
        for (Candidate c : candidates) {
            if (c.rule().type().equals(ID_TYPE)) {
                ids.put(c.start(), c);
            }
        }
        if (ids.isEmpty()) {
            return candidates;
        }
        List<Candidate> joined = new ArrayList<>();
        Set<String> paired = new HashSet<>();
        for (Candidate c : candidates) {
            boolean secret = c.rule().type().equals(SECRET_TYPE);
            Candidate id = secret || c.rule().type().equals(TOKEN_TYPE) ? nearest(ids, c.start(), lines) : null;
            String keyId = id == null ? null : id.accessKeyId();
            if (id == null || keyId == null) {
                joined.add(c);
                continue;
            }
            if (secret) {
                paired.add(keyId);
            }
            joined.add(c.paired(secret ? Severity.CRITICAL : c.severity(), 0.97, keyId, id.accountId()));
        }
        for (Candidate id : ids.values()) {
            if (id.accessKeyId() != null && !paired.contains(id.accessKeyId())) {
                search(bytes, length, id, lines, joined);
            }
        }
        return joined;
    }

    /** On equal distance the id before: files state the id first. */
    private static @Nullable Candidate nearest(NavigableMap<Integer, Candidate> ids, int at, Lines lines) {
        Map.Entry<Integer, Candidate> before = ids.floorEntry(at);
        Map.Entry<Integer, Candidate> after = ids.ceilingEntry(at);
        Map.Entry<Integer, Candidate> best =
                before == null || (after != null && after.getKey() - at < at - before.getKey()) ? after : before;
        if (best == null) {
            return null;
        }
        boolean near = Math.abs(lines.line(best.getKey()) - lines.line(at)) <= WITHIN_LINES
                && Math.abs(best.getKey() - at) <= 2 * WITHIN_BYTES;
        return near ? best.getValue() : null;
    }

    private static void search(byte[] b, int length, Candidate id, Lines lines, List<Candidate> out) {
        int line = lines.line(id.start());
        int from = Math.max(lines.start(line - WITHIN_LINES), id.start() - WITHIN_BYTES);
        int to = Math.min(Math.min(length, lines.start(line + WITHIN_LINES + 1)), id.end() + WITHIN_BYTES);
        // after the id first, then before it
        if (!run(b, length, id.end(), to, id, out)) {
            run(b, length, from, id.start(), id, out);
        }
    }

    private static boolean run(byte[] b, int length, int from, int to, Candidate id, List<Candidate> out) {
        int i = from;
        while (i < to) {
            if (!AROUND.has(b[i])) {
                i++;
                continue;
            }
            int end = i;
            while (end < length && AROUND.has(b[end])) {
                end++;
            }
            // "key=value" without quotes is one run: the value is what follows the sign
            int start = i;
            for (int k = i; k < end; k++) {
                if (b[k] == '=' && end - k - 1 == SECRET_LENGTH) {
                    start = k + 1;
                }
            }
            if (end - start == SECRET_LENGTH && secret(b, start, end)) {
                out.add(new Candidate(
                        BuiltinRules.AWS_SECRET_NEAR_ID,
                        start,
                        end,
                        0,
                        Rank.CONTEXT,
                        BuiltinRules.AWS_SECRET_NEAR_ID.confidence(),
                        Severity.CRITICAL,
                        Validation.UNCHECKED,
                        id.accessKeyId(),
                        id.accountId()));
                return true;
            }
            i = end;
        }
        return false;
    }

    private static boolean secret(byte[] b, int from, int to) {
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = from; i < to; i++) {
            if (!BASE64.has(b[i])) {
                return false;
            }
            upper |= ByteSet.UPPER.has(b[i]);
            lower |= ByteSet.LOWER.has(b[i]);
            digit |= ByteSet.DIGIT.has(b[i]);
        }
        return upper
                && lower
                && digit
                && Entropy.of(b, from, to) >= MIN_ENTROPY
                && !io.keywatch.detect.scan.assign.Placeholders.isDummyToken(b, from, to)
                && !KnownValues.contains(b, from, to);
    }
}
