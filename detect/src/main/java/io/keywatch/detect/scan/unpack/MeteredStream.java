package io.keywatch.detect.scan.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A decompressed stream that charges the budget and stops a bomb. */
final class MeteredStream extends FilterInputStream {
    /** Below it, a ratio says nothing: a run of spaces in a small file compresses 1000 to 1. */
    private static final long RATIO_FLOOR = 1024 * 1024;

    private final Budget budget;
    private final long storedBytes;
    private long out;

    /** @param storedBytes compressed size, 0 where it is not known */
    MeteredStream(InputStream in, Budget budget, long storedBytes) {
        super(in);
        this.budget = budget;
        this.storedBytes = storedBytes;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            count(1);
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long n) throws IOException {
        out += n;
        budget.charge(n);
        int ratio = budget.limits().maxRatio();
        if (storedBytes > 0 && out > RATIO_FLOOR && out / ratio >= storedBytes && out > storedBytes * ratio) {
            throw new Budget.OverLimit("over the compression ratio of " + ratio + ":1");
        }
    }
}
