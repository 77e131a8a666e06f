package io.keywatch.detect.scan.unpack;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.XZInputStream;

/** Formats that are opened, told by their first bytes or, behind other content, by their last ones. */
enum Container {
    NONE("", ""),
    GZIP("gzip", "1f8b08"),
    BZIP2("bzip2", "425a68"),
    XZ("xz", "fd377a585a00"),
    ZSTD("zstd", "28b52ffd"),
    ZIP("zip", "504b0304"),
    SEVEN_ZIP("7z", "377abcaf271c"),
    LZ4("lz4", "04224d18"),
    PDF("pdf", "255044462d"),
    AVRO("avro", "4f626a01"),
    TAR("tar", ""),
    /** Behind a program, or a script that unpacks or runs it. */
    STUBBED_ZIP("zip", "");

    /** The dictionary of xz -9 takes 64 MiB; a file may ask for 4 GiB. */
    static final int XZ_MEMORY_KIB = 96 * 1024;

    /** Windows of 128 MiB, as zstd itself accepts without being asked to. */
    private static final int ZSTD_WINDOW_LOG = 27;

    private static final int TAR_MAGIC = 257;
    private static final byte[] USTAR = "ustar".getBytes(StandardCharsets.US_ASCII);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // filled once
    private final byte[] magic;

    /** @param magic first bytes in hex; empty where they tell nothing */
    Container(String label, String magic) {
        this.label = label;
        this.magic = HexFormat.of().parseHex(magic);
    }

    String label() {
        return label;
    }

    static Container of(byte[] bytes, int length) {
        for (Container c : values()) {
            if (c.magic.length > 0 && startsWith(bytes, length, 0, c.magic)) {
                return c;
            }
        }
        if (startsWith(bytes, length, TAR_MAGIC, USTAR)) {
            return TAR;
        }
        return ZipEnd.in(bytes, length) ? STUBBED_ZIP : NONE;
    }

    private static boolean startsWith(byte[] bytes, int length, int at, byte[] head) {
        return length >= at + head.length && Arrays.equals(bytes, at, at + head.length, head, 0, head.length);
    }

    /** @param dictionaries of the streams and blocks before: each may ask for a large one, however short it is */
    InputStream decompress(InputStream in, ArrayCache dictionaries) throws IOException {
        return switch (this) {
            case GZIP -> Unpacker.gzip(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ -> new XZInputStream(in, XZ_MEMORY_KIB, dictionaries);
            case ZSTD -> new ZstdInputStream(in).setLongMax(ZSTD_WINDOW_LOG);
            case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
            case NONE, ZIP, SEVEN_ZIP, PDF, AVRO, TAR, STUBBED_ZIP ->
                throw new IllegalStateException(name() + " is no compressed stream");
        };
    }

    /** {@code dump.sql.gz} holds {@code dump.sql}. */
    static String innerName(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        String lower = last.toLowerCase(Locale.ROOT);
        for (String suffix : new String[] {".gz", ".bz2", ".xz", ".zst", ".lz4", ".z"}) {
            if (lower.endsWith(suffix) && lower.length() > suffix.length()) {
                return last.substring(0, last.length() - suffix.length());
            }
        }
        return lower.endsWith(".tgz") ? last.substring(0, last.length() - 4) + ".tar" : last;
    }
}
