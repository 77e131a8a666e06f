package io.keywatch.detect.scan.check;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Base 58 with the first four bytes of a double SHA-256 at the end: Bitcoin's WIF keys and the extended keys of BIP 32.
 */
final class Base58Check implements OfflineCheck {
    static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    static final int CHECKSUM_BYTES = 4;
    private static final BigInteger BASE = BigInteger.valueOf(58);

    /** An extended key is 82 bytes, 111 digits; work grows with the square of the length. */
    private static final int MAX_LENGTH = 128;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return Verdict.REJECTED;
        }
        BigInteger number = BigInteger.ZERO;
        int zeros = 0;
        for (int i = from; i < to; i++) {
            int digit = ALPHABET.indexOf(bytes[i]);
            if (digit < 0) {
                return Verdict.REJECTED;
            }
            zeros += digit == 0 && number.signum() == 0 ? 1 : 0;
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        byte[] magnitude = number.toByteArray();
        int sign = magnitude.length > 1 && magnitude[0] == 0 ? 1 : 0;
        byte[] raw = new byte[zeros + magnitude.length - sign];
        System.arraycopy(magnitude, sign, raw, zeros, magnitude.length - sign);
        int body = raw.length - CHECKSUM_BYTES;
        boolean holds = body > 0 && Arrays.equals(raw, body, raw.length, checksum(raw, body), 0, CHECKSUM_BYTES);
        return holds ? Verdict.CHECKSUM_OK : Verdict.REJECTED;
    }

    static byte[] checksum(byte[] raw, int body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(raw, 0, body);
            return sha.digest(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
