package io.keywatch.detect.scan.check;

/** The value of a basic authorization header: base64 of printable {@code user:password}. */
final class BasicCredentials implements OfflineCheck {
    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        byte[] decoded = Alphabets.base64(bytes, from, to);
        if (decoded == null) {
            return Verdict.REJECTED;
        }
        int colon = -1;
        for (int i = 0; i < decoded.length; i++) {
            if (decoded[i] < ' ' || decoded[i] == 0x7f) {
                return Verdict.REJECTED;
            }
            if (colon < 0 && decoded[i] == ':') {
                colon = i;
            }
        }
        return colon >= 0 && decoded.length - colon > 3 ? Verdict.STRUCTURE_OK : Verdict.REJECTED;
    }
}
