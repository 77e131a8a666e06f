package io.keywatch.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class MadeUpLogTest {
    @Test
    void holdsEventsOfTheSizeOfRealOnes() throws IOException {
        byte[] json = new GZIPInputStream(new ByteArrayInputStream(MadeUpLog.gzip(new Random(1), 100))).readAllBytes();

        JsonNode records = new ObjectMapper().readTree(json).get("Records");
        assertThat(records).hasSize(100);
        assertThat(json.length / 100).isBetween(1_000, 2_000);
    }

    @Test
    void everyBenchHasAnotherNameAndSaysWhatItMeasures() {
        assertThat(Benches.all())
                .extracting(Bench::name)
                .doesNotHaveDuplicates()
                .contains("ingest", "scan");
        assertThat(Benches.all())
                .allSatisfy(bench -> assertThat(bench.description()).contains("baseline"));
    }
}
