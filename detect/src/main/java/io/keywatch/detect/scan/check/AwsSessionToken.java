package io.keywatch.detect.scan.check;

import java.nio.charset.StandardCharsets;

/** AWS session tokens are base64 of a structure that names its origin. */
final class AwsSessionToken implements OfflineCheck {
    private static final byte[] ORIGIN = "origin_ec".getBytes(StandardCharsets.US_ASCII);

    /** Marker bytes stand within the first field. */
    private static final int HEAD = 16;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int whole = from + (Math.min(to - from, 400) & ~3);
        byte[] head = Alphabets.base64(bytes, from, whole);
        if (head == null) {
            return Verdict.REJECTED;
        }
        for (int i = 0; i < Math.min(HEAD, head.length - ORIGIN.length); i++) {
            if (java.util.Arrays.equals(head, i, i + ORIGIN.length, ORIGIN, 0, ORIGIN.length)) {
                return Verdict.STRUCTURE_OK;
            }
        }
        // older tokens carry "aws", which is YXdz where it falls on a boundary of three bytes
        return Alphabets.text(bytes, from, Math.min(to, from + 80)).contains("YXdz")
                ? Verdict.STRUCTURE_OK
                : Verdict.REJECTED;
    }
}
