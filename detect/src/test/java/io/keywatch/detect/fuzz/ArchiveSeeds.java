package io.keywatch.detect.fuzz;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** One small archive of each format, with the canary in it. */
final class ArchiveSeeds {
    private static final byte[] TEXT =
            Invariants.bytes("user: ann\npassword: \"" + Invariants.CANARY + "\"\n" + "abc ".repeat(20));

    private ArchiveSeeds() {}

    @FunctionalInterface
    private interface Wrap {
        OutputStream around(OutputStream out) throws IOException;
    }

    static List<byte[]> gzip() {
        return List.of(stream(GZIPOutputStream::new, TEXT), stream(GZIPOutputStream::new, tar().getFirst()));
    }

    static List<byte[]> bzip2() {
        return List.of(stream(BZip2CompressorOutputStream::new, TEXT));
    }

    static List<byte[]> xz() {
        return List.of(stream(out -> new XZOutputStream(out, new LZMA2Options(1)), TEXT));
    }

    static List<byte[]> zstd() {
        return List.of(Zstd.compress(TEXT), Zstd.compress(TEXT, 19));
    }

    static List<byte[]> lz4() {
        return List.of(stream(FramedLZ4CompressorOutputStream::new, TEXT));
    }

    /** Plain, compressed, and with each kind of value. */
    static List<byte[]> avro() {
        Schema schema = SchemaBuilder.record("Row")
                .fields()
                .requiredLong("id")
                .optionalString("password")
                .requiredBytes("content")
                .name("tags")
                .type()
                .map()
                .values()
                .array()
                .items()
                .stringType()
                .noDefault()
                .endRecord();
        GenericRecord row = new GenericRecordBuilder(schema)
                .set("id", 7L)
                .set("password", Invariants.CANARY)
                .set("content", ByteBuffer.wrap(gzip().getFirst()))
                .set("tags", Map.of("a", List.of("b", Invariants.CANARY)))
                .build();
        return List.of(avro(schema, row, CodecFactory.nullCodec()), avro(schema, row, CodecFactory.deflateCodec(9)));
    }

    private static byte[] avro(Schema schema, GenericRecord row, CodecFactory codec) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec).create(schema, bytes, new byte[16]);
            writer.append(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<byte[]> zip() {
        return List.of(zip(ZipOutputStream.DEFLATED), zip(ZipOutputStream.STORED));
    }

    private static byte[] zip(int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.DEFLATED);
            zip.setLevel(method == ZipOutputStream.STORED ? 0 : 9);
            zip.putNextEntry(new ZipEntry("conf/app.yaml"));
            zip.write(TEXT);
            zip.putNextEntry(new ZipEntry("inner.gz"));
            zip.write(gzip().getFirst());
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<byte[]> tar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (String name : List.of("conf/app.yaml", "long/".repeat(30) + "name")) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(TEXT.length);
                tar.putArchiveEntry(entry);
                tar.write(TEXT);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(bytes.toByteArray());
    }

    static List<byte[]> sevenZip() {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (SevenZOutputFile archive = new SevenZOutputFile(channel)) {
            SevenZArchiveEntry entry = new SevenZArchiveEntry();
            entry.setName("app.yaml");
            archive.putArchiveEntry(entry);
            archive.write(TEXT);
            archive.closeArchiveEntry();
            archive.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] all = channel.array();
        return List.of(java.util.Arrays.copyOf(all, (int) size(channel)));
    }

    private static long size(SeekableInMemoryByteChannel channel) {
        return channel.size();
    }

    private static byte[] stream(Wrap wrap, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = wrap.around(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
