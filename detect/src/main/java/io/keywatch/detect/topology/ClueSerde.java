package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.FirstRead;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Both halves of the joins in one internal topic, so that one partitioning holds for all: a kind byte, then
 * Avro or our own encoding. */
final class ClueSerde implements Serde<Clue> {
    private static final byte CALL = 1;
    private static final byte EXPOSED = 2;
    private static final byte READ = 3;

    private final AvroSerde<ApiCall> calls;
    private final AvroSerde<Exposure> exposures;

    ClueSerde(SchemaIds ids) {
        this.calls = AvroSerde.of(Topics.CLOUDTRAIL, ids);
        this.exposures = AvroSerde.of(Topics.EXPOSURES, ids);
    }

    @Override
    public Serializer<Clue> serializer() {
        return (topic, clue) -> switch (clue) {
            case Clue.Call(ApiCall call) -> tagged(CALL, calls.serializer().serialize(topic, call));
            case Clue.Exposed(Exposure exposure) ->
                tagged(EXPOSED, exposures.serializer().serialize(topic, exposure));
            case Clue.Read(FirstRead read) -> tagged(READ, FirstRead.CODEC.encode(read));
        };
    }

    @Override
    public Deserializer<Clue> deserializer() {
        return (topic, bytes) -> {
            if (bytes == null || bytes.length == 0) {
                throw new SerializationException("an empty clue");
            }
            byte[] avro = Arrays.copyOfRange(bytes, 1, bytes.length);
            return switch (bytes[0]) {
                case CALL -> new Clue.Call(calls.deserializer().deserialize(topic, avro));
                case EXPOSED -> new Clue.Exposed(exposures.deserializer().deserialize(topic, avro));
                case READ -> new Clue.Read(FirstRead.CODEC.decode(avro));
                default -> throw new SerializationException("a clue of unknown kind " + bytes[0]);
            };
        };
    }

    private static byte[] tagged(byte kind, byte[] avro) {
        byte[] bytes = new byte[avro.length + 1];
        bytes[0] = kind;
        System.arraycopy(avro, 0, bytes, 1, avro.length);
        return bytes;
    }
}
