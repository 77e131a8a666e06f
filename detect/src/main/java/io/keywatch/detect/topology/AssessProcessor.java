package io.keywatch.detect.topology;

import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.correlate.JoinSettings;
import io.keywatch.detect.incident.LeadSource;
import io.keywatch.detect.sigma.SigmaEngine;
import io.keywatch.detect.sigma.SigmaRuleSet;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/** Feeds the access analyzer, the user rules and the source of leads of one partition. */
@NullUnmarked // Streams calls init before anything else
final class AssessProcessor implements Processor<String, ApiCall, String, Emitted> {
    private final AccessSettings settings;
    private final JoinSettings joins;
    private final AccessAnalyzer.Memory memory;
    private final Supplier<SigmaRuleSet> userRules;
    private final SigmaEngine.Memory userMemory;
    private final LeadSource.Memory leadMemory;
    private ProcessorContext<String, Emitted> context;
    private AccessAnalyzer analyzer;
    private SigmaEngine engine;
    private LeadSource leads;

    AssessProcessor(
            AccessSettings settings,
            JoinSettings joins,
            AccessAnalyzer.Memory memory,
            Supplier<SigmaRuleSet> userRules,
            SigmaEngine.Memory userMemory,
            LeadSource.Memory leadMemory) {
        this.settings = settings;
        this.joins = joins;
        this.memory = memory;
        this.userRules = userRules;
        this.userMemory = userMemory;
        this.leadMemory = leadMemory;
    }

    @Override
    public void init(ProcessorContext<String, Emitted> context) {
        this.context = context;
        StoreTables tables = new StoreTables(context);
        this.analyzer = new AccessAnalyzer(settings, joins, memory, tables);
        this.engine = SigmaEngine.rules(userRules, userMemory, tables);
        this.leads = new LeadSource(leadMemory, tables);
        Flushing.start(context, now -> {
            analyzer.flush(finding -> found(finding, now));
            engine.flush(finding -> found(finding, now));
        });
    }

    @Override
    public void process(Record<String, ApiCall> record) {
        if (record.value() == null) {
            return;
        }
        long at = record.timestamp();
        analyzer.observe(
                record.value(),
                finding -> found(finding, at),
                (key, clue) -> context.forward(new Record<>(key, new Emitted.Hinted(clue), at)));
        engine.observe(
                record.value(),
                finding -> found(finding, at),
                (family, call) -> context.forward(new Record<>(family, new Emitted.Counted(call), at)));
        leads.observe(record.value(), (key, lead) -> context.forward(new Record<>(key, new Emitted.Led(lead), at)));
    }

    private void found(Finding finding, long at) {
        context.forward(new Record<>(finding.getId(), new Emitted.Found(finding), at));
    }
}
