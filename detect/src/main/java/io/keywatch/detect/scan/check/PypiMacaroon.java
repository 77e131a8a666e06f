package io.keywatch.detect.scan.check;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * PyPI tokens: {@code pypi-} and a version 2 macaroon. Fields are (type, length, data); the location comes first and
 * is {@code pypi.org} or {@code test.pypi.org}, the signature of 32 bytes comes last.
 */
final class PypiMacaroon implements OfflineCheck {
    private static final int LOCATION = 1;
    private static final int SIGNATURE_BYTES = 32;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        byte[] raw = Alphabets.base64(bytes, from + "pypi-".length(), to);
        if (raw == null || raw.length < 48 || raw[0] != 2 || raw[1] != LOCATION) {
            return Verdict.REJECTED;
        }
        int length = raw[2];
        if (length < 0 || 3 + length > raw.length) {
            return Verdict.REJECTED;
        }
        String location = new String(raw, 3, length, StandardCharsets.ISO_8859_1);
        if (!location.endsWith("pypi.org")) {
            return Verdict.REJECTED;
        }
        int signature = raw.length - SIGNATURE_BYTES;
        boolean signed = Arrays.equals(raw, signature - 2, signature, new byte[] {6, SIGNATURE_BYTES}, 0, 2);
        return signed ? Verdict.STRUCTURE_OK : Verdict.DOUBTFUL;
    }
}
