package io.keywatch.detect.correlate;

import org.jspecify.annotations.Nullable;

/** How far apart two source addresses are, read leniently: published logs hold numbers with leading zeros. */
public final class Addresses {
    private Addresses() {}

    /**
     * The /16 of a public IPv4 address or the /32 of an IPv6 one: what one provider or office shares. Null for names of
     * services and private addresses, which say nothing about where a caller stands.
     */
    public static @Nullable String publicNetwork(@Nullable String ip) {
        if (ip == null) {
            return null;
        }
        if (ip.indexOf(':') >= 0) {
            String[] groups = ip.split(":", 3);
            boolean local = groups[0].isEmpty() || groups[0].startsWith("f") || groups[0].startsWith("F");
            return local || groups.length < 2 ? null : groups[0] + ":" + groups[1];
        }
        String[] parts = ip.split("\\.", 5);
        if (parts.length != 4) {
            return null;
        }
        int[] octets = new int[4];
        for (int i = 0; i < 4; i++) {
            if (parts[i].isEmpty() || parts[i].length() > 3 || !parts[i].chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            octets[i] = Integer.parseInt(parts[i]);
        }
        boolean inside = octets[0] == 10
                || octets[0] == 127
                || octets[0] == 0
                || (octets[0] == 192 && octets[1] == 168)
                || (octets[0] == 172 && octets[1] >= 16 && octets[1] < 32)
                || (octets[0] == 169 && octets[1] == 254)
                || (octets[0] == 100 && octets[1] >= 64 && octets[1] < 128);
        return inside ? null : octets[0] + "." + octets[1];
    }
}
