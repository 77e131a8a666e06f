package io.keywatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
    private final SchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final SchemaIds ids = new SchemaIds(registry);
    private final AvroSerde<DeadLetter> serde = AvroSerde.of(Topics.DEAD_LETTERS, ids);
    private final DeadLetter letter = DeadLetter.newBuilder()
            .setId("letter")
            .setStage("ingest")
            .setCause(DeadLetterCause.TRUNCATED)
            .setDetail("gzip ends after 12 bytes")
            .setAt(Instant.parse("2026-11-24T03:00:00.123Z"))
            .build();

    @BeforeEach
    void registerAll() {
        ids.registerAll();
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] bytes = serde.serializer().serialize("t", letter);

        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(letter);
    }

    @Test
    void startsWithMagicByteZeroAndTheRegistrysId() throws Exception {
        byte[] bytes = serde.serializer().serialize("t", letter);

        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt())
                .isEqualTo(registry.getLatestSchemaMetadata(Topics.DEAD_LETTERS.subject())
                        .getId());
    }

    @Test
    void anotherProcessReadsWithNothingButTheRegistry() {
        byte[] bytes = serde.serializer().serialize("t", letter);

        AvroSerde<DeadLetter> elsewhere = AvroSerde.of(Topics.DEAD_LETTERS, new SchemaIds(registry));

        assertThat(elsewhere.deserializer().deserialize("t", bytes)).isEqualTo(letter);
    }

    @Test
    void anUnknownSchemaIdIsTold() {
        byte[] bytes = serde.serializer().serialize("t", letter);
        ByteBuffer.wrap(bytes).putInt(1, 999_999);

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", bytes))
                .isInstanceOf(SerializationException.class)
                .hasCauseInstanceOf(SchemaIds.UnknownSchemaException.class);
    }

    @Test
    void foreignBytesAreRefusedWithoutQuotingThem() {
        byte[] bytes = "hunter2-hunter2".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void everyTruncationIsRefusedAndNoneIsMisread() {
        byte[] bytes = serde.serializer().serialize("t", letter);

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serde.deserializer().deserialize("t", cut))
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void anEnumSymbolFromTheFutureBecomesUnknown() throws Exception {
        Schema current = DeadLetter.getClassSchema();
        Schema future = new Schema.Parser()
                .parse(current.toString().replace("\"REJECTED\",\"FAILED\"", "\"REJECTED\",\"FAILED\",\"ECLIPSED\""));
        int id = registry.register(Topics.DEAD_LETTERS.subject(), new AvroSchema(future));
        var record = new org.apache.avro.generic.GenericData.Record(future);
        for (Schema.Field field : future.getFields()) {
            Object value = letter.get(field.name());
            record.put(field.name(), value instanceof Instant at ? (Object) at.toEpochMilli() : value);
        }
        record.put(
                "cause",
                new org.apache.avro.generic.GenericData.EnumSymbol(
                        future.getField("cause").schema(), "ECLIPSED"));
        var out = new java.io.ByteArrayOutputStream();
        out.write(0);
        out.write(ByteBuffer.allocate(4).putInt(id).array());
        var encoder = org.apache.avro.io.EncoderFactory.get().directBinaryEncoder(out, null);
        new org.apache.avro.generic.GenericDatumWriter<>(future).write(record, encoder);

        DeadLetter read = serde.deserializer().deserialize("t", out.toByteArray());

        assertThat(read.getCause()).isEqualTo(DeadLetterCause.UNKNOWN);
    }
}
