package io.keywatch.detect.scan.check;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;

/** Makes a sampled value pass its offline check: computes checksums and structures at test time. */
public final class Forge {
    private static final String ALNUM = Alphabets.BASE62;

    private static final String EXPIRES = "\"exp\":4102444800";

    private Forge() {}

    /** @param sample a text of the rule's pattern, its last characters free to be changed */
    public static String valid(String check, String sample, Random random) {
        return switch (check) {
            case "crc32-base62-body" -> suffix(sample, 6, Alphabets.digits(crc(sample, 4, 6), Alphabets.BASE62, 6));
            case "crc32-base36" -> suffix(sample, 7, Alphabets.digits(crc(sample, 0, 7), Alphabets.BASE36, 7));
            case "crc32-hex" -> suffix(sample, 8, hex(crc(sample, 0, 8)).toUpperCase(Locale.ROOT));
            case "crc32-hex-little-endian" -> suffix(sample, 8, hex(reversed(crc(sample, 0, 9))));
            case "crc32-hex-body" -> suffix(sample, 8, hex(crc(sample, 5, 9)));
            case "crc32-base64-body" ->
                suffix(sample, 6, base64(littleEndian(crc(sample, 4, 6))).substring(0, 6));
            case "github-fine-grained" -> fineGrained(sample);
            case "github-server-token" ->
                sample.length() == 40 ? sample : "ghs_1234567_" + jwt("RS256", EXPIRES, random);
            case "azure-identifiable" -> azure(sample);
            case "azure-common-annotated" -> annotated(sample);
            case "entra-client-secret" -> entra(sample);
            case "aws-session-token" -> base64("!\n\torigin_ec" + text(300, random));
            case "aws-bedrock-key" ->
                sample.startsWith("ABSK")
                        ? "ABSK" + base64("BedrockAPIKey-" + text(4, random) + "-at-123456789012:" + text(44, random))
                        : "bedrock-api-key-" + base64(bedrockUrl("29991231T000000Z", random));
            case "aws-eks-token" ->
                "k8s-aws-v1."
                        + url("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&X=" + text(90, random));
            case "bech32" -> age(random);
            case "base58check" -> base58(sample, random);
            case "nats-seed" -> nats(random);
            case "stellar-seed" -> stellar(random);
            case "pypi-macaroon" -> macaroon(random);
            case "jwt" -> jwt("HS256", EXPIRES, random);
            case "discord" ->
                base64("" + (123456789012345678L + random.nextInt(1_000_000_000))) + "." + text(6, random) + "."
                        + text(30, random);
            case "grafana-cloud-token" ->
                "glc_" + base64("{\"o\":\"1\",\"n\":\"x\",\"k\":\"" + text(24, random) + "\"}");
            case "grafana-api-key" -> base64("{\"k\":\"" + text(32, random) + "\",\"n\":\"ci\",\"id\":1}");
            case "sentry-token" ->
                "sntrys_"
                        + base64("{\"iat\":1690000000.1,\"url\":\"https://sentry.io\",\"org\":\"" + text(8, random)
                                + "\"}")
                        + "_" + text(43, random);
            case "mapbox-token" ->
                "sk." + url("{\"u\":\"" + text(8, random) + "\",\"a\":\"" + text(25, random) + "\"}") + "."
                        + text(22, random);
            case "onepassword-token" ->
                "ops_"
                        + base64("{\"signInAddress\":\"my.1password.com\",\"secretKey\":\"" + text(40, random)
                                + "\",\"muk\":\"" + text(180, random) + "\"}");
            case "jfrog-reference" -> base64("reftkn:01:" + digits(10, random) + ":" + text(27, random));
            case "intercom-token" ->
                base64("tok:" + hexText(8, random) + "_" + hexText(4, random) + "_" + hexText(4, random) + "_"
                        + hexText(4, random) + "_" + hexText(12, random) + ":1:0");
            // every id of its alphabet holds, and all but some words
            case "aws-access-key-id", "argument" -> sample;
            case "basic-credentials" -> base64("deploy:" + text(14, random));
            default -> throw new IllegalArgumentException("no forgery for the check " + check);
        };
    }

    static String bedrockUrl(String date, Random random) {
        return "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential=ASIA" + base32(16, random)
                + "%2F20261124&X-Amz-Date=" + date + "&X-Amz-Expires=43200&x=" + text(90, random);
    }

