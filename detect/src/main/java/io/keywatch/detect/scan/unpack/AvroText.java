package io.keywatch.detect.scan.unpack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.tukaani.xz.ArrayCache;

/**
 * The texts in an Avro container file, each behind the name of its field: {@code owner.password=value}. Names, numbers
 * and the schema are read by the Avro library; blocks, lengths and counts are taken here, for a file may state any, and
 * the library makes room for what is stated. Used by one thread, once.
 */
final class AvroText {
    /** Takes what is an archive or a compressed stream itself. */
    @FunctionalInterface
    interface Members {
        void member(String name, byte[] content);
    }

    private static final int MAGIC = 4;
    private static final int SYNC = 16;
    private static final String SCHEMA = "avro.schema";
    private static final String CODEC = "avro.codec";

    /** The schema is parsed into a tree several times its size; those of data sets have some 100 KiB. */
    private static final int MAX_SCHEMA = 4 << 20;

    /** Values within values: a schema may refer to itself. */
    private static final int MAX_DEPTH = 100;

    /** Values for each byte: a schema may have any number of them take no bytes at all. */
    private static final int VALUES_PER_BYTE = 8;

    /** The same for a block of next to nothing: a record of nulls. */
    private static final int VALUES = 1_024;

    private final Budget budget;
    private final ArrayCache dictionaries;
    private final Members members;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private long valuesLeft;

    AvroText(Budget budget, ArrayCache dictionaries, Members members) {
        this.budget = budget;
        this.dictionaries = dictionaries;
        this.members = members;
    }

    /** UTF-8, as far as the file was read. */
    byte[] text() {
        return text.toByteArray();
    }

    /** @return whether all of the file was read; where not, the budget says why */
    boolean read(byte[] file, int length) throws IOException {
        BinaryDecoder in = decoder(file, MAGIC, length - MAGIC);
        Map<String, byte[]> metadata = metadata(in);
        byte[] sync = take(in, SYNC);
        byte[] schema = metadata.getOrDefault(SCHEMA, new byte[0]);
        if (schema.length > MAX_SCHEMA) {
            budget.partial("over the limit of " + MAX_SCHEMA + " bytes of an Avro schema");
            return false;
        }
        AvroCodec codec = AvroCodec.of(metadata.get(CODEC));
        if (codec == null) {
            budget.partial("an Avro file in a compression that is not read");
            return false;
        }
        Schema root = new Schema.Parser().parse(new String(schema, StandardCharsets.UTF_8));
        while (!in.isEnd()) {
            long count = in.readLong();
            byte[] block = take(in, in.readLong());
            if (!Arrays.equals(take(in, SYNC), sync)) {
                throw new IOException("no block of an Avro file ends here");
            }
            block(root, count, codec == AvroCodec.NULL ? block : inflated(codec, block));
        }
        return true;
    }

    private Map<String, byte[]> metadata(BinaryDecoder in) throws IOException {
        Map<String, byte[]> metadata = new LinkedHashMap<>();
        for (long left = in.readMapStart(); left > 0; left = in.mapNext()) {
            for (long i = 0; i < left; i++) {
                String key = new String(take(in, in.readLong()), StandardCharsets.UTF_8);
                byte[] value = take(in, in.readLong());
                put("", key, value);
                metadata.put(key, value);
            }
        }
        return metadata;
    }

    private byte[] inflated(AvroCodec codec, byte[] block) throws IOException {
        long most = budget.limits().maxMemberBytes();
        try (InputStream raw = codec.decompress(new ByteArrayInputStream(block), dictionaries);
                InputStream in = new MeteredStream(raw, budget, block.length)) {
            byte[] inflated = in.readNBytes((int) most);
            if (inflated.length == most && in.read() >= 0) {
                throw new Budget.OverLimit("a member over the limit of " + most + " bytes");
            }
            return inflated;
        }
    }

    private void block(Schema root, long count, byte[] block) throws IOException {
        BinaryDecoder in = decoder(block, 0, block.length);
        valuesLeft = (long) VALUES_PER_BYTE * block.length + VALUES;
        for (long i = 0; i < count; i++) {
            if (!budget.inTime()) {
                throw new Budget.OverLimit(
                        "over the time limit of " + budget.limits().maxTime());
            }
            value(root, "", "", in, 0);
        }
        if (!in.isEnd()) {
            throw new IOException("a block of an Avro file holds more than it counts");
        }
    }

    private void value(Schema schema, String within, String name, BinaryDecoder in, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new Budget.OverLimit("over the limit of " + MAX_DEPTH + " values within values of an Avro file");
        }
        if (--valuesLeft < 0) {
            throw new Budget.OverLimit("an Avro file of values that take no bytes");
        }
        switch (schema.getType()) {
            case NULL -> in.readNull();
            case BOOLEAN -> in.readBoolean();
            case INT, ENUM -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case FIXED -> text(within, name, take(in, schema.getFixedSize()));
            case STRING, BYTES -> text(within, name, take(in, in.readLong()));
            case UNION -> value(schema.getTypes().get(in.readIndex()), within, name, in, depth + 1);
            case RECORD -> {
                String path = join(within, name);
                for (Schema.Field field : schema.getFields()) {
                    value(field.schema(), path, field.name(), in, depth + 1);
                }
            }
            case ARRAY -> {
                for (long left = in.readArrayStart(); left > 0; left = in.arrayNext()) {
                    for (long i = 0; i < left; i++) {
                        value(schema.getElementType(), within, name, in, depth + 1);
                    }
                }
            }
            case MAP -> {
                String path = join(within, name);
                for (long left = in.readMapStart(); left > 0; left = in.mapNext()) {
                    for (long i = 0; i < left; i++) {
                        byte[] key = take(in, in.readLong());
                        put("", "", key);
                        value(schema.getValueType(), path, new String(key, StandardCharsets.UTF_8), in, depth + 1);
                    }
                }
            }
        }
    }

    private void text(String within, String name, byte[] value) throws Budget.OverLimit {
        if (Container.of(value, value.length) != Container.NONE) {
            members.member(join(within, name), value);
        } else {
            put(within, name, value);
        }
    }

    private static String join(String within, String name) {
        return within.isEmpty() ? name : within + "." + name;
    }

    /** A line; a NUL would make a binary of the whole text. */
    private void put(String within, String name, byte[] value) throws Budget.OverLimit {
        if (value.length == 0) {
            return;
        }
        byte[] head = name.isEmpty() ? new byte[0] : (join(within, name) + "=").getBytes(StandardCharsets.UTF_8);
        long size = head.length + value.length + 1L;
        budget.charge(size);
        long most = budget.limits().maxMemberBytes();
        if (text.size() + size > most) {
            throw new Budget.OverLimit("a member over the limit of " + most + " bytes");
        }
        text.writeBytes(head);
        for (byte b : value) {
            text.write(b == 0 ? '\n' : b);
        }
        text.write('\n');
    }

    private static BinaryDecoder decoder(byte[] bytes, int from, int length) {
        return DecoderFactory.get().binaryDecoder(bytes, from, Math.max(0, length), null);
    }

    /** Room is made for what is there, whatever length is stated. */
    private static byte[] take(BinaryDecoder in, long length) throws IOException {
        if (length < 0 || length > in.inputStream().available()) {
            throw new EOFException("an Avro file states more than there is");
        }
        byte[] bytes = new byte[(int) length];
        in.readFixed(bytes);
        return bytes;
    }
}
