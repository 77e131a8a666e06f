package io.keywatch.app.cli;

import io.keywatch.app.people.OffBoardingFile;
import io.keywatch.app.service.Registries;
import io.keywatch.app.settings.Settings;
import io.keywatch.app.settings.SettingsFile;
import io.keywatch.app.settings.SettingsFile.Outcome;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.Departure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "offboard",
        description = {
            "Tells who has left: a work item for each secret that they read since its last rotation.",
            "Lines of FILE: PERSON,DATE or PERSON,DATE,back; PERSON is a user or session name, mail address or user id."
        },
        mixinStandardHelpOptions = true)
final class OffboardCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The settings file.")
    @SuppressWarnings("NullAway.Init")
    private Path config;

    @Parameters(paramLabel = "FILE", description = "The off-boarding file. Nothing is sent unless every line is good.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        OffBoardingFile read = OffBoardingFile.parse(Files.readAllLines(file), String.valueOf(file.getFileName()));
        if (!read.problems().isEmpty()) {
            read.problems().forEach(problem -> spec.commandLine().getErr().println(file + ": " + problem));
            return ExitCodes.ERROR;
        }
        return switch (SettingsFile.read(config)) {
            case Outcome.Invalid invalid -> {
                ConfigCommand.printProblems(spec.commandLine().getErr(), config, invalid);
                yield ExitCodes.ERROR;
            }
            case Outcome.Valid(Settings settings, List<?> options) -> {
                send(settings, read.departures());
                spec.commandLine().getOut().println(read.departures().size() + " told");
                yield ExitCodes.OK;
            }
        };
    }

    private static void send(Settings settings, List<Departure> departures) throws Exception {
        SchemaIds ids = new SchemaIds(Registries.connect(settings.registry()));
        Map<String, Object> client = new HashMap<>(settings.kafka().client());
        try (AvroSerde<Departure> serde = AvroSerde.of(Topics.DEPARTURES, ids);
                KafkaProducer<String, Departure> producer =
                        new KafkaProducer<>(client, new StringSerializer(), serde.serializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Departure departure : departures) {
                String key = departure.getPerson().toLowerCase(Locale.ROOT);
                sent.add(producer.send(new ProducerRecord<>(Topics.DEPARTURES.name(), key, departure)));
            }
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }
}
