package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.text.Entropy;
import io.keywatch.detect.scan.text.Lines;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.util.ArrayList;
import java.util.List;

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
        List<Candidate> ids =
                candidates.stream().filter(c -> c.rule().type().equals(ID_TYPE)).toList();
        if (ids.isEmpty()) {
            return candidates;
        }
        List<Candidate> paired = new ArrayList<>();
        for (Candidate c : candidates) {
            boolean secret = c.rule().type().equals(SECRET_TYPE);
            Candidate id = secret || c.rule().type().equals(TOKEN_TYPE) ? nearest(ids, c.start(), lines) : null;
            paired.add(
                    id == null || id.accessKeyId() == null
                            ? c
                            : c.paired(
                                    secret ? Severity.CRITICAL : c.severity(), 0.97, id.accessKeyId(), id.accountId()));
        }
        for (Candidate id : ids) {
            boolean has = paired.stream()
                    .anyMatch(c -> c.rule().type().equals(SECRET_TYPE)
                            && c.accessKeyId() != null
                            && c.accessKeyId().equals(id.accessKeyId()));
            if (!has) {
                search(bytes, length, id, lines, paired);
            }
        }
        return paired;
    }

    private static @org.jspecify.annotations.Nullable Candidate nearest(List<Candidate> ids, int at, Lines lines) {
        Candidate best = null;
        for (Candidate id : ids) {
            boolean near = Math.abs(lines.line(id.start()) - lines.line(at)) <= WITHIN_LINES
                    && Math.abs(id.start() - at) <= 2 * WITHIN_BYTES;
            // on equal distance the id before: files state the id first
            if (near && (best == null || Math.abs(id.start() - at) < Math.abs(best.start() - at))) {
                best = id;
            }
        }
        return best;
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
