package io.keywatch.detect.scan.check;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;

/** Makes a sampled value pass its offline check: computes checksums and structures at test time. */
public final class Forge {
    private static final String ALNUM = Alphabets.BASE62;

    private Forge() {}

    /** @param sample a text of the rule's pattern, its last characters free to be changed */
    public static String valid(String check, String sample, Random random) {
        return switch (check) {
            case "crc32-base62-body", "crc32-base62-body-unsure" ->
                suffix(sample, 6, Alphabets.digits(crc(sample, 4, 6), Alphabets.BASE62, 6));
            case "crc32-base36" -> suffix(sample, 7, Alphabets.digits(crc(sample, 0, 7), Alphabets.BASE36, 7));
            case "crc32-hex" -> suffix(sample, 8, hex(crc(sample, 0, 8)).toUpperCase(Locale.ROOT));
            case "crc32-hex-little-endian" ->
                suffix(sample, 8, hex(Integer.toUnsignedLong(Integer.reverseBytes((int) crc(sample, 0, 9)))));
            case "crc32-hex-body-unsure" -> suffix(sample, 8, hex(crc(sample, 5, 9)));
            case "github-fine-grained" -> fineGrained(sample);
            case "azure-identifiable" -> azure(sample);
            case "entra-client-secret" -> entra(sample);
            case "aws-session-token" -> base64("!\n\torigin_ec" + text(300, random));
            case "aws-bedrock-key" ->
                sample.startsWith("ABSK")
                        ? "ABSK" + base64("BedrockAPIKey-" + text(4, random) + "-at-123456789012:" + text(44, random))
                        : "bedrock-api-key-"
                                + base64("bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential=ASIA"
                                        + base32(16, random) + "%2F20261124&X-Amz-Expires=43200&x=" + text(90, random));
            case "bech32" -> age(random);
            case "nats-seed" -> nats(random);
            case "pypi-macaroon" -> macaroon(random);
            case "jwt" -> jwt("HS256", "\"exp\":4102444800", random);
            case "discord" ->
                base64("" + (123456789012345678L + random.nextInt(1_000_000_000))) + "." + text(6, random) + "."
                        + text(30, random);
            case "grafana-json" ->
                sample.startsWith("glc_")
                        ? "glc_" + base64("{\"o\":\"1\",\"n\":\"x\",\"k\":\"" + text(24, random) + "\"}")
                        : base64("{\"k\":\"" + text(32, random) + "\",\"n\":\"ci\",\"id\":1}");
            case "basic-credentials" -> base64("deploy:" + text(14, random));
            default -> sample;
        };
    }

