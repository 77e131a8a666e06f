package io.keywatch.detect.scan.check;

import io.keywatch.schemas.v1.Severity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A PuTTY private key file. An unencrypted one carries a MAC over all of it that needs no passphrase: HMAC-SHA-1 under a
 * fixed key in version 2, HMAC-SHA-256 under an empty one in version 3 (appendix C of the PuTTY manual).
 */
final class PuttyKey implements OfflineCheck {
    private static final byte[] V2_KEY = "putty-private-key-file-mac-key".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        String text = Alphabets.text(bytes, from, to).replace("\\r", "").replace("\\n", "\n");
        List<String> lines = text.lines().map(String::strip).toList();
        if (lines.isEmpty() || !lines.getFirst().matches("PuTTY-User-Key-File-[123]: .+")) {
            return Verdict.REJECTED;
        }
        byte[] secret = block(lines, "Private-Lines: ");
        if (secret == null || secret.length == 0) {
            return Verdict.REJECTED;
        }
        String encryption = after(lines, "Encryption: ");
        if (encryption == null || !encryption.equals("none")) {
            return Verdict.STRUCTURE_OK.as(Severity.LOW);
        }
        String stated = after(lines, "Private-MAC: ");
        byte[] known = block(lines, "Public-Lines: ");
        String comment = after(lines, "Comment: ");
        if (stated == null || known == null || comment == null) {
            return Verdict.STRUCTURE_OK;
        }
        int colon = lines.getFirst().indexOf(':');
        boolean third = lines.getFirst().charAt(colon - 1) == '3';
        String algorithm = lines.getFirst().substring(colon + 2);
        return mac(third, algorithm, comment, known, secret).equals(stated) ? Verdict.CHECKSUM_OK : Verdict.DOUBTFUL;
    }

    static String mac(boolean third, String algorithm, String comment, byte[] known, byte[] secret) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (byte[] part : List.of(latin(algorithm), latin("none"), latin(comment), known, secret)) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                data.write(part.length >>> shift);
            }
            data.writeBytes(part);
        }
        try {
            String name = third ? "HmacSHA256" : "HmacSHA1";
            // HMAC pads its key with zeros: one zero byte is the empty key, which the JDK does not take
            byte[] key =
                    third ? new byte[1] : MessageDigest.getInstance("SHA-1").digest(V2_KEY);
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return HexFormat.of().formatHex(mac.doFinal(data.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String after(List<String> lines, String head) {
        return lines.stream()
                .filter(line -> line.startsWith(head))
                .findFirst()
                .map(line -> line.substring(head.length()))
                .orElse(null);
    }

    /** Lines of base64 that a header counts; null where it is not there. */
    private static byte @Nullable [] block(List<String> lines, String head) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(head)) {
                String count = lines.get(i).substring(head.length());
                int stop = count.matches("\\d{1,4}") ? i + 1 + Integer.parseInt(count) : i;
                if (stop > lines.size()) {
                    return null;
                }
                byte[] body = latin(String.join("", lines.subList(i + 1, Math.max(i + 1, stop))));
                return Alphabets.base64(body, 0, body.length);
            }
        }
        return null;
    }
}
