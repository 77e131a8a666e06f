package io.keywatch.detect.scan.unpack;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Formats that hold text and have no reader here. Their bytes are searched, but values may be compressed in them, or
 * stand so close to each other that no value has an end: what finds nothing in them has not looked.
 */
enum Unread {
    SQLITE("SQLite database", "53514c69746520666f726d6174203300", 0, ""),
    RAR("RAR archive", "526172211a07", 0, ""),
    PARQUET("Parquet file", "50415231", 4, "50415231"),
    /** One byte, the length of what stands before, follows the last ones. */
    ORC("ORC file", "4f5243", 4, "4f5243");

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // filled once
    private final byte[] first;

    private final int lastAt;

    @SuppressWarnings("ImmutableEnumChecker") // filled once
    private final byte[] last;

    /**
     * @param first bytes in hex
     * @param lastAt where the last ones begin, counted from the end
     * @param last bytes in hex, of formats whose first ones are too few to tell
     */
    Unread(String label, String first, int lastAt, String last) {
        this.label = label;
        this.first = HexFormat.of().parseHex(first);
        this.lastAt = lastAt;
        this.last = HexFormat.of().parseHex(last);
    }

    String label() {
        return label;
    }

    /** Null where it is none of them. */
    static @Nullable Unread of(byte[] bytes, int length) {
        for (Unread format : values()) {
            if (has(bytes, length, 0, format.first) && has(bytes, length, length - format.lastAt, format.last)) {
                return format;
            }
        }
        return null;
    }

    private static boolean has(byte[] bytes, int length, int at, byte[] what) {
        return at >= 0
                && at + what.length <= length
                && Arrays.equals(bytes, at, at + what.length, what, 0, what.length);
    }
}
