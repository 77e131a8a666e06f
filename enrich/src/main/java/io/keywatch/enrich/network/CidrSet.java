package io.keywatch.enrich.network;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of address blocks. A look-up masks the address once per distinct prefix length: some 20 hash probes for the
 * 10,000 blocks of AWS. Immutable and thread-safe.
 */
final class CidrSet {
    private static final int BITS_V4 = 32;

    private final Set<Block> blocks;
    private final int[] lengthsV4;
    private final int[] lengthsV6;

    /** A network address with its host bits zero; the family is in the byte length. */
    private record Block(boolean v6, long high, long low, int length) {}

    private CidrSet(Set<Block> blocks) {
        this.blocks = Set.copyOf(blocks);
        this.lengthsV4 = lengths(blocks, false);
        this.lengthsV6 = lengths(blocks, true);
    }

    /** @throws IllegalArgumentException naming the first that is not {@code address/length} */
    static CidrSet of(Collection<String> cidrs) {
        Set<Block> blocks = new HashSet<>();
        for (String cidr : cidrs) {
            blocks.add(block(cidr));
        }
        return new CidrSet(blocks);
    }

    static CidrSet of(String... cidrs) {
        return of(List.of(cidrs));
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean v6 = bytes.length > 4;
        for (int length : v6 ? lengthsV6 : lengthsV4) {
            if (blocks.contains(masked(bytes, length))) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return blocks.size();
    }

    private static Block block(String cidr) {
        int slash = cidr.indexOf('/');
        InetAddress address =
                slash < 0 ? null : Addresses.parse(cidr.substring(0, slash)).orElse(null);
        if (address == null || !cidr.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("not an address block: " + cidr);
        }
        int length = Integer.parseInt(cidr.substring(slash + 1));
        byte[] bytes = address.getAddress();
        if (length > bytes.length * 8) {
            throw new IllegalArgumentException("not an address block: " + cidr);
        }
        return masked(bytes, length);
    }

    private static Block masked(byte[] bytes, int length) {
        if (bytes.length == 4) {
            long address = read(bytes, 0, 4);
            long mask = length == 0 ? 0 : -1L << (BITS_V4 - length);
            return new Block(false, 0, address & mask & 0xffff_ffffL, length);
        }
        long high = read(bytes, 0, 8);
        long low = read(bytes, 8, 8);
        long highMask = length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
        long lowMask = length <= 64 ? 0 : length == 128 ? -1L : -1L << (128 - length);
        return new Block(true, high & highMask, low & lowMask, length);
    }

    private static long read(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    private static int[] lengths(Set<Block> blocks, boolean v6) {
        TreeSet<Integer> lengths = new TreeSet<>();
        for (Block block : blocks) {
            if (block.v6() == v6) {
                lengths.add(block.length());
            }
        }
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }
}
