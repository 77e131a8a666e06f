package io.keywatch.detect.sigma.match;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A network in CIDR notation, IPv4 or IPv6. Never asks the DNS: what is no address is in no network. */
final class Cidr implements ValueTest {
    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException naming what is wrong with it */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("'" + text + "' is no network in CIDR notation");
        }
        int most = address.length * 8;
        int bits = slash < 0 ? most : length(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("'" + text + "' has a prefix length outside 0 to " + most);
        }
        return new Cidr(address, bits);
    }

    private static int length(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(digits) : -1;
    }

    @Override
    public boolean test(String value) {
        byte[] address = address(value);
        if (address == null || address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)) & 0xFF;
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] address(String text) {
        int dots = 0;
        boolean colon = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c == ':') {
                colon = true;
            } else if (Character.digit(c, 16) < 0) {
                return null;
            }
        }
        // the JDK also reads 1.2 and 1 as addresses
        if (!colon && dots != 3) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
