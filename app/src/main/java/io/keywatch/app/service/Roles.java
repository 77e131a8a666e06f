package io.keywatch.app.service;

import io.keywatch.app.rules.LiveRules;
import io.keywatch.app.settings.AccessSection;
import io.keywatch.app.settings.Role;
import io.keywatch.app.settings.Settings;
import io.keywatch.app.triage.TopicTable;
import io.keywatch.aws.AwsClients;
import io.keywatch.detect.fetch.AwsContentReader;
import io.keywatch.detect.fetch.FetchSettings;
import io.keywatch.detect.fetch.LookAheadInterceptor;
import io.keywatch.detect.fetch.LookAheadReader;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.detect.topology.AccessTopology;
import io.keywatch.detect.topology.PostureTopology;
import io.keywatch.detect.topology.ScanTopology;
import io.keywatch.enrich.EnrichTopology;
import io.keywatch.ingest.IngestService;
import io.keywatch.ingest.IngestSettings;
import io.keywatch.ingest.IngestState;
import io.keywatch.ingest.vault.VaultService;
import io.keywatch.ingest.vault.VaultSettings;
import io.keywatch.ingest.vault.VaultSite;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.streams.DeadLetterHandler;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.SinkClients;
import io.keywatch.sink.SinkService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** Starts each role on the same connections. Owns the AWS clients: close it after the parts it started. */
final class Roles implements AutoCloseable {
    /** From the end of the way to its beginning: who is written to is there before who writes. */
    static final List<Role> STARTING_ORDER =
            List.of(Role.SINK, Role.ENRICH, Role.POSTURE, Role.ACCESS, Role.SCAN, Role.VAULT, Role.INGEST);

    private final Settings settings;
    private final SchemaIds ids;
    private final MeterRegistry metrics;
    private final Consumer<Throwable> onDeath;
    private final AwsClients aws;

    Roles(Settings settings, SchemaIds ids, MeterRegistry metrics, Consumer<Throwable> onDeath) {
        this.settings = settings;
        this.ids = ids;
        this.metrics = metrics;
        this.onDeath = onDeath;
        this.aws = AwsClients.fromDefaultChain(settings.aws());
    }

    List<Part> start(Role role) {
        return switch (role) {
            case SINK -> List.of(sink());
            case ENRICH ->
                List.of(streams(
                        EnrichTopology.APPLICATION_ID,
                        EnrichTopology.build(settings.enrich(), ids, metrics),
                        EnrichTopology.properties(ids, metrics)));
            case SCAN -> List.of(scan());
            case ACCESS -> List.of(access());
            case POSTURE ->
                List.of(streams(
                        PostureTopology.APPLICATION_ID,
                        PostureTopology.build(settings.posture(), ids),
                        exactlyOnce("posture")));
            case VAULT -> settings.vault().map(this::vault).stream().toList();
            case INGEST -> List.of(ingest());
        };
    }

    private Part ingest() {
        IngestSettings queues = settings.ingest()
                .orElseThrow(() -> new IllegalStateException("role ingest needs ingest.queues in the settings"));
        Properties producer = new Properties();
        producer.putAll(settings.kafka().client());
        return new IngestPart(IngestService.start(queues, aws, producer, ids, metrics));
    }

    private Part vault(VaultSettings vault) {
        List<AwsClients> there = new ArrayList<>();
        for (Optional<String> role : orElseNone(vault.roles())) {
            for (Optional<String> region : orElseNone(vault.regions())) {
                there.add(aws.elsewhere(role, region));
            }
        }
        Map<String, Object> client = settings.kafka().client();
        VaultService service = VaultService.start(
                vault,
                there.stream()
                        .map(clients -> VaultSite.of(clients, vault.parameters()))
                        .toList(),
                FingerprintKey.of(settings),
                TopicTable.read(client, Topics.VAULT_VALUES, ids, Instant.EPOCH).values(),
                client,
                ids,
                metrics);
        return new VaultPart(service, there);
    }

    private static List<Optional<String>> orElseNone(List<String> names) {
        return names.isEmpty()
                ? List.of(Optional.empty())
                : names.stream().map(Optional::of).toList();
    }

