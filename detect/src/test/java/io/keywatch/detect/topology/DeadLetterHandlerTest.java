package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import java.io.IOException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.Test;

class DeadLetterHandlerTest {
    private static final String CANARY = "canary" + System.nanoTime();

    @Test
    void makesALetterOfARecordThatCannotBeProcessedWithoutWhatTheExceptionSays() {
        try (Bench bench = new Bench("test")) {
            bench.start("test", failing(bench.ids()));
            bench.input(Topics.CLOUDTRAIL)
                    .pipeInput("k", call("s3", "ListBuckets").make());

            assertThat(bench.output(Topics.DEAD_LETTERS).readValuesToList())
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.getCause()).isEqualTo(DeadLetterCause.FAILED);
                        assertThat(letter.getDetail()).startsWith("IllegalArgumentException at DeadLetterHandlerTest");
                        assertThat(letter.toString()).doesNotContain(CANARY);
                        assertThat(letter.getPointer().getOffset()).isZero();
                    });
        }
    }

    @Test
    void makesOneLetterOfOneRecordHoweverOftenItFails() {
        try (Bench bench = new Bench("test")) {
            bench.start("test", failing(bench.ids()));
            bench.input(Topics.CLOUDTRAIL)
                    .pipeInput("k", call("s3", "ListBuckets").make());
            DeadLetter once = bench.output(Topics.DEAD_LETTERS).readValue();
            bench.driver().close();
            bench.start("test", failing(bench.ids()));
            bench.input(Topics.CLOUDTRAIL)
                    .pipeInput("k", call("s3", "ListBuckets").make());

            assertThat(bench.output(Topics.DEAD_LETTERS).readValue().getId()).isEqualTo(once.getId());
        }
    }

    @Test
    void skipsNothingWhileTheRegistryIsAway() {
        FickleRegistry registry = new FickleRegistry();
        try (Bench bench = new Bench("test", registry)) {
            SchemaIds elsewhere = new SchemaIds(registry);
            ApiCall call = call("s3", "ListBuckets").make();
            byte[] written =
                    AvroSerde.of(Topics.CLOUDTRAIL, elsewhere).serializer().serialize(Topics.CLOUDTRAIL.name(), call);
            bench.start("test", failing(bench.ids()));
            registry.away = true;

            assertThatThrownBy(() -> bench.driver()
                            .createInputTopic(
                                    Topics.CLOUDTRAIL.name(),
                                    Serdes.String().serializer(),
                                    Serdes.ByteArray().serializer())
                            .pipeInput("k", written))
                    .hasRootCauseInstanceOf(IOException.class);
            assertThat(bench.output(Topics.DEAD_LETTERS).isEmpty()).isTrue();
        }
    }

    private static Topology failing(SchemaIds ids) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Topics.CLOUDTRAIL.name(), Consumed.with(Serdes.String(), AvroSerde.of(Topics.CLOUDTRAIL, ids)))
                .foreach((key, value) -> {
                    throw new IllegalArgumentException(CANARY);
                });
        return builder.build();
    }

    private static final class FickleRegistry extends MockSchemaRegistryClient {
        private boolean away;

        @Override
        public ParsedSchema getSchemaById(int id)
                throws IOException, io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException {
            if (away) {
                throw new IOException("away");
            }
            return super.getSchemaById(id);
        }
    }
}
