package io.keywatch.detect.scan.check;

/** NATS nkeys: base32 of two prefix bytes, 32 of key and a CRC-16 (XMODEM, low byte first). */
final class NatsSeed implements OfflineCheck {
    private static final int BYTES = 36;

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        byte[] raw = Alphabets.base32(bytes, from, to);
        if (raw == null || raw.length != BYTES) {
            return Verdict.REJECTED;
        }
        int stated = (raw[BYTES - 2] & 0xff) | (raw[BYTES - 1] & 0xff) << 8;
        return crc16(raw, BYTES - 2) == stated ? Verdict.CHECKSUM_OK : Verdict.REJECTED;
    }

    static int crc16(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
            crc &= 0xffff;
        }
        return crc;
    }
}
