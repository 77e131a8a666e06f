package io.keywatch.detect.topology;

import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.incident.IncidentDesk;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Lead;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the incident desk of one partition of leads. */
@NullUnmarked // Streams calls init before anything else
final class IncidentProcessor implements Processor<String, Lead, String, Emitted> {
    private final AccessSettings settings;
    private final IncidentDesk.Memory memory;
    private ProcessorContext<String, Emitted> context;
    private IncidentDesk desk;

    IncidentProcessor(AccessSettings settings, IncidentDesk.Memory memory) {
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Emitted> context) {
        this.context = context;
        this.desk = new IncidentDesk(DetectorCatalog.all(), settings.incidentAt(), memory, new StoreTables(context));
        Flushing.start(context, now -> desk.flush(finding -> found(finding, now)));
    }

    @Override
    public void process(Record<String, Lead> record) {
        if (record.value() != null) {
            long at = record.timestamp();
            desk.observe(
                    record.key(),
                    record.value(),
                    finding -> found(finding, at),
                    (key, lead) -> context.forward(new Record<>(key, new Emitted.Led(lead), at)));
        }
    }

    private void found(Finding finding, long at) {
        settings.switches()
                .over(wanted -> context.forward(new Record<>(wanted.getId(), new Emitted.Found(wanted), at)))
                .accept(finding);
    }
}
