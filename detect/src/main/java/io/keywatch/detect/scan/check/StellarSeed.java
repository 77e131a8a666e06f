package io.keywatch.detect.scan.check;

/** Stellar's strkey seeds: base32 of a version byte, 32 bytes of key and the CRC-16 of NATS. */
final class StellarSeed implements OfflineCheck {
    private static final int BYTES = 35;
    private static final int VERSION = 18 << 3;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        byte[] raw = Alphabets.base32(bytes, from, to);
        if (raw == null || raw.length != BYTES || (raw[0] & 0xff) != VERSION) {
            return Verdict.REJECTED;
        }
        int stated = (raw[BYTES - 2] & 0xff) | (raw[BYTES - 1] & 0xff) << 8;
        return NatsSeed.crc16(raw, BYTES - 2) == stated ? Verdict.CHECKSUM_OK : Verdict.REJECTED;
    }
}