    public static String jwt(String algorithm, String claims, Random random) {
        return url("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "."
                + url("{\"iss\":\"keywatch.test\"," + claims + "}") + "." + text(43, random);
    }

    private static String fineGrained(String sample) {
        String head = sample.substring(0, sample.length() - 16);
        try {
            byte[] digest =
                    java.security.MessageDigest.getInstance("SHA-256").digest(head.getBytes(StandardCharsets.US_ASCII));
            long bits = 0;
            for (int i = 0; i < 5; i++) {
                bits = (bits << 8) | (digest[i] & 0xff);
            }
            return head + Alphabets.digits(bits, Alphabets.BASE32, 8) + sample.substring(sample.length() - 8);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String azure(String sample) {
        String[][] seeds = {
            {"+ASt", "Default0"}, {"+ABa", "AbAcct00"}, {"+ACR", "ACRDflt0"}, {"+AMC", "Classic0"},
            {"+SQL", "UsrPwd00"}, {"AzCa", "Access00"}, {"AzSe", "Query000"}, {"AzFu", "Functi00"},
            {"AIoT", "IoTHub00"}, {"APIM", "Gateway0"}, {"ACDb", "MastRW00"}, {"+ASb", "Send0000"},
            {"+AEh", "Manage00"}, {"+ARm", "Listen00"}
        };
        boolean url = sample.contains("AzFu");
        byte[] key = Alphabets.base64(sample.getBytes(StandardCharsets.US_ASCII), 0, sample.length());
        if (key == null) {
            throw new IllegalStateException("sample is not base64");
        }
        for (String[] seed : seeds) {
            if (sample.contains(seed[0])) {
                int crc = Marvin32.of(key, 0, key.length - 4, AzureIdentifiableKey.seed(seed[1]));
                for (int i = 0; i < 4; i++) {
                    key[key.length - 4 + i] = (byte) (crc >> (8 * i));
                }
            }
        }
        boolean padded = sample.endsWith("=");
        Base64.Encoder encoder = url ? Base64.getUrlEncoder() : Base64.getEncoder();
        return (padded ? encoder : encoder.withoutPadding()).encodeToString(key);
    }

    private static String entra(String sample) {
        if (sample.charAt(3) == '7') {
            return sample;
        }
        byte[] head = sample.substring(0, sample.length() - 3).getBytes(StandardCharsets.US_ASCII);
        return sample.substring(0, sample.length() - 3) + EntraClientSecret.checksum(head, 0, head.length);
    }

    private static String age(Random random) {
        String hrp = "age-secret-key-";
        int[] data = new int[52];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(32);
        }
        int state = 1;
        for (int k = 0; k < hrp.length(); k++) {
            int c = hrp.charAt(k);
            state = Bech32.step(state) ^ (c >> 5);
        }
        state = Bech32.step(state);
        for (int k = 0; k < hrp.length(); k++) {
            int c = hrp.charAt(k);
            state = Bech32.step(state) ^ (c & 31);
        }
        StringBuilder out = new StringBuilder(hrp).append('1');
        for (int d : data) {
            state = Bech32.step(state) ^ d;
            out.append(Bech32.ALPHABET.charAt(d));
        }
        for (int i = 0; i < 6; i++) {
            state = Bech32.step(state);
        }
        state ^= 1;
        for (int i = 5; i >= 0; i--) {
            out.append(Bech32.ALPHABET.charAt((state >> (5 * i)) & 31));
        }
        return out.toString().toUpperCase(Locale.ROOT);
    }

    private static String nats(Random random) {
        byte[] raw = new byte[36];
        random.nextBytes(raw);
        // S, then U: a seed of a user key
        raw[0] = (byte) (18 << 3 | 20 >> 2);
        raw[1] = (byte) (20 << 6);
        int crc = NatsSeed.crc16(raw, 34);
        raw[34] = (byte) crc;
        raw[35] = (byte) (crc >> 8);
        java.math.BigInteger number = new java.math.BigInteger(1, raw).shiftLeft(2);
        StringBuilder out = new StringBuilder();
        for (int i = 57; i >= 0; i--) {
            out.append(Alphabets.BASE32.charAt(number.shiftRight(5 * i).intValue() & 31));
        }
        return out.toString();
    }

    private static String macaroon(Random random) {
        byte[] head = ("\u0002\u0001\u0008pypi.org\u0002$" + text(36, random) + "\u0000\u0000")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] raw = java.util.Arrays.copyOf(head, head.length + 34);
        byte[] signature = new byte[32];
        random.nextBytes(signature);
        raw[head.length] = 6;
        raw[head.length + 1] = 32;
        System.arraycopy(signature, 0, raw, head.length + 2, 32);
        return "pypi-" + Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    public static String text(int length, Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(ALNUM.charAt(random.nextInt(ALNUM.length())));
        }
        return out.toString();
    }

    private static String base32(int length, Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(Alphabets.BASE32.charAt(random.nextInt(32)));
        }
        return out.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static long crc(String sample, int skip, int suffix) {
        byte[] bytes = sample.getBytes(StandardCharsets.US_ASCII);
        return Alphabets.crc32(bytes, skip, bytes.length - suffix);
    }

    private static String hex(long crc) {
        return String.format(Locale.ROOT, "%08x", crc);
    }

    private static String suffix(String sample, int length, String checksum) {
        return sample.substring(0, sample.length() - length) + checksum;
    }
}
