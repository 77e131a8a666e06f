package io.keywatch.detect.scan.check;

/**
 * Entra ID client secrets: with {@code 8Q~} the last three characters are the first three digits of the Marvin
 * checksum of the rest, in an alphabet of 66; with {@code 7Q~} there is none.
 */
final class EntraClientSecret implements OfflineCheck {
    static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";
    static final long SEED = AzureIdentifiableKey.seed("AadPwd00");

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        if (to - from < 37) {
            return Verdict.REJECTED;
        }
        if (bytes[from + 3] == '7') {
            return Verdict.STRUCTURE_OK;
        }
        return Alphabets.begins(bytes, to - 3, to, checksum(bytes, from, to - 3))
                ? Verdict.CHECKSUM_OK
                : Verdict.DOUBTFUL;
    }

    static String checksum(byte[] bytes, int from, int to) {
        long number = Integer.toUnsignedLong(Marvin32.of(bytes, from, to, SEED));
        StringBuilder digits = new StringBuilder();
        for (long rest = number; rest > 0; rest /= ALPHABET.length()) {
            digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
        }
        String text = digits.reverse().toString();
        return text.length() < 3 ? "aaa" : text.substring(0, 3);
    }
}
