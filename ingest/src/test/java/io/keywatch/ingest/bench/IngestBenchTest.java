package io.keywatch.ingest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.schemas.SchemaIds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That it runs; how fast it is, is a matter of {@code keywatch bench ingest} and never of a unit test. */
final class IngestBenchTest {
    @Test
    void measuresEveryStageAgainstTheBaselineOfTheSameRun() {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        Duration each = Duration.ofMillis(20);

        List<IngestBench.Rate> rates = new IngestBench(ids).run(each);

        assertThat(rates)
                .extracting(IngestBench.Rate::name)
                .containsExactly("inflate+tokens", "inflate", "gz->ApiCall", "gz->Avro", "gz->Avro, general writer");
        assertThat(rates).allSatisfy(rate -> assertThat(rate.ratio()).isPositive());
        assertThat(rates.getFirst().ratio()).isEqualTo(1.0);
    }
}