    /** An unencrypted PuTTY key of version 2 or 3 whose MAC holds. */
    public static String putty(int version, Random random) {
        byte[] known = new byte[51];
        byte[] secret = new byte[36];
        random.nextBytes(known);
        random.nextBytes(secret);
        String mac = PuttyKey.mac(version == 3, "ssh-ed25519", "made in a test", known, secret);
        return "PuTTY-User-Key-File-" + version + ": ssh-ed25519\nEncryption: none\nComment: made in a test\n"
                + "Public-Lines: 2\n"
                + Base64.getEncoder().encodeToString(known).replaceFirst("(.{64})", "$1\n")
                + "\nPrivate-Lines: 1\n" + Base64.getEncoder().encodeToString(secret) + "\nPrivate-MAC: " + mac + "\n";
    }

    private static String annotated(String sample) {
        byte[] key = Alphabets.base64(sample.getBytes(StandardCharsets.US_ASCII), 0, sample.length());
        if (key == null) {
            throw new IllegalStateException("sample is not base64");
        }
        int checksum = Marvin32.of(key, 0, AzureCommonAnnotatedKey.BODY_BYTES, AzureCommonAnnotatedKey.SEED);
        for (int i = AzureCommonAnnotatedKey.BODY_BYTES; i < key.length; i++) {
            key[i] = (byte) (checksum >>> (8 * (i - AzureCommonAnnotatedKey.BODY_BYTES)));
        }
        return Base64.getEncoder().encodeToString(key);
    }

    /** A key of the kind that the sample is: extended, or WIF with or without the mark of a compressed public key. */
    private static String base58(String sample, Random random) {
        boolean extended = sample.length() > 100;
        byte[] raw = new byte[extended ? 82 : sample.startsWith("5") ? 37 : 38];
        random.nextBytes(raw);
        raw[0] = (byte) 0x80;
        if (raw.length == 38) {
            raw[33] = 1;
        }
        if (extended) {
            // versions of xprv, yprv, zprv and tprv
            int version = switch (sample.charAt(0)) {
                case 'x' -> 0x0488ADE4;
                case 'y' -> 0x049D7878;
                case 'z' -> 0x04B2430C;
                default -> 0x04358394;
            };
            for (int i = 0; i < 4; i++) {
                raw[i] = (byte) (version >>> (24 - 8 * i));
            }
        }
        int body = raw.length - Base58Check.CHECKSUM_BYTES;
        System.arraycopy(Base58Check.checksum(raw, body), 0, raw, body, Base58Check.CHECKSUM_BYTES);
        java.math.BigInteger number = new java.math.BigInteger(1, raw);
        StringBuilder out = new StringBuilder();
        while (number.signum() > 0) {
            out.append(Base58Check.ALPHABET.charAt(
                    number.mod(java.math.BigInteger.valueOf(58)).intValue()));
            number = number.divide(java.math.BigInteger.valueOf(58));
        }
        return out.reverse().toString();
    }

    private static String stellar(Random random) {
        byte[] raw = new byte[35];
        random.nextBytes(raw);
        raw[0] = (byte) (18 << 3);
        return crc16AndBase32(raw, 56, 0);
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
        return crc16AndBase32(raw, 58, 2);
    }

    private static String crc16AndBase32(byte[] raw, int characters, int padding) {
        int body = raw.length - 2;
        int crc = NatsSeed.crc16(raw, body);
        raw[body] = (byte) crc;
        raw[body + 1] = (byte) (crc >> 8);
        java.math.BigInteger number = new java.math.BigInteger(1, raw).shiftLeft(padding);
        StringBuilder out = new StringBuilder();
        for (int i = characters - 1; i >= 0; i--) {
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
        return of(ALNUM, length, random);
    }

    private static String digits(int length, Random random) {
        return of("0123456789", length, random);
    }

    private static String hexText(int length, Random random) {
        return of("0123456789abcdef", length, random);
    }

    private static String of(String alphabet, int length, Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    private static long reversed(long crc) {
        return Integer.toUnsignedLong(Integer.reverseBytes((int) crc));
    }

    /** As characters of one byte each. */
    private static String littleEndian(long crc) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            out.append((char) ((crc >> (8 * i)) & 0xff));
        }
        return out.toString();
    }

    private static String base32(int length, Random random) {
        return of(Alphabets.BASE32, length, random);
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
