package io.keywatch.detect.topology;

import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.incident.Members;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Lead;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the members of incidents with the detections of one partition. */
@NullUnmarked // Streams calls init before anything else
final class MembersProcessor implements Processor<String, Finding, String, Lead> {
    private final Members.Memory memory;
    private ProcessorContext<String, Lead> context;
    private Members members;

    MembersProcessor(Members.Memory memory) {
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<String, Lead> context) {
        this.context = context;
        this.members = new Members(DetectorCatalog.all(), memory, new StoreTables(context));
    }

    @Override
    public void process(Record<String, Finding> record) {
        if (record.value() != null) {
            members.observe(
                    record.value(), (key, lead) -> context.forward(new Record<>(key, lead, record.timestamp())));
        }
    }
}
