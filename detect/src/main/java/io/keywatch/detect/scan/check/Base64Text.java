package io.keywatch.detect.scan.check;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Base64 of a text that says what the token is: {@code reftkn:01:…} of JFrog, {@code tok:…} of Intercom, the presigned
 * URL of an EKS token.
 *
 * @param skip characters before the base64
 * @param decoded what the text has to begin with
 */
record Base64Text(int skip, Pattern decoded) implements OfflineCheck {
    /** What identifies it stands early. */
    private static final int HEAD = 256;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int start = from + skip;
        if (start >= to) {
            return Verdict.REJECTED;
        }
        byte[] raw = Alphabets.base64(bytes, start, Math.min(to, start + HEAD));
        return raw != null
                        && decoded.matcher(new String(raw, StandardCharsets.ISO_8859_1))
                                .lookingAt()
                ? Verdict.STRUCTURE_OK
                : Verdict.REJECTED;
    }
}
