package io.keywatch.enrich.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads address literals, strictly and without ever asking a name server. */
final class Addresses {
    /** No leading zeros: {@code 08.1.250.216}, as anonymised logs have it, is not an address. */
    private static final Pattern V4 =
            Pattern.compile("(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /** The longest form, with an embedded IPv4 address. */
    private static final int MAX_V6_LENGTH = 45;

    private static final Pattern V6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]+");

    private Addresses() {}

    /** An IPv4-mapped IPv6 address comes back as IPv4. */
    static Optional<InetAddress> parse(String text) {
        if (V4.matcher(text).matches()) {
            return Optional.of(v4(text));
        }
        if (text.indexOf(':') < 0
                || text.length() > MAX_V6_LENGTH
                || !V6_CHARACTERS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Inet6Address.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static InetAddress v4(String text) {
        byte[] bytes = new byte[4];
        String[] parts = text.split("\\.");
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }
}
