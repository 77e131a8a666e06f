package io.keywatch.schemas;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Schema ids of the registry, cached for the life of the process: an id never changes its meaning.
 *
 * <p>Thread-safe.
 */
public final class SchemaIds {
    /** Both directions against every earlier version: old readers and new readers meet every record. */
    public static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private static final int SUBJECT_NOT_FOUND_STATUS = 404;

    private final SchemaRegistryClient registry;
    private final Map<String, Integer> idBySubject = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemaById = new ConcurrentHashMap<>();

    public SchemaIds(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    /**
     * Registers this build's schemas ({@link Topics#withSchemas()}) under {@value #COMPATIBILITY}. Repeating it changes nothing.
     *
     * @throws IncompatibleSchemaException when the registry holds a version that this build cannot live with
     * @throws RegistryUnreachableException when the registry does not answer: try again
     */
    public void registerAll() {
        for (Topic<?> topic : Topics.withSchemas()) {
            Schema schema = SpecificData.get().getSchema(topic.valueType());
            call("register " + topic.subject(), () -> {
                registry.updateCompatibility(topic.subject(), COMPATIBILITY);
                return idBySubject.put(topic.subject(), registry.register(topic.subject(), new AvroSchema(schema)));
            });
        }
    }

    int idOf(String subject, Schema schema) {
        Integer known = idBySubject.get(subject);
        if (known != null) {
            return known;
        }
        int id = call("look up " + subject, () -> registry.getId(subject, new AvroSchema(schema)));
        idBySubject.put(subject, id);
        return id;
    }

    /** @throws UnknownSchemaException when the registry answers that it has no such id */
    Schema schemaOf(int id) {
        Schema known = schemaById.get(id);
        if (known != null) {
            return known;
        }
        ParsedSchema parsed = call("fetch schema " + id, () -> registry.getSchemaById(id));
        if (!(parsed.rawSchema() instanceof Schema schema)) {
            throw new UnknownSchemaException("schema id " + id + " is " + parsed.schemaType() + ", not AVRO");
        }
        schemaById.put(id, schema);
        return schema;
    }

    private static <R> R call(String what, RegistryCall<R> call) {
        try {
            return call.run();
        } catch (RestClientException e) {
            if (e.getStatus() == SUBJECT_NOT_FOUND_STATUS) {
                throw new UnknownSchemaException("registry has no answer to: " + what);
            }
            if (e.getStatus() == 409) {
                throw new IncompatibleSchemaException("registry refuses as incompatible: " + what, e);
            }
            throw new RegistryUnreachableException("registry answered " + e.getStatus() + " to: " + what, e);
        } catch (IOException e) {
            throw new RegistryUnreachableException("registry cannot be reached to: " + what, e);
        }
    }

    @FunctionalInterface
    private interface RegistryCall<R> {
        // the mock client answers null where there was no value before
        R run() throws IOException, RestClientException;
    }

    /** The registry, asked properly, does not know the id: the record can never be read. */
    public static final class UnknownSchemaException extends RuntimeException {
        UnknownSchemaException(String message) {
            super(message);
        }
    }

    /** This build and the registry disagree: a deployment error, found at start. */
    public static final class IncompatibleSchemaException extends RuntimeException {
        IncompatibleSchemaException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A passing fault; nothing may be skipped because of it. */
    public static final class RegistryUnreachableException extends RetriableException {
        RegistryUnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
