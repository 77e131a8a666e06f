package io.keywatch.detect.replay;

import io.keywatch.detect.DetectorCatalog;
import io.keywatch.detect.incident.IncidentDesk;
import io.keywatch.detect.incident.LeadSource;
import io.keywatch.detect.incident.Members;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.MemoryTables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Lead;
import java.util.function.Consumer;

/** What becomes an incident of calls and findings in event-time order: the last part of a {@link Replay}, by itself. */
public final class IncidentReplay {
    private final LeadSource leads;
    private final Members members;
    private final IncidentDesk incidents;
    private final Consumer<Finding> out;

    /**
     * @param bar risk from which signals are an incident
     * @param out receives incidents, again whenever they change
     */
    public IncidentReplay(int bar, Consumer<Finding> out) {
        MemoryTables tables = new MemoryTables();
        this.leads = new LeadSource(LeadSource.Memory.specs(), tables);
        this.members = new Members(DetectorCatalog.all(), Members.Memory.specs(Codec.onHeap()), tables);
        this.incidents = new IncidentDesk(
                DetectorCatalog.all(), bar, IncidentDesk.Memory.specs(Codec.onHeap(), Codec.onHeap()), tables);
        this.out = out;
    }

    public void accept(ApiCall call) {
        leads.observe(call, this::follow);
    }

    public void found(Finding finding) {
        members.observe(finding, this::follow);
    }

    /** See {@link Replay#flush}. */
    public int flush() {
        return incidents.flush(out);
    }

    /** One hop up the chain of keys, and so on. */
    private void follow(String key, Lead lead) {
        incidents.observe(key, lead, out, this::follow);
    }
}
