package io.keywatch.detect.topology;

import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.Company;
import io.keywatch.detect.correlate.FirstRead;
import io.keywatch.detect.correlate.Leaver;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.VaultValue;
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
    private static final byte LEFT = 4;
    private static final byte DEPARTED = 5;
    private static final byte HELD = 6;
    private static final byte USED = 7;
    private static final byte MET = 16;

    private final AvroSerde<ApiCall> calls;
    private final AvroSerde<Exposure> exposures;
    private final AvroSerde<Departure> departures;
    private final AvroSerde<VaultValue> values;

    ClueSerde(SchemaIds ids) {
        this.calls = AvroSerde.of(Topics.CLOUDTRAIL, ids);
        this.exposures = AvroSerde.of(Topics.EXPOSURES, ids);
        this.departures = AvroSerde.of(Topics.DEPARTURES, ids);
        this.values = AvroSerde.of(Topics.VAULT_VALUES, ids);
    }

    @Override
    public Serializer<Clue> serializer() {
        return (topic, clue) -> switch (clue) {
            case Clue.Call(ApiCall call) -> tagged(CALL, calls.serializer().serialize(topic, call));
            case Clue.Used used -> tagged(USED, Clue.Used.CODEC.encode(used));
            case Clue.Exposed(Exposure exposure) ->
                tagged(EXPOSED, exposures.serializer().serialize(topic, exposure));
            case Clue.Read(FirstRead read) -> tagged(READ, FirstRead.CODEC.encode(read));
            case Clue.Left(Leaver leaver) -> tagged(LEFT, Leaver.CODEC.encode(leaver));
            case Clue.Departed(Departure departure) ->
                tagged(DEPARTED, departures.serializer().serialize(topic, departure));
            case Clue.Held(VaultValue value) -> tagged(HELD, values.serializer().serialize(topic, value));
            case Clue.Met(Company company) -> tagged(MET, Company.CODEC.encode(company));
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
                case USED -> Clue.Used.CODEC.decode(avro);
                case EXPOSED -> new Clue.Exposed(exposures.deserializer().deserialize(topic, avro));
                case READ -> new Clue.Read(FirstRead.CODEC.decode(avro));
                case LEFT -> new Clue.Left(Leaver.CODEC.decode(avro));
                case DEPARTED -> new Clue.Departed(departures.deserializer().deserialize(topic, avro));
                case HELD -> new Clue.Held(values.deserializer().deserialize(topic, avro));
                case MET -> new Clue.Met(Company.CODEC.decode(avro));
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