    private Part access() {
        AccessSection access = settings.access();
        LiveRules rules = LiveRules.start(
                access.userRuleFiles().paths(),
                access.userRules(),
                access.userRuleFiles().every(),
                metrics);
        return streams(
                        AccessTopology.APPLICATION_ID,
                        AccessTopology.build(access.analysis(), access.joins(), rules, ids),
                        exactlyOnce("access"))
                .closing(rules::close);
    }

    private Part scan() {
        FetchSettings fetch = settings.scan().fetch();
        LookAheadReader reader = LookAheadReader.wrap(
                new AwsContentReader(aws::s3, aws::lambda, aws::ec2, fetch), fetch, InstantSource.system());
        Scanner scanner = Scanner.create(
                settings.scan().ruleSet(),
                FingerprintKey.of(settings),
                settings.scan().limits());
        Topology topology =
                ScanTopology.build(settings.scan().retries(), ids, scanner, reader, InstantSource.system(), metrics);
        Map<String, Object> needs = needs("scan");
        needs.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                LookAheadInterceptor.class.getName());
        needs.put(StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.READER), reader);
        needs.put(
                StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.DESERIALIZER),
                AvroSerde.of(Topics.OBJECT_CHANGES, ids).deserializer());
        needs.put(StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.TOPIC), Topics.OBJECT_CHANGES.name());
        return streams(ScanTopology.APPLICATION_ID, topology, needs).closing(reader::close);
    }

    private Part sink() {
        SinkClients clients = new SinkClients(
                settings.sinks().sns().map(sns -> aws.sns()).orElse(null),
                settings.sinks()
                        .cloudWatch()
                        .flatMap(sink -> sink.namespace())
                        .map(namespace -> aws.cloudWatch())
                        .orElse(null),
                settings.sinks()
                        .cloudWatch()
                        .flatMap(sink -> sink.logGroup())
                        .map(group -> aws.cloudWatchLogs())
                        .orElse(null));
        Map<String, Object> client = settings.kafka().client();
        return new SinkPart(SinkService.start(settings.sinks(), client, client, ids, clients, metrics));
    }

    /** Unreadable records become dead letters of this stage. */
    private Map<String, Object> needs(String stage) {
        Map<String, Object> needs = new HashMap<>();
        DeadLetterHandler.install(needs, stage, ids, metrics, InstantSource.system());
        return needs;
    }

    private Map<String, Object> exactlyOnce(String stage) {
        Map<String, Object> needs = needs(stage);
        needs.putAll(StreamsGuarantee.exactlyOnce());
        return needs;
    }

    private Part streams(String id, Topology topology, Map<String, Object> needs) {
        Map<String, Object> properties = new HashMap<>(settings.kafka().client());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.dataDir().resolve("streams").toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.kafka().streamThreads());
        properties.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.topics().replication());
        properties.putAll(StateMemory.of(settings.kafka().stateCache()));
        properties.putAll(needs);
        return StreamsPart.start(id, topology, properties, metrics, onDeath);
    }

    @Override
    public void close() {
        aws.close();
    }

    private record IngestPart(IngestService service) implements Part {
        @Override
        public Map<String, Optional<String>> state() {
            IngestState state = service.state();
            return Map.of(
                    "keywatch-ingest",
                    state.ready() ? Optional.empty() : Optional.of(state.status() + ": " + state.reason()));
        }

        @Override
        public void close() {
            service.close();
        }
    }

    private record VaultPart(VaultService service, List<AwsClients> clients) implements Part {
        @Override
        public Map<String, Optional<String>> state() {
            return Map.of("keywatch-vault", service.trouble());
        }

        @Override
        public void close() {
            service.close();
            clients.forEach(AwsClients::close);
        }
    }

    private record SinkPart(SinkService service) implements Part {
        @Override
        public Map<String, Optional<String>> state() {
            Map<String, Optional<String>> state = new TreeMap<>();
            service.state()
                    .forEach((name, readiness) -> state.put(
                            SinkService.GROUP_PREFIX + name,
                            switch (readiness) {
                                case Readiness.Ready() -> Optional.empty();
                                case Readiness.NotReady(String reason) -> Optional.of(reason);
                            }));
            return state;
        }

        @Override
        public void close() {
            service.close();
        }
    }
}
