package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of Avro container files are read with the names of their fields, and what a file states is not believed. */
@Execution(ExecutionMode.CONCURRENT)
class AvroTest {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MIB = 1024 * 1024;
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);
    private static final String TOKEN =
            Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, new Random(1)), new Random(1));
    private static final String PASSWORD = "v7" + Forge.text(14, new Random(2));
    private static final byte[] SYNC = new byte[16];

    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type": "record", "name": "Row", "fields": [
              {"name": "id", "type": "long"},
              {"name": "db", "type": {"type": "record", "name": "Db", "fields": [
                {"name": "password", "type": ["null", "string"], "default": null}]}},
              {"name": "headers", "type": {"type": "map", "values": "string"}, "default": {}},
              {"name": "notes", "type": {"type": "array", "items": "string"}, "default": []},
              {"name": "attachment", "type": "bytes", "default": ""}]}
            """);

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "bzip2", "xz", "zstandard"})
    void readsTextsWithTheNamesOfTheirFields(String codec) throws IOException {
        byte[] file = file(CodecFactory.fromString(codec), row(PASSWORD, Map.of("x-a", TOKEN), List.of(), new byte[0]));

        ScanOutcome outcome = SCANNER.scan(Artifact.of("rows.avro", file));

        assertThat(outcome).isInstanceOf(ScanOutcome.Matched.class);
        assertThat(outcome.matches())
                .extracting(m -> m.rule().id())
                .containsExactlyInAnyOrder("generic-password", "github-personal-token");
        assertThat(outcome.matches()).extracting(Match::archivePath).containsOnly("#text");
    }

    @Test
    void opensArchivesThatStandInAField() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes(TOKEN));
        }
        byte[] file =
                file(CodecFactory.deflateCodec(9), row("", Map.of(), List.of("nothing here"), packed.toByteArray()));

        assertThat(SCANNER.scan(Artifact.of("rows.avro", file)).matches())
                .extracting(Match::archivePath)
                .containsExactly("attachment!attachment");
    }

    @Test
    void saysWhenAFileIsCutOffOrDamagedAndReadsWhatCameBefore() throws IOException {
        ByteArrayOutputStream blocks = header(SCHEMA, "deflate");
        block(blocks, 1, deflated(datum(row(PASSWORD, Map.of(), List.of(), new byte[0]))));
        int end = blocks.size();
        block(blocks, 1, deflated(datum(row("", Map.of(), List.of(Forge.text(300, new Random(3))), new byte[0]))));
        byte[] file = blocks.toByteArray();
        assertThat(SCANNER.scan(Artifact.of("a", file))).isInstanceOf(ScanOutcome.Matched.class);

        byte[] cut = Arrays.copyOf(file, end + 60);
        byte[] damaged = file.clone();
        damaged[end - 1] ^= 1;

        for (byte[] broken : List.of(cut, damaged)) {
            assertThat(SCANNER.scan(Artifact.of("a", broken))).isInstanceOf(ScanOutcome.Partial.class);
        }
        assertThat(SCANNER.scan(Artifact.of("a", cut)).matches()).hasSize(1);
        assertThat(SCANNER.scan(Artifact.of("a", Arrays.copyOf(file, 40)))).isInstanceOf(ScanOutcome.Partial.class);
    }

    /** What stands behind the last value that is counted was not looked at. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1})
    void saysWhenABlockHoldsMoreThanItCounts(long count) throws IOException {
        ByteArrayOutputStream file = header(SCHEMA, "deflate");
        byte[] two = new byte[0];
        for (int i = 0; i < 2; i++) {
            byte[] row = datum(row(PASSWORD, Map.of(), List.of(), new byte[0]));
            two = Arrays.copyOf(two, two.length + row.length);
            System.arraycopy(row, 0, two, two.length - row.length, row.length);
        }
        block(file, count, deflated(two));

        ScanOutcome outcome = SCANNER.scan(Artifact.of("a.avro", file.toByteArray()));

        assertThat(outcome.getClass()).isIn(ScanOutcome.Partial.class, ScanOutcome.Unreadable.class);
        assertThat(outcome.matches()).hasSize(count == 1 ? 1 : 0);
    }

    @Test
    void saysWhenTheCompressionIsUnknown() throws IOException {
        ByteArrayOutputStream file = header(SCHEMA, "lzo");
        assertThat(SCANNER.scan(Artifact.of("a.avro", file.toByteArray()))).isInstanceOf(ScanOutcome.Partial.class);
    }

    @Test
    void makesNoRoomForWhatAFileOnlyStates() throws IOException {
        Schema text = Schema.create(Schema.Type.STRING);
        ByteArrayOutputStream longText = header(text, "null");
        block(longText, 1, varint(Integer.MAX_VALUE - 8L));
        ByteArrayOutputStream longBlock = header(text, "null");
        longBlock.writeBytes(varint(1));
        longBlock.writeBytes(varint(Integer.MAX_VALUE - 8L));
        Schema fixed = Schema.createFixed("F", null, null, Integer.MAX_VALUE - 8);
        ByteArrayOutputStream longFixed = header(fixed, "null");
        block(longFixed, 1, new byte[3]);
        for (ByteArrayOutputStream file : List.of(longText, longBlock, longFixed)) {
            Artifact artifact = Artifact.of("a.avro", file.toByteArray());
            SCANNER.scan(artifact);
            long before = THREAD.getCurrentThreadAllocatedBytes();

            assertThat(SCANNER.scan(artifact)).isInstanceOf(ScanOutcome.Partial.class);

            assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(10L * MIB);
        }
    }

    /** A file of a few hundred bytes with more values than anybody could read, for they take none of them. */
    @Test
    void endsAtValuesThatTakeNoBytes() throws IOException {
        Schema nothing = Schema.create(Schema.Type.NULL);
        Schema nested = Schema.createRecord("N0", null, null, false, List.of(new Schema.Field("n", nothing)));
        for (int i = 1; i < 40; i++) {
            nested = Schema.createRecord(
                    "N" + i, null, null, false, List.of(new Schema.Field("a", nested), new Schema.Field("b", nested)));
        }
        ByteArrayOutputStream doubling = header(nested, "null");
        block(doubling, 1, new byte[0]);
        ByteArrayOutputStream many = header(nothing, "null");
        block(many, Integer.MAX_VALUE, new byte[0]);
        ByteArrayOutputStream array = header(Schema.createArray(nothing), "null");
        block(array, 1, varint(Integer.MAX_VALUE - 8L));
        for (ByteArrayOutputStream file : List.of(doubling, many, array)) {
            assertThat(SCANNER.scan(Artifact.of("a.avro", file.toByteArray()))).isInstanceOf(ScanOutcome.Partial.class);
        }
    }

    @Test
    void aSchemaThatRefersToItselfIsReadToItsLimit() throws IOException {
        Schema list = new Schema.Parser().parse("""
                {"type": "record", "name": "L", "fields": [{"name": "next", "type": ["null", "L"]}]}
                """);
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 2);
        ByteArrayOutputStream file = header(list, "null");
        block(file, 1, deep);

        assertThat(((ScanOutcome.Partial) SCANNER.scan(Artifact.of("a.avro", file.toByteArray()))).reason())
                .contains("values within values");
    }

    @Test
    void countsWhatComesOutOfItsBlocks() throws IOException {
        byte[] file =
                file(CodecFactory.deflateCodec(9), row(PASSWORD, Map.of(), List.of(" ".repeat(90_000)), bytes("")));
        ScanLimits limits = new ScanLimits(MIB, 100_000, 1_000, 10, 3, MIB, 10, Duration.ofMinutes(1));
        Scanner scanner = Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), limits);

        assertThat(((ScanOutcome.Partial) scanner.scan(Artifact.of("a.avro", file))).reason())
                .contains("unpacked bytes");
    }

    private static GenericRecord row(
            String password, Map<String, String> headers, List<String> notes, byte[] attachment) {
        GenericRecord db = new GenericData.Record(SCHEMA.getField("db").schema());
        db.put("password", password);
        return new GenericRecordBuilder(SCHEMA)
                .set("id", 1L)
                .set("db", db)
                .set("headers", headers)
                .set("notes", notes)
                .set("attachment", ByteBuffer.wrap(attachment))
                .build();
    }

    private static byte[] file(CodecFactory codec, GenericRecord row) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
            writer.setCodec(codec).create(SCHEMA, out);
            writer.append(row);
        }
        return out.toByteArray();
    }

    /** What the library would not write: the frame of a file by hand. */
    private static ByteArrayOutputStream header(Schema schema, String codec) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'O', 'b', 'j', 1});
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeMapStart();
        encoder.setItemCount(2);
        encoder.writeString("avro.schema");
        encoder.writeBytes(bytes(schema.toString()));
        encoder.writeString("avro.codec");
        encoder.writeBytes(bytes(codec));
        encoder.writeMapEnd();
        out.writeBytes(SYNC);
        return out;
    }

    private static void block(ByteArrayOutputStream out, long count, byte[] block) throws IOException {
        out.writeBytes(varint(count));
        out.writeBytes(varint(block.length));
        out.writeBytes(block);
        out.writeBytes(SYNC);
    }

    private static byte[] datum(GenericRecord row) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(row, encoder);
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] block) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(block);
        deflater.finish();
        byte[] out = new byte[block.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] varint(long value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EncoderFactory.get().directBinaryEncoder(out, null).writeLong(value);
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
