package io.keywatch.detect.scan.check;

/** The checksum of BIP 173, which age uses for its keys. */
final class Bech32 implements OfflineCheck {
    static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int separator = to - 1;
        while (separator > from && bytes[separator] != '1') {
            separator--;
        }
        if (separator == from || to - separator <= 6) {
            return Verdict.REJECTED;
        }
        int state = 1;
        for (int i = from; i < separator; i++) {
            state = step(state) ^ lower(bytes[i]) >> 5;
        }
        state = step(state);
        for (int i = from; i < separator; i++) {
            state = step(state) ^ (lower(bytes[i]) & 31);
        }
        for (int i = separator + 1; i < to; i++) {
            int value = ALPHABET.indexOf(lower(bytes[i]));
            if (value < 0) {
                return Verdict.REJECTED;
            }
            state = step(state) ^ value;
        }
        return state == 1 ? Verdict.CHECKSUM_OK : Verdict.REJECTED;
    }

    static int step(int state) {
        int top = state >> 25;
        int next = (state & 0x1ffffff) << 5;
        for (int i = 0; i < 5; i++) {
            if ((top >> i & 1) == 1) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
