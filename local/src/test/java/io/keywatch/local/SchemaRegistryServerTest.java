package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the genuine client over HTTP. */
class SchemaRegistryServerTest {
    private static final String SUBJECT = "keywatch.orders.v1-value";
    private static final ParsedSchema FIRST = schema("");
    private static final ParsedSchema WITH_DEFAULT =
            schema(", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}");
    private static final ParsedSchema WITHOUT_DEFAULT = schema(", {\"name\": \"size\", \"type\": \"int\"}");

    @TempDir
    Path folder;

    private SchemaRegistryServer server;
    private SchemaRegistryClient client;

    @BeforeEach
    void start() throws Exception {
        server = SchemaRegistryServer.start(folder);
        client = freshClient();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void givesTheSameSchemaTheSameIdInEverySubject() throws Exception {
        int id = client.register(SUBJECT, FIRST);

        assertThat(client.register("other-value", FIRST)).isEqualTo(id);
        assertThat(client.register(SUBJECT, WITH_DEFAULT)).isNotEqualTo(id);
        assertThat(freshClient().getSchemaById(id)).isEqualTo(FIRST);
        assertThat(freshClient().getId(SUBJECT, FIRST)).isEqualTo(id);
        assertThat(client.getVersion(SUBJECT, WITH_DEFAULT)).isEqualTo(2);
        assertThat(client.getAllVersions(SUBJECT)).containsExactly(1, 2);
        assertThat(client.getLatestSchemaMetadata(SUBJECT).getVersion()).isEqualTo(2);
        assertThat(client.getSchemaMetadata(SUBJECT, 1).getId()).isEqualTo(id);
        assertThat(client.getAllSubjects()).containsExactly(SUBJECT, "other-value");
        assertThat(client.getAllVersionsById(id))
                .extracting(use -> use.getSubject() + ":" + use.getVersion())
                .containsExactly(SUBJECT + ":1", "other-value:1");
    }

    @Test
    void keepsIdsAndLevelsAndItsPortOverARestart() throws Exception {
        int id = client.register(SUBJECT, FIRST);
        client.updateCompatibility(SUBJECT, "FULL_TRANSITIVE");
        var url = server.url();

        server.close();
        server = SchemaRegistryServer.start(folder);

        assertThat(server.url()).isEqualTo(url);
        assertThat(freshClient().getSchemaById(id)).isEqualTo(FIRST);
        assertThat(freshClient().getCompatibility(SUBJECT)).isEqualTo("FULL_TRANSITIVE");
        assertThat(freshClient().register(SUBJECT, WITH_DEFAULT)).isEqualTo(id + 1);
    }

    @Test
    void refusesWhatTheLevelForbids() throws Exception {
        client.updateCompatibility(null, "FULL_TRANSITIVE");
        client.register(SUBJECT, FIRST);

        assertThat(client.testCompatibility(SUBJECT, WITH_DEFAULT)).isTrue();
        assertThat(client.testCompatibility(SUBJECT, WITHOUT_DEFAULT)).isFalse();
        assertThat(client.testCompatibilityVerbose(SUBJECT, WITHOUT_DEFAULT))
                .singleElement()
                .asString()
                .contains("cannot read data of the old", "READER_FIELD_MISSING_DEFAULT_VALUE");
        assertRefused(409, 409, () -> client.register(SUBJECT, WITHOUT_DEFAULT));
    }

    @Test
    void checksAllVersionsOnlyWhereTheLevelIsTransitive() throws Exception {
        // Given a field that came with a default and then lost it: readable from the latest version only
        ParsedSchema sizeWithDefault = schema(", {\"name\": \"size\", \"type\": \"int\", \"default\": 0}");
        client.updateCompatibility(SUBJECT, "BACKWARD");
        client.register(SUBJECT, FIRST);
        client.register(SUBJECT, sizeWithDefault);

        assertThat(client.testCompatibility(SUBJECT, WITHOUT_DEFAULT)).isTrue();
        client.updateCompatibility(SUBJECT, "BACKWARD_TRANSITIVE");
        // the client's own test asks about the latest version only, here as with the genuine registry
        assertThat(client.testCompatibility(SUBJECT, WITHOUT_DEFAULT)).isTrue();
        assertRefused(409, 409, () -> client.register(SUBJECT, WITHOUT_DEFAULT));
    }

    @Test
    void answersWithTheErrorCodesOfTheApi() throws Exception {
        assertRefused(404, 40401, () -> client.getAllVersions("unknown"));
        assertRefused(404, 40401, () -> client.getId("unknown", FIRST));
        assertRefused(404, 40403, () -> client.getSchemaById(4711));
        client.register(SUBJECT, FIRST);
        assertRefused(404, 40403, () -> client.getId(SUBJECT, WITH_DEFAULT));
        assertRefused(404, 40402, () -> client.getSchemaMetadata(SUBJECT, 7));
        assertRefused(404, 40408, () -> client.getCompatibility("unknown"));
        assertRefused(422, 42203, () -> client.updateCompatibility(SUBJECT, "SIDEWAYS"));
        var raw = new RestService(server.url().toString());
        assertRefused(422, 42201, () -> raw.registerSchema("{\"type\": \"nonsense\"}", SUBJECT));
        assertRefused(422, 42202, () -> raw.getVersion(SUBJECT, 0));
    }

    @Test
    void deletesSoftlyFirstAndNeverGivesANumberAgain() throws Exception {
        int id = client.register(SUBJECT, FIRST);
        client.register(SUBJECT, WITH_DEFAULT);

        assertRefused(404, 40407, () -> client.deleteSchemaVersion(SUBJECT, "1", true));
        assertThat(client.deleteSchemaVersion(SUBJECT, "1")).isEqualTo(1);
        assertThat(client.getAllVersions(SUBJECT)).containsExactly(2);
        assertThat(freshClient().getSchemaById(id)).isEqualTo(FIRST);
        assertThat(client.deleteSchemaVersion(SUBJECT, "1", true)).isEqualTo(1);
        assertThat(freshClient().register(SUBJECT, schema(", {\"name\": \"n\", \"type\": \"int\", \"default\": 1}")))
                .isEqualTo(id + 2);
        assertThat(client.getAllVersions(SUBJECT)).containsExactly(2, 3);
        assertRefused(404, 40405, () -> client.deleteSubject(SUBJECT, true));
        assertThat(client.deleteSubject(SUBJECT)).containsExactly(2, 3);
        assertThat(client.getAllSubjects()).isEmpty();
    }

    private SchemaRegistryClient freshClient() {
        return new CachedSchemaRegistryClient(List.of(server.url().toString()), 100);
    }

    private static ParsedSchema schema(String moreFields) {
        return new AvroSchema("{\"type\": \"record\", \"name\": \"Order\", \"namespace\": \"io.keywatch.test\", "
                + "\"fields\": [{\"name\": \"id\", \"type\": \"string\"}" + moreFields + "]}");
    }

    private static void assertRefused(int status, int code, ThrowingCallable call) {
        assertThatExceptionOfType(RestClientException.class).isThrownBy(call).satisfies(refused -> {
            assertThat(refused.getStatus()).isEqualTo(status);
            assertThat(refused.getErrorCode()).isEqualTo(code);
        });
    }
}
