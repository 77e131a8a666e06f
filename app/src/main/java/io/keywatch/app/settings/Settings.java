package io.keywatch.app.settings;

import io.keywatch.app.embedded.EmbeddedStack;
import io.keywatch.aws.AwsSettings;
import io.keywatch.detect.topology.PostureSettings;
import io.keywatch.enrich.EnrichSettings;
import io.keywatch.ingest.IngestSettings;
import io.keywatch.ingest.vault.VaultSettings;
import io.keywatch.sink.SinkSettings;
import io.keywatch.sink.opensearch.OpenSearchSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Everything an operator can say, validated.
 *
 * @param embedded broker, registry and index inside this process, for one machine and for trying out
 * @param dataDir state of the Streams applications, and of the embedded stack
 * @param ingest empty where no queue is named
 * @param vault empty unless it is enabled
 * @param fingerprintKey file with the key of secret fingerprints; without it the environment is asked
 */
public record Settings(
        boolean embedded,
        Path dataDir,
        Set<Role> roles,
        KafkaSettings kafka,
        RegistrySettings registry,
        AwsSettings aws,
        Optional<Path> fingerprintKey,
        Optional<IngestSettings> ingest,
        Optional<VaultSettings> vault,
        ScanSection scan,
        AccessSection access,
        PostureSettings posture,
        EnrichSettings enrich,
        SinkSettings sinks,
        TopicSettings topics,
        AdminSettings admin,
        LogSettings log) {

    static Settings read(Section root) {
        boolean embedded = root.flag(
                "embedded",
                false,
                "Run broker, registry and index inside this process; for one machine and for trying out.");
        Path dataDir = root.path(
                "dataDir", Path.of("keywatch-data"), "Folder for Streams state and the embedded stack; keep it.");
        Set<Role> roles = parseRoles(
                root,
                root.texts(
                        "roles",
                        Arrays.stream(Role.values()).map(Settings::name).toList(),
                        "What this process does; `--roles` overrides it."));
        KafkaSettings kafka = KafkaSettings.read(root.section("kafka"));
        RegistrySettings registry = RegistrySettings.read(root.section("registry"));
        AwsSettings aws = ModuleSections.aws(root.section("aws"));
        Optional<Path> key = root.section("fingerprint")
                .optionalPath(
                        "keyFile",
                        "File with `<version>:<base64 of 32 bytes or more>`; `keywatch config new-key` writes one."
                                + " Without it the environment variable `KEYWATCH_FINGERPRINT_KEY` is asked.");
        Optional<IngestSettings> ingest = IngestSection.read(root.section("ingest"));
        if (ingest.isEmpty() && roles.contains(Role.INGEST)) {
            root.problem("ingest.queues", "role ingest needs a queue; or leave it out of `roles`");
        }
        Optional<VaultSettings> vault = ModuleSections.vault(root.section("vault"));
        ScanSection scan = ScanSection.read(root.section("scan"));
        AccessSection access = AccessSection.read(root.section("access"));
        PostureSettings posture = ModuleSections.posture(root.section("posture"), access.analysis());
        EnrichSettings enrich = ModuleSections.enrich(root.section("enrich"));
        SinkSettings sinks = ModuleSections.sinks(root.section("sinks"));
        root.removed("opensearch", "the index is a sink: sinks.openSearch");
        TopicSettings topics = TopicSettings.read(root.section("topics"));
        AdminSettings admin = AdminSettings.read(root.section("admin"));
        LogSettings log = LogSettings.read(root.section("log"));
        return new Settings(
                embedded, dataDir, roles, kafka, registry, aws, key, ingest, vault, scan, access, posture, enrich,
                sinks, topics, admin, log);
    }

    public Settings withRoles(Set<Role> others) {
        return new Settings(
                embedded,
                dataDir,
                others,
                kafka,
                registry,
                aws,
                fingerprintKey,
                ingest,
                vault,
                scan,
                access,
                posture,
                enrich,
                sinks,
                topics,
                admin,
                log);
    }

    /** The same on the embedded stack: its addresses, one replica. */
    public Settings onto(EmbeddedStack stack) {
        SinkSettings there =
                sinks.openSearch().isEmpty() ? sinks : sinks.withOpenSearch(OpenSearchSettings.of(stack.openSearch()));
        return new Settings(
                embedded,
                dataDir,
                roles,
                kafka.withBootstrap(stack.bootstrapServers()),
                registry.withUrl(stack.registry()),
                aws,
                fingerprintKey,
                ingest,
                vault,
                scan,
                access,
                posture,
                enrich,
                there,
                topics.onOneBroker(),
                admin,
                log);
    }

    /** @throws IllegalArgumentException naming the unknown role */
    public static Set<Role> roles(List<String> names) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<String> known = Arrays.stream(Role.values()).map(Settings::name).toList();
        for (String name : names) {
            int index = known.indexOf(name.strip().toLowerCase(Locale.ROOT));
            if (index < 0) {
                throw new IllegalArgumentException("'" + name + "' is no role"
                        + NearestName.of(name, known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; there are " + String.join(", ", known)));
            }
            roles.add(Role.values()[index]);
        }
        return roles;
    }

    private static Set<Role> parseRoles(Section root, List<String> names) {
        try {
            Set<Role> roles = roles(names);
            if (roles.isEmpty()) {
                root.problem("roles", "must name at least one role");
            }
            return Set.copyOf(roles);
        } catch (IllegalArgumentException unknown) {
            root.problem("roles", String.valueOf(unknown.getMessage()));
            return Set.of(Role.values());
        }
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
