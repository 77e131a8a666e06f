package io.keywatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

final class ApiCallEncoderTest {
    private static final AvroSerde<ApiCall> SERDE = AvroSerde.of(Topics.CLOUDTRAIL, ids());
    private static final String TOPIC = Topics.CLOUDTRAIL.name();

    private static SchemaIds ids() {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        return ids;
    }

    /** Fails when the schema changes: bring the order of writes in line with it, then this number. */
    @Test
    void followsTheSchemaOfThisBuild() {
        assertThat(SchemaNormalization.parsingFingerprint64(ApiCall.getClassSchema()))
                .isEqualTo(ApiCallEncoder.SCHEMA_FINGERPRINT);
        assertThat(ApiCallEncoder.fits()).isTrue();
    }

    @Property(tries = 300)
    void writesWhatTheGeneralWriterWrites(@ForAll("calls") ApiCall call) {
        byte[] byHand = new ApiCallEncoder(SERDE.schemaId()).encode(call);

        assertThat(byHand).isEqualTo(SERDE.serializer().serialize(TOPIC, call));
        assertThat(SERDE.deserializer().deserialize(TOPIC, byHand)).isEqualTo(call);
    }

    @Test
    void keepsNothingOfTheRecordBefore() {
        ApiCallEncoder encoder = new ApiCallEncoder(SERDE.schemaId());
        ApiCall large = call("x".repeat(10_000), Map.of("name", "y".repeat(5_000)));
        ApiCall small = call("id", Map.of());

        encoder.encode(large);

        assertThat(encoder.encode(small)).isEqualTo(SERDE.serializer().serialize(TOPIC, small));
    }

    private static ApiCall call(String id, Map<String, String> parameters) {
        return ApiCall.newBuilder()
                .setEventId(id)
                .setEventTime(Instant.ofEpochMilli(1))
                .setIngestedAt(Instant.ofEpochMilli(2))
                .setEventSource("s")
                .setEventName("n")
                .setAwsRegion("r")
                .setRecipientAccountId("a")
                .setPrincipal(Principal.newBuilder().setId("p").build())
                .setNetwork(Network.newBuilder().build())
                .setParameters(parameters)
                .build();
    }

    @Provide
    Arbitrary<ApiCall> calls() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(40);
        Arbitrary<String> optional = text.injectNull(0.4);
        Arbitrary<Instant> times =
                Arbitraries.longs().between(-1L << 40, 1L << 42).map(Instant::ofEpochMilli);
        Arbitrary<Boolean> flags = Arbitraries.of(true, false).injectNull(0.4);
        Arbitrary<Principal> principals = Combinators.combine(
                        text, Arbitraries.of(PrincipalType.class), optional, optional, flags, times.injectNull(0.4))
                .as((id, type, one, other, mfa, created) ->
                        new Principal(id, type, one, other, one, other, one, mfa, created, other, one));
        Arbitrary<Network> networks =
                Combinators.combine(optional, optional, optional).as(Network::new);
        Arbitrary<Pointer> pointers = Combinators.combine(
                        optional,
                        optional,
                        Arbitraries.integers().injectNull(0.4),
                        Arbitraries.longs().injectNull(0.4))
                .as((one, other, index, offset) ->
                        new Pointer(one, other, one, index, other, one, other, index, offset));
        Arbitrary<ResourceRef> resources =
                Combinators.combine(text, optional, optional).as(ResourceRef::new);
        Arbitrary<ApiCall> plain = Combinators.combine(
                        text,
                        times,
                        principals,
                        networks,
                        flags,
                        optional,
                        pointers.injectNull(0.2),
                        Arbitraries.of(Origin.class))
                .as((id, time, principal, network, readOnly, one, pointer, origin) -> ApiCall.newBuilder(
                                call(id, Map.of()))
                        .setEventTime(time)
                        .setPrincipal(principal)
                        .setNetwork(network)
                        .setReadOnly(readOnly)
                        .setErrorCode(one)
                        .setErrorMessage(one)
                        .setEventType(one)
                        .setPointer(pointer)
                        .setOrigin(origin)
                        .build());
        return Combinators.combine(
                        plain,
                        Arbitraries.maps(text, text).ofMaxSize(5),
                        Arbitraries.maps(text, text).ofMaxSize(3),
                        text.list().ofMaxSize(4),
                        resources.list().ofMaxSize(4))
                .as((call, parameters, response, redacted, refs) -> ApiCall.newBuilder(call)
                        .setParameters(parameters)
                        .setResponse(response)
                        .setRedacted(redacted)
                        .setResources(refs)
                        .build());
    }
}
