package io.keywatch.app.train;

import io.keywatch.detect.scan.text.Words;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Values of known kinds, secrets and what looks like them, from a small word list of our own. */
final class MadeUpValues {
    /** How a value comes about. */
    enum Kind {
        RANDOM(true),
        PRONOUNCEABLE(true),
        PASSPHRASE(true),
        HUMAN(true),
        HEX(true),
        BASE64(true),
        UUID_KEY(true),
        IDENTIFIER(false),
        PLACEHOLDER(false),
        MESSAGE(false),
        CODE(false),
        TYPE(false),
        LABEL(false);

        private final boolean secret;

        Kind(boolean secret) {
            this.secret = secret;
        }

        boolean secret() {
            return secret;
        }
    }

    private static final List<String> WORDS = Words.listOf("""
            river table orange window garden silver monkey dragon summer winter coffee bridge yellow castle
            pepper rocket button candle forest hammer island jacket kitten ladder magnet needle office pencil
            rabbit saddle tomato violin walnut zipper anchor basket cactus donkey engine feather guitar helmet
            igloo jungle kettle lemon marble napkin oyster parrot quartz ribbon salmon tiger umbrella velvet
            wagon yogurt zebra autumn breeze copper dinner eagle fabric galaxy harvest ivory jigsaw kernel
            lantern meadow nectar ocean planet quiver radish spider thunder utopia valley whisper yonder
            """);
    private static final List<String> PARTS = Words.listOf("""
            user account session request response value field input config default current login admin service
            client server database store manager provider handler type name form header param option result
            """);
    private static final List<String> TELLING = Words.listOf("password token secret key credential auth passphrase");
    private static final List<String> PLACEHOLDERS = List.of(
            "your-%s-here",
            "YOUR_%s",
            "<your %s>",
            "my-%s",
            "enter %s",
            "the_%s",
            "some-%s",
            "insert your %s",
            "replace-with-%s",
            "%s_goes_here",
            "example-%s",
            "dummy_%s",
            "fake-%s",
            "not-a-real-%s",
            "test-%s",
            "%s123",
            "%s-placeholder",
            "xxxx-%s-xxxx");
    private static final List<String> MESSAGES = List.of(
            "Please enter your %s",
            "Invalid %s",
            "%s is required",
            "Forgot your %s?",
            "The %s has expired",
            "Confirm %s",
            "%s must not be empty",
            "Wrong %s, try again",
            "Change %s",
            "Missing %s in request",
            "%s mismatch",
            "Show %s");
    private static final List<String> CODE = List.of(
            "get_%s(request)",
            "request.%s",
            "self.%s",
            "options.%s",
            "config['%s']",
            "user.get%s()",
            "encode(%s)",
            "%s.strip()",
            "params[:%s]",
            "context.%s.value",
            "hash(%s)",
            "new_%s",
            "raw%s",
            "%s_value");
    private static final List<String> TYPES = List.of(
            "string",
            "String",
            "SecretStr",
            "varchar(255)",
            "text",
            "bytes",
            "CharField",
            "optional",
            "boolean",
            "PasswordField",
            "Sequelize.STRING",
            "StringType",
            "ConfigDataType",
            "base64",
            "hmac-sha256",
            "application/json",
            "RS256",
            "client_credentials",
            "authorization_code",
            "bearerAuth");

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALL = LOWER + LOWER.toUpperCase(java.util.Locale.ROOT) + "0123456789";
    private static final String SIGNS = "!#%&*+-./:=?@^_~$";
    private static final String VOWELS = "aeiou";
    private static final String CONSONANTS = "bcdfghjklmnprstvwz";

    private final Random random;

    MadeUpValues(Random random) {
        this.random = random;
    }

    String of(Kind kind) {
        return switch (kind) {
            case RANDOM -> letters(8 + random.nextInt(25), random.nextBoolean() ? ALL + SIGNS : ALL);
            case PRONOUNCEABLE -> pronounceable(8 + random.nextInt(8));
            case PASSPHRASE -> passphrase(3 + random.nextInt(4));
            case HUMAN -> human();
            case HEX -> HexFormat.of().formatHex(bytes(one(List.of(16, 20, 32))));
            case BASE64 -> Base64.getEncoder().encodeToString(bytes(16 + random.nextInt(33)));
            case UUID_KEY -> uuid();
            case IDENTIFIER -> identifier();
            case PLACEHOLDER -> one(PLACEHOLDERS).formatted(one(TELLING));
            case MESSAGE -> one(MESSAGES).formatted(one(TELLING));
            case CODE -> one(CODE).formatted(one(TELLING));
            case TYPE -> one(TYPES);
            case LABEL ->
                one(PARTS)
                        + one(List.of(".", ":", "/", "-", "_"))
                        + one(TELLING)
                        + one(List.of("", ".label", "_id", "-name"));
        };
    }

    private String letters(int length, String alphabet) {
        StringBuilder value = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            value.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return value.toString();
    }

    private String pronounceable(int length) {
        StringBuilder value = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            String from = i % 2 == 0 ? CONSONANTS : VOWELS;
            char c = from.charAt(random.nextInt(from.length()));
            value.append(random.nextInt(6) == 0 ? Character.toUpperCase(c) : c);
        }
        value.setCharAt(random.nextInt(length), (char) ('0' + random.nextInt(10)));
        return value.toString();
    }

    private String passphrase(int words) {
        StringBuilder value = new StringBuilder(one(WORDS));
        String between = one(List.of("-", "_", ".", " ", ""));
        for (int i = 1; i < words; i++) {
            String word = one(WORDS);
            value.append(between).append(between.isEmpty() ? capital(word) : word);
        }
        return random.nextInt(3) == 0 ? value.append(random.nextInt(100)).toString() : value.toString();
    }

    private String human() {
        String word = one(WORDS);
        String spelt = switch (random.nextInt(3)) {
            case 0 -> word.replace('a', '@').replace('o', '0').replace('e', '3').replace('i', '1');
            case 1 -> capital(word);
            default -> word;
        };
        String tail = switch (random.nextInt(4)) {
            case 0 -> String.valueOf(1950 + random.nextInt(80));
            case 1 -> random.nextInt(1000) + one(List.of("!", "#", "$", "?", "*"));
            case 2 -> one(List.of("!", "!!", "#1", "$")) + random.nextInt(100);
            default -> capital(one(WORDS)) + random.nextInt(100);
        };
        return spelt + tail;
    }

    private String uuid() {
        ByteBuffer bits = ByteBuffer.wrap(bytes(16));
        return new UUID(bits.getLong(), bits.getLong()).toString();
    }

    private String identifier() {
        boolean camel = random.nextBoolean();
        StringBuilder value = new StringBuilder(one(PARTS));
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            String part = i == 0 ? one(TELLING) : one(PARTS);
            value.append(camel ? capital(part) : "_" + part);
        }
        return value.toString();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    static String capital(String word) {
        byte[] letters = word.getBytes(StandardCharsets.US_ASCII);
        letters[0] = (byte) Character.toUpperCase(letters[0]);
        return new String(letters, StandardCharsets.US_ASCII);
    }
}
