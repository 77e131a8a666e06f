package io.keywatch.local.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for canaries in bytes: any twelve characters in a row, forwards or backwards, and each half in base64, hex and
 * UTF-16. Fewer characters may show: a preview is the last four. Answers name canaries by label, never by value.
 */
final class CanarySearch {
    private static final int WINDOW = 12;

    private static final class Needle {
        private final String label;
        private final byte[] bytes;

        Needle(String label, byte[] bytes) {
            this.label = label;
            this.bytes = bytes;
        }
    }

    private final Map<Integer, List<Needle>> byStart = new HashMap<>();
    /** Over the first two bytes: most positions are passed without a look-up. */
    private final BitSet starts = new BitSet(1 << 16);

    private final Set<String> hits = new TreeSet<>();
    private long searched;

    /** @param value letters and digits mostly, at least twice the window */
    void lookFor(String label, String value) {
        for (String text : List.of(value, new StringBuilder(value).reverse().toString())) {
            for (int from = 0; from + WINDOW <= text.length(); from++) {
                add(label, text.substring(from, from + WINDOW).getBytes(StandardCharsets.UTF_8));
            }
        }
        int middle = value.length() / 2;
        for (String half : List.of(value.substring(0, middle), value.substring(middle))) {
            byte[] bytes = half.getBytes(StandardCharsets.UTF_8);
            add(label, half.getBytes(StandardCharsets.UTF_16LE));
            add(label, half.getBytes(StandardCharsets.UTF_16BE));
            add(label, half.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            String hex = HexFormat.of().formatHex(bytes);
            add(label, hex.getBytes(StandardCharsets.UTF_8));
            add(label, hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            for (int offset = 0; offset < 3; offset++) {
                add(label, base64(bytes, offset));
            }
        }
    }

    /** As it stands in the base64 of something longer, so many bytes after a multiple of three. */
    private static byte[] base64(byte[] bytes, int offset) {
        byte[] shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        byte[] encoded = Base64.getEncoder().withoutPadding().encode(shifted);
        // the first characters and the last depend on the neighbours
        return Arrays.copyOfRange(encoded, offset == 0 ? 0 : 4, encoded.length - 2);
    }

    private void add(String label, byte[] needle) {
        byStart.computeIfAbsent(start(needle, 0), _ -> new ArrayList<>()).add(new Needle(label, needle));
        starts.set((needle[0] & 0xff) << 8 | (needle[1] & 0xff));
    }

    void in(String place, String text) {
        in(place, text.getBytes(StandardCharsets.UTF_8));
    }

    void in(String place, byte[] bytes) {
        searched += bytes.length;
        for (int at = 0; at + 4 <= bytes.length; at++) {
            if (!starts.get((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff))) {
                continue;
            }
            for (Needle needle : byStart.getOrDefault(start(bytes, at), List.of())) {
                int end = at + needle.bytes.length;
                if (end <= bytes.length && Arrays.equals(bytes, at, end, needle.bytes, 0, needle.bytes.length)) {
                    hits.add(needle.label + " in " + place);
                }
            }
        }
    }

    /** What was found: label and place. */
    Set<String> hits() {
        return hits;
    }

    /** Bytes looked through. */
    long searched() {
        return searched;
    }

    private static int start(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
    }
}
