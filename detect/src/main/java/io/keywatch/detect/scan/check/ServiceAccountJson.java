package io.keywatch.detect.scan.check;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A Google service account file: an object of type service_account with a parsable private key. */
final class ServiceAccountJson implements OfflineCheck {
    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        Map<String, String> members = JsonWebToken.scalars(java.util.Arrays.copyOfRange(bytes, from, to));
        if (members == null || !"service_account".equals(members.get("type"))) {
            return Verdict.REJECTED;
        }
        String pem = members.getOrDefault("private_key", "").strip();
        byte[] key = pem.getBytes(StandardCharsets.ISO_8859_1);
        boolean parses = pem.startsWith("-----BEGIN")
                && !new PrivateKeyPem().of(key, 0, key.length).rejected();
        boolean email = members.getOrDefault("client_email", "").endsWith(".gserviceaccount.com");
        return parses && email ? Verdict.STRUCTURE_OK : Verdict.REJECTED;
    }
}
