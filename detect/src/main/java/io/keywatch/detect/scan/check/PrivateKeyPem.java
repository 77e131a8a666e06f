package io.keywatch.detect.scan.check;

import io.keywatch.schemas.v1.Severity;
import java.nio.charset.StandardCharsets;

/**
 * A PEM private key: a body that is base64 of ASN.1, of an OpenSSH key or of OpenPGP packets. Encrypted keys are of
 * low severity. A header without a body (documentation, a constant in code) is no key.
 */
final class PrivateKeyPem implements OfflineCheck {
    /** An Ed25519 key in PKCS#8 is 48 bytes; less is no private key. */
    private static final int MIN_BYTES = 40;

    private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        String text = Alphabets.text(bytes, from, to).replace("\\r", "\n").replace("\\n", "\n");
        int header = text.indexOf("-----", 11);
        if (header < 0) {
            return Verdict.REJECTED;
        }
        String label = text.substring(0, header);
        // the header's own dashes may run into an END
        int footer = text.indexOf("-----END", header + 5);
        StringBuilder body = new StringBuilder();
        boolean encrypted = label.contains("ENCRYPTED");
        boolean pgp = label.contains("PGP");
        for (String line :
                text.substring(header + 5, footer < 0 ? text.length() : footer).split("\n")) {
            String trimmed = trim(line);
            if (trimmed.contains(":")) {
                encrypted |= trimmed.contains("ENCRYPTED");
            } else if (!(pgp && trimmed.startsWith("="))) {
                body.append(trimmed);
            }
        }
        byte[] raw = body.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] der = Alphabets.base64(raw, 0, raw.length - raw.length % 4 == 1 ? raw.length - 1 : raw.length);
        if (der == null || der.length < MIN_BYTES) {
            return Verdict.REJECTED;
        }
        if (label.contains("OPENSSH")) {
            if (!startsWith(der, OPENSSH)) {
                return Verdict.REJECTED;
            }
            // a string with the cipher's name follows: four bytes of length, then "none" if not encrypted
            int at = OPENSSH.length + 4;
            encrypted |= der.length > at + 4 && !new String(der, at, 4, StandardCharsets.US_ASCII).equals("none");
        } else if (!pgp && !encrypted && der[0] != 0x30) {
            return Verdict.REJECTED;
        }
        return encrypted ? Verdict.STRUCTURE_OK.as(Severity.LOW) : Verdict.STRUCTURE_OK;
    }

    /** Drops what quoting and concatenation leave around a line of base64: {@code + "MIIE…" +}, comment signs. */
    private static String trim(String line) {
        int from = 0;
        int to = line.length();
        int close = Math.max(line.lastIndexOf('"'), line.lastIndexOf('\''));
        int open = Math.max(line.indexOf('"'), line.indexOf('\''));
        if (close > to / 2) {
            to = close;
        }
        if (open >= 0 && open < to / 2) {
            from = open + 1;
        }
        while (from < to && !inside(line.charAt(from))) {
            from++;
        }
        while (to > from && !inside(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean inside(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '/'
                || c == '='
                || c == '+';
    }

    private static boolean startsWith(byte[] bytes, byte[] head) {
        return bytes.length > head.length && java.util.Arrays.equals(bytes, 0, head.length, head, 0, head.length);
    }
}
