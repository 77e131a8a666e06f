package io.keywatch.detect.scan.check;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * {@code github_pat_} + 22 + {@code _} + 59: eight of the last sixteen characters are base32 of the SHA-256 of all
 * before them. Known from one public vector, so a mismatch only lowers the confidence.
 */
final class GithubFineGrained implements OfflineCheck {
    private static final int TAIL = 16;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        if (to - from <= TAIL) {
            return Verdict.REJECTED;
        }
        byte[] digest = sha256(bytes, from, to - TAIL);
        StringBuilder expected = new StringBuilder();
        long head = 0;
        for (int i = 0; i < 5; i++) {
            head = head << 8 | (digest[i] & 0xff);
        }
        for (int shift = 35; shift >= 0; shift -= 5) {
            expected.append(Alphabets.BASE32.charAt((int) (head >> shift) & 31));
        }
        return Alphabets.begins(bytes, to - TAIL, to, expected.toString()) ? Verdict.CHECKSUM_OK : Verdict.DOUBTFUL;
    }

    private static byte[] sha256(byte[] bytes, int from, int to) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, to - from);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
