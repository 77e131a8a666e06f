package io.keywatch.detect.scan.check;

/**
 * {@code ghs_}: 36 characters whose checksum did not hold for the public samples, so that nothing can be said of them, or
 * since 2026 the id of the app and a JSON Web Token.
 */
final class GithubServerToken implements OfflineCheck {
    private static final int PREFIX = 4;
    private static final int PLAIN = 40;

    private final OfflineCheck jwt;

    GithubServerToken(OfflineCheck jwt) {
        this.jwt = jwt;
    }

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        if (to - from <= PLAIN) {
            return to - from == PLAIN ? Verdict.UNCHECKED : Verdict.REJECTED;
        }
        int at = from + PREFIX;
        while (at < to && bytes[at] != '_') {
            at++;
        }
        return jwt.of(bytes, Math.min(at + 1, to), to);
    }
}
