package io.keywatch.detect.scan.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/** Says at its end whether what came out is what the archive promised: a damaged member may inflate without error. */
final class ChecksummedStream extends CheckedInputStream {
    /** Where an archive states none. */
    private static final long UNKNOWN = -1;

    private final long expected;

    /** @param expected CRC-32, or -1 */
    ChecksummedStream(InputStream in, long expected) {
        super(in, new CRC32());
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        atEnd(b);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        atEnd(n);
        return n;
    }

    private void atEnd(int n) throws ZipException {
        if (n < 0 && expected != UNKNOWN && getChecksum().getValue() != expected) {
            throw new ZipException("checksum");
        }
    }
}
