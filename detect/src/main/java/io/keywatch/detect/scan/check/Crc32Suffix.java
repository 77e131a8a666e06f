package io.keywatch.detect.scan.check;

import java.util.Base64;
import java.util.Locale;

/**
 * A token whose last characters are the CRC-32 of what stands before, in one of several spellings.
 *
 * @param skip characters at the start that the checksum leaves out (the prefix, for GitHub and npm)
 * @param separator characters between body and checksum
 * @param sure whether a wrong checksum rules the token out
 */
record Crc32Suffix(int skip, int separator, Spelling spelling, boolean sure) implements OfflineCheck {
    enum Spelling {
        /** Six digits of 0-9A-Za-z. */
        BASE62(6),
        /** Seven digits of 0-9a-z. */
        BASE36(7),
        HEX(8),
        /** Hex of the four bytes, lowest first. */
        HEX_LITTLE_ENDIAN(8),
        /** Base64 of the four bytes, lowest first, without padding. */
        BASE64_LITTLE_ENDIAN(6);

        private final int width;

        Spelling(int width) {
            this.width = width;
        }

        String of(long crc) {
            return switch (this) {
                case BASE62 -> Alphabets.digits(crc, Alphabets.BASE62, width);
                case BASE36 -> Alphabets.digits(crc, Alphabets.BASE36, width);
                case HEX -> String.format(Locale.ROOT, "%08x", crc);
                case HEX_LITTLE_ENDIAN -> String.format(Locale.ROOT, "%08x", Integer.reverseBytes((int) crc));
                case BASE64_LITTLE_ENDIAN ->
                    Base64.getEncoder().withoutPadding().encodeToString(new byte[] {
                        (byte) crc, (byte) (crc >> 8), (byte) (crc >> 16), (byte) (crc >> 24)
                    });
            };
        }
    }

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int suffix = to - spelling.width;
        if (suffix - separator <= from + skip) {
            return Verdict.REJECTED;
        }
        String expected = spelling.of(Alphabets.crc32(bytes, from + skip, suffix - separator));
        String actual = Alphabets.text(bytes, suffix, to);
        boolean hex = spelling == Spelling.HEX || spelling == Spelling.HEX_LITTLE_ENDIAN;
        if (expected.equals(hex ? actual.toLowerCase(Locale.ROOT) : actual)) {
            return Verdict.CHECKSUM_OK;
        }
        return sure ? Verdict.REJECTED : Verdict.DOUBTFUL;
    }
}
