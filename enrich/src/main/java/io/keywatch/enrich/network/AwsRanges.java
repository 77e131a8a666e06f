package io.keywatch.enrich.network;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which public addresses are AWS's. Nothing is downloaded: the operator keeps the file current, or does without. */
public final class AwsRanges {
    /** The file has some 10,000 prefixes in 2026. */
    private static final int MAX_PREFIXES = 200_000;

    /**
     * Large blocks that belong to AWS as a whole, for operators without the file: the allocations for EC2 in
     * us-east-1, and the IPv6 allocations of the regional registries. An address outside them may still be AWS's; one
     * inside them is.
     */
    private static final CidrSet BUILT_IN = CidrSet.of(
            "3.80.0.0/12",
            "3.208.0.0/12",
            "18.204.0.0/14",
            "34.192.0.0/12",
            "35.180.0.0/16",
            "44.192.0.0/11",
            "50.16.0.0/15",
            "52.4.0.0/14",
            "54.148.0.0/15",
            "54.160.0.0/13",
            "54.247.0.0/16",
            "54.248.0.0/15",
            "13.236.0.0/14",
            "2406:da00::/24",
            "2600:1f00::/24",
            "2a05:d000::/25");

    private final CidrSet blocks;

    private AwsRanges(CidrSet blocks) {
        this.blocks = blocks;
    }

    public static AwsRanges builtIn() {
        return new AwsRanges(BUILT_IN);
    }

    /**
     * Reads {@code ip_prefix} and {@code ipv6_prefix} of AWS's ip-ranges.json; everything else in it is passed over.
     *
     * @throws IOException when the file is not such a file
     */
    public static AwsRanges read(Path file) throws IOException {
        List<String> cidrs = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && isPrefix(parser.currentName())) {
                    cidrs.add(parser.nextTextValue());
                    if (cidrs.size() > MAX_PREFIXES) {
                        throw new IOException(file + " has more than " + MAX_PREFIXES + " prefixes");
                    }
                }
            }
        }
        if (cidrs.isEmpty()) {
            throw new IOException(file + " has no ip_prefix: not AWS's ip-ranges.json");
        }
        try {
            return new AwsRanges(CidrSet.of(cidrs));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isPrefix(String field) {
        return "ip_prefix".equals(field) || "ipv6_prefix".equals(field);
    }

    boolean contains(InetAddress address) {
        return blocks.contains(address);
    }

    public int size() {
        return blocks.size();
    }
}
