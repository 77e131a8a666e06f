package io.keywatch.ingest.notification;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Object keys as notifications write them. S3 URL-encodes them like a form ({@code +} for a space); some compatible
 * stores write them plain. AWS's encoding leaves only letters, digits and a few marks as they are, so any other
 * character means that the key is plain. A plain key of nothing but those marks and {@code +} cannot be told: it is
 * taken as encoded, and the reader tries the raw key when there is no such object.
 */
final class ObjectKeys {
    private static final String LEFT_AS_THEY_ARE = "-_.*/+%!'()~";

    private ObjectKeys() {}

    static String decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.indexOf('+') < 0) {
            return raw;
        }
        return looksEncoded(raw) ? decoded(raw) : raw;
    }

    private static boolean looksEncoded(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || LEFT_AS_THEY_ARE.indexOf(c) >= 0;
            if (!plain || (c == '%' && !(isHex(raw, i + 1) && isHex(raw, i + 2)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(String raw, int at) {
        return at < raw.length() && Character.digit(raw.charAt(at), 16) >= 0;
    }

    /** @return the raw key when its bytes are no UTF-8, which no S3 key is */
    private static String decoded(String raw) {
        byte[] bytes = URLDecoder.decode(raw, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException plainAfterAll) {
            return raw;
        }
    }
}
