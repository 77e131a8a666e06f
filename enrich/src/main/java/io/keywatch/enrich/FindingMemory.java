package io.keywatch.enrich;

import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a finding to tell what a new detection of it changes.
 *
 * @param detectedRevision the detector's own, of the newest detection taken
 * @param revision ours, of the newest finding sent: grows with every one, whatever the detector does
 * @param peak highest severity since it was created or reopened; only a rise above it rings
 * @param firstSeen epoch ms, as are the other times
 * @param digest of everything a reader would notice
 * @param sent the last findings sent, oldest first
 */
record FindingMemory(
        long detectedRevision,
        long revision,
        Severity peak,
        FindingState state,
        boolean suppressed,
        long firstSeen,
        long lastSeen,
        long detectedAt,
        String digest,
        List<Sent> sent) {
    /** More than one finding changes between two commits (1 s) is rare; each costs some 20 bytes. */
    static final int MAX_SENT = 8;

    /**
     * One finding that was sent, by the detection that caused it: when Streams processes that very record again after
     * a crash, the answer must be the same, because the first one may never have reached the broker.
     *
     * @param offset of the detection
     */
    record Sent(long offset, long detectedRevision, long revision, Transition transition) {}

    FindingMemory {
        sent = List.copyOf(sent);
    }

    Optional<Sent> sentFor(long offset, long detectedRevision) {
        return sent.stream()
                .filter(one -> one.offset() == offset && one.detectedRevision() == detectedRevision)
                .findFirst();
    }

    List<Sent> sentAnd(Sent next) {
        List<Sent> all = new ArrayList<>(sent);
        all.add(next);
        return all.subList(Math.max(0, all.size() - MAX_SENT), all.size());
    }
}
