package io.keywatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Context;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.NetworkClass;
import io.keywatch.schemas.v1.Sequence;
import io.keywatch.schemas.v1.SequenceStep;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FindingDocumentTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Property(tries = 300)
    void everyFieldOfEveryFindingHasItsPlaceInTheStrictMapping(@ForAll long seed) throws IOException {
        JsonNode mapping = mapping();
        ObjectNode document = FindingDocument.of(TestFindings.any(seed));
        List<String> unmapped = new ArrayList<>();
        collectUnmapped("", document, mapping, unmapped);
        assertThat(unmapped).isEmpty();
    }

    @Test
    void writesTimesWithMillisecondsInUtc() {
        ObjectNode document = FindingDocument.of(TestFindings.exposure("f1", 1));
        assertThat(document.path("first_seen").asText()).isEqualTo("2026-03-01T12:00:00.123Z");
        assertThat(document.path("ingested_at").asText()).isEqualTo("2026-03-01T12:00:01.123Z");
    }

    @Test
    void neverWritesTriage() {
        assertThat(FindingDocument.of(TestFindings.exposure("f1", 1)).has("triage"))
                .isFalse();
    }

    @Test
    void namesTheTechniqueByBothItsIds() {
        Finding finding = TestFindings.exposure("f1", 1);
        finding.setAttack(List.of(Attack.newBuilder()
                .setTechnique("T1685.002")
                .setAlias("T1562.008")
                .build()));
        JsonNode technique = FindingDocument.of(finding).path("threat").path("technique");
        assertThat(technique.path("id").path(0).asText()).isEqualTo("T1685.002");
        assertThat(technique.path("alias").path(0).asText()).isEqualTo("T1562.008");
    }

    @Test
    void tellsTheStoryOfAnIncidentLineByLine() {
        Finding finding = TestFindings.exposure("f1", 1);
        finding.setSequence(Sequence.newBuilder()
                .setStages(List.of("access", "evasion"))
                .setAccounts(List.of("111122223333"))
                .setSignals(2)
                .setSteps(List.of(SequenceStep.newBuilder()
                        .setTime(TestFindings.TIME)
                        .setStage("evasion")
                        .setAccountId("111122223333")
                        .setWho("role/vault (work)")
                        .setWhat("Trail stopped or deleted (StopLogging)")
                        .setFindingId("f0")
                        .build()))
                .build());
        JsonNode sequence = FindingDocument.of(finding).path("sequence");
        assertThat(sequence.path("stages").path(1).asText()).isEqualTo("evasion");
        assertThat(sequence.path("steps").path(0).path("who").asText()).isEqualTo("role/vault (work)");
        assertThat(sequence.path("steps").path(0).path("finding_id").asText()).isEqualTo("f0");
        assertThat(sequence.path("steps").path(0).has("event_id")).isFalse();
    }

    @Test
    void keepsAMalformedAddressAsTextOnly() {
        Finding finding = TestFindings.exposure("f1", 1);
        finding.setNetwork(Network.newBuilder().setIp("08.1.250.216").build());
        finding.setContext(
                Context.newBuilder().setNetworkClass(NetworkClass.INVALID).build());
        JsonNode source = FindingDocument.of(finding).path("source");
        assertThat(source.path("address").asText()).isEqualTo("08.1.250.216");
        assertThat(source.has("ip")).isFalse();
    }

    @Test
    void cutsAFactThatLuceneWouldRefuse() {
        int limit = 8_000;
        for (int length : new int[] {limit - 1, limit, limit + 1}) {
            Finding finding = TestFindings.exposure("f1", 1);
            finding.setFacts(Map.of("long", "x".repeat(length)));
            String written =
                    FindingDocument.of(finding).path("facts").path("long").asText();
            assertThat(written).hasSize(length <= limit ? length : limit + 1);
        }
    }

    private static void collectUnmapped(String path, JsonNode node, JsonNode mapping, List<String> unmapped) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode mapped = mapping.path("properties").path(field.getKey());
            String name = path + field.getKey();
            String type = mapped.path("type").asText();
            if (mapped.isMissingNode() || type.equals("alias")) {
                unmapped.add(name);
            } else if (!type.equals("flat_object")) {
                JsonNode value = field.getValue();
                boolean object = mapped.has("properties");
                for (JsonNode one : value.isArray() ? value : List.of(value)) {
                    if (one.isObject() != object) {
                        unmapped.add(name + " (object or not)");
                    } else if (object) {
                        collectUnmapped(name + ".", one, mapped, unmapped);
                    }
                }
            }
        }
    }

    private static JsonNode mapping() throws IOException {
        try (InputStream in = FindingDocumentTest.class.getResourceAsStream("opensearch/index.json")) {
            return MAPPER.readTree(in).path("mappings");
        }
    }
}
