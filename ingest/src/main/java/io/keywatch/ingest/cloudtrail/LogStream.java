package io.keywatch.ingest.cloudtrail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/**
 * The plain bytes of a log file, gzip or not (told by its magic, not by its name), counted and bounded on both sides.
 * A failure of the source itself comes as {@link SourceFailed}, so that a broken connection is never taken for a broken
 * file.
 */
final class LogStream extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private final Source source;
    private final InputStream plain;
    private final boolean compressed;
    private final ReaderLimits limits;
    private long inflatedBytes;

    private LogStream(Source source, InputStream plain, boolean compressed, ReaderLimits limits) {
        this.source = source;
        this.plain = plain;
        this.compressed = compressed;
        this.limits = limits;
    }

    /** @throws IOException also for a gzip header that is cut off */
    static LogStream open(InputStream in, ReaderLimits limits) throws IOException {
        Source source = new Source(in);
        PushbackInputStream peeked = new PushbackInputStream(source, 2);
        byte[] magic = peeked.readNBytes(2);
        peeked.unread(magic);
        boolean gzip = magic.length == 2 && (magic[0] & 0xff) == GZIP_MAGIC_1 && (magic[1] & 0xff) == GZIP_MAGIC_2;
        return new LogStream(source, gzip ? new GZIPInputStream(peeked, BUFFER_BYTES) : peeked, gzip, limits);
    }

    long compressedBytes() {
        return source.bytes;
    }

    long inflatedBytes() {
        return inflatedBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long allowed = limits.inflatedBytes() - inflatedBytes;
        if (allowed <= 0) {
            if (plain.read() < 0) {
                return -1;
            }
            throw new LimitReached("inflated-bytes " + limits.inflatedBytes());
        }
        int read = plain.read(target, offset, (int) Math.min(length, allowed));
        if (read > 0) {
            inflatedBytes += read;
            if (compressed
                    && inflatedBytes > ReaderLimits.RATIO_FLOOR_BYTES
                    && inflatedBytes / limits.ratio() > source.bytes) {
                throw new LimitReached("inflate-ratio " + limits.ratio());
            }
        }
        return read;
    }

    /** Frees the inflater; the source stays the caller's. */
    @Override
    public void close() throws IOException {
        plain.close();
    }

    private static final class Source extends FilterInputStream {
        private long bytes;
        private boolean ended;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int read = in.read(target, offset, length);
                bytes += Math.max(read, 0);
                ended = read < 0;
                return read;
            } catch (IOException e) {
                throw new SourceFailed(e);
            }
        }

        /** GZIPInputStream looks for a next member only where it is told that more may come; sockets often say 0. */
        @Override
        public int available() {
            return ended ? 0 : 1;
        }

        @Override
        public void close() {
            // the caller's
        }
    }

    /** The source failed, not its content: worth another try. */
    static final class SourceFailed extends IOException {
        SourceFailed(IOException cause) {
            super("the source of a log file failed", cause);
        }
    }

    /** The message names the limit. */
    static final class LimitReached extends IOException {
        LimitReached(String limit) {
            super(limit);
        }
    }
}
