package io.keywatch.detect.sigma.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What the encoding modifiers and {@code windash} make of a value. */
final class Encoding {
    private static final String DASHES = "-/\u2013\u2014\u2015";

    /** Five characters to the power of this: 625 forms. */
    private static final int MAX_DASHES = 4;

    private Encoding() {}

    static byte[] utf16(String modifier, String text) {
        return switch (modifier) {
            case "utf16le", "wide" -> text.getBytes(StandardCharsets.UTF_16LE);
            case "utf16be" -> text.getBytes(StandardCharsets.UTF_16BE);
            default -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
                byte[] marked = new byte[bytes.length + 2];
                marked[0] = (byte) 0xFF;
                marked[1] = (byte) 0xFE;
                System.arraycopy(bytes, 0, marked, 2, bytes.length);
                yield marked;
            }
        };
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The part that is the same whatever stands around, for each of the three ways the value may fall on a group. */
    static List<String> base64Offsets(byte[] bytes) {
        List<String> forms = new ArrayList<>(3);
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            // whole characters only: those that carry bits of the neighbours are left out
            int from = (shift * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(Math.min(from, to), to));
        }
        return forms;
    }

    /** Every flag with every dash: a dash or slash at the start of a word is one. */
    static List<String> dashes(String text) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            boolean starts = i == 0 || Character.isWhitespace(text.charAt(i - 1));
            if (starts && DASHES.indexOf(text.charAt(i)) >= 0) {
                places.add(i);
            }
        }
        if (places.size() > MAX_DASHES) {
            throw new IllegalArgumentException("windash over a value with more than " + MAX_DASHES + " flags");
        }
        List<String> forms = List.of(text);
        for (int place : places) {
            List<String> more = new ArrayList<>(forms.size() * DASHES.length());
            for (String form : forms) {
                for (int i = 0; i < DASHES.length(); i++) {
                    more.add(form.substring(0, place) + DASHES.charAt(i) + form.substring(place + 1));
                }
            }
            forms = more;
        }
        return forms;
    }
}
