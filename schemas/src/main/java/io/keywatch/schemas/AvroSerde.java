package io.keywatch.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Avro values in Confluent's wire format: magic byte 0, 4-byte big-endian schema id, Avro binary. Any client that
 * speaks that format reads our topics.
 *
 * <p>A value that cannot be read is a {@link SerializationException} whose message never holds payload; an unknown
 * schema id keeps its own cause ({@link SchemaIds.UnknownSchemaException}); a registry that does not answer is
 * {@link SchemaIds.RegistryUnreachableException}, to be retried. Serializer and deserializer are thread-safe.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 5;

    private final Class<T> type;
    private final Schema schema;
    private final SchemaIds ids;
    private final String subject;
    private final SpecificDatumWriter<T> writer;
    private final Map<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();

    private AvroSerde(Class<T> type, String subject, SchemaIds ids) {
        this.type = type;
        this.schema = SpecificData.get().getSchema(type);
        this.ids = ids;
        this.subject = subject;
        this.writer = new SpecificDatumWriter<>(schema);
    }

    public static <T extends SpecificRecord> AvroSerde<T> of(Topic<T> topic, SchemaIds ids) {
        return new AvroSerde<>(topic.valueType(), topic.subject(), ids);
    }

    /**
     * For internal Streams topics and stores that hold a record of {@code topic}: same subject, so that internal
     * topics need no schemas of their own.
     */
    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : write(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(bytes);
    }

    /**
     * Id of this build's schema in the registry, for those who write the wire format by hand.
     *
     * @throws SchemaIds.RegistryUnreachableException when the registry does not answer: try again
     */
    public int schemaId() {
        return ids.idOf(subject, schema);
    }

    private byte[] write(T value) {
        int id = ids.idOf(subject, schema);
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.write(MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        // buffered: the array stream locks at every byte that a direct encoder writes
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AvroRuntimeException | ClassCastException | NullPointerException e) {
            throw new SerializationException("a " + type.getSimpleName() + " does not fit its schema", e);
        }
        return out.toByteArray();
    }

    private T read(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC) {
            throw new SerializationException("not in the wire format: " + bytes.length + " bytes");
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        try {
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
            return readerOf(id).read(null, decoder);
        } catch (SchemaIds.UnknownSchemaException e) {
            throw new SerializationException(String.valueOf(e.getMessage()), e);
        } catch (IOException | AvroRuntimeException | ClassCastException | IndexOutOfBoundsException e) {
            // the cause's own message may quote the payload
            throw new SerializationException("a " + type.getSimpleName() + " of schema id " + id + " cannot be read: "
                    + e.getClass().getSimpleName());
        }
    }

    private SpecificDatumReader<T> readerOf(int id) {
        @Nullable SpecificDatumReader<T> known = readers.get(id);
        if (known != null) {
            return known;
        }
        SpecificDatumReader<T> reader = new SpecificDatumReader<>(ids.schemaOf(id), schema);
        readers.put(id, reader);
        return reader;
    }
}
