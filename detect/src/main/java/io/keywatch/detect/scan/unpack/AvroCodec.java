package io.keywatch.detect.scan.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.compressors.deflate.DeflateCompressorInputStream;
import org.apache.commons.compress.compressors.deflate.DeflateParameters;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.ArrayCache;

/** How the blocks of an Avro file are compressed: all that the specification has. */
enum AvroCodec {
    NULL("null"),
    DEFLATE("deflate"),
    SNAPPY("snappy"),
    BZIP2("bzip2"),
    XZ("xz"),
    ZSTANDARD("zstandard");

    private final String stated;

    AvroCodec(String stated) {
        this.stated = stated;
    }

    /**
     * @param name as the file states it; null where it states none
     * @return null for one of which nothing is known
     */
    static @Nullable AvroCodec of(byte @Nullable [] name) {
        if (name == null) {
            return NULL;
        }
        String text = new String(name, StandardCharsets.UTF_8);
        for (AvroCodec codec : values()) {
            if (codec.stated.equals(text)) {
                return codec;
            }
        }
        return null;
    }

    /** @param in one block */
    InputStream decompress(InputStream in, ArrayCache dictionaries) throws IOException {
        return switch (this) {
            case NULL -> in;
            case DEFLATE -> new DeflateCompressorInputStream(in, withoutHeader());
            // a checksum follows, which the stream does not read
            case SNAPPY -> new SnappyCompressorInputStream(in);
            case BZIP2 -> Container.BZIP2.decompress(in, dictionaries);
            case XZ -> Container.XZ.decompress(in, dictionaries);
            case ZSTANDARD -> Container.ZSTD.decompress(in, dictionaries);
        };
    }

    private static DeflateParameters withoutHeader() {
        DeflateParameters parameters = new DeflateParameters();
        parameters.setWithZlibHeader(false);
        return parameters;
    }
}
