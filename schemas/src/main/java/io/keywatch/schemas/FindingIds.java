package io.keywatch.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Deterministic finding ids: the same event twice, a replay or a re-scan updates one document and never makes a
 * second. SHA-256 over length-prefixed parts, so that no two part lists run into each other; 128 bits kept.
 */
public final class FindingIds {
    private static final int BYTES_KEPT = 16;

    private FindingIds() {}

    /** An exposure is this rule's secret in this place, wherever in it and whatever version. */
    public static String exposure(String ruleId, String fingerprint, String resourceId) {
        return hash("exposure", ruleId, fingerprint, resourceId);
    }

    /** An anomaly is one episode of one principal; {@code scope} tells apart what one detector sees at once. */
    public static String anomaly(String detector, String principalKey, String scope, Instant episodeStart) {
        return hash("anomaly", detector, principalKey, scope, Long.toString(episodeStart.toEpochMilli()));
    }

    public static String posture(String check, String resource) {
        return hash("posture", check, resource);
    }

    /** What could not be looked at. */
    public static String coverage(String cause, String resource) {
        return hash("coverage", cause, resource);
    }

    /** Id of a dead letter: the same message failing again is the same letter. */
    public static String deadLetter(String stage, String cause, String where) {
        return hash("dead-letter", stage, cause, where);
    }

    private static String hash(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 24));
            digest.update((byte) (bytes.length >>> 16));
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES_KEPT);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
