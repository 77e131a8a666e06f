package io.keywatch.app.service;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.keywatch.app.settings.RegistrySettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connects to a schema registry. */
public final class Registries {
    /** Subjects and versions cached by the client: ours are about a dozen. */
    private static final int CACHED = 1_000;

    private Registries() {}

    public static SchemaRegistryClient connect(RegistrySettings settings) {
        Map<String, Object> config = new HashMap<>();
        settings.user()
                .ifPresent(user -> settings.password().ifPresent(password -> {
                    config.put("basic.auth.credentials.source", "USER_INFO");
                    config.put("basic.auth.user.info", user + ":" + password.reveal());
                }));
        return SchemaRegistryClientFactory.newClient(
                List.of(settings.url().toString()), CACHED, List.of(new AvroSchemaProvider()), config, Map.of());
    }
}
