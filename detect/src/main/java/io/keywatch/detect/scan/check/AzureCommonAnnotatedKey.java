package io.keywatch.detect.scan.check;

/**
 * Azure's common annotated keys: 84 characters of base64 whose last three bytes, or 88 whose last four, are the head of
 * the Marvin checksum of the 60 before. Layout and seed: microsoft/security-utilities (MIT). We know no public vector
 * that is whole, and derived keys spell the checksum otherwise: a mismatch only lowers the confidence.
 */
final class AzureCommonAnnotatedKey implements OfflineCheck {
    static final int BODY_BYTES = 60;
    static final long SEED = AzureIdentifiableKey.seed("Default0");

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        byte[] key = Alphabets.base64(bytes, from, to);
        if (key == null || key.length <= BODY_BYTES || key.length > BODY_BYTES + 4) {
            return Verdict.REJECTED;
        }
        int checksum = Marvin32.of(key, 0, BODY_BYTES, SEED);
        for (int i = BODY_BYTES; i < key.length; i++) {
            if (key[i] != (byte) (checksum >>> (8 * (i - BODY_BYTES)))) {
                return Verdict.DOUBTFUL;
            }
        }
        return Verdict.CHECKSUM_OK;
    }
}
