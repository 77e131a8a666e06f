package io.keywatch.enrich;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a detection does to the finding it belongs to: what it changes, whether it is news at all, and under
 * which revision it goes out. Pure.
 *
 * <p>Detections come at least once, and the detector may have lost its state and count revisions from 1 again. A
 * detection is newer when its revision is higher or its last occurrence later; an older one changes nothing, ever.
 */
final class FindingLife {
    private FindingLife() {}

    /** What to do with a detection. */
    sealed interface Step {
        /** Send it and remember. */
        record Send(Finding finding, FindingMemory memory) implements Step {}

        /** Streams processes a record again after a crash: the same answer as the first time. */
        record Repeat(Finding finding) implements Step {}

        /** Nothing that a reader would notice. */
        record Unchanged() implements Step {}

        /** A late duplicate of what has been superseded. */
        record Superseded() implements Step {}
    }

    /**
     * @param known what is remembered, null when the finding is new
     * @param enriched the detection with its context
     * @param suppression id of the suppression that covers it
     * @param offset of the detection in its partition
     */
    static Step next(@Nullable FindingMemory known, Finding enriched, Optional<String> suppression, long offset) {
        Finding finding = Finding.newBuilder(enriched).build();
        finding.setSuppressionId(suppression.orElse(null));
        if (known == null) {
            return create(finding, offset);
        }
        // what was seen first stays first, whatever a re-scan believes
        finding.setFirstSeen(earlier(finding.getFirstSeen(), known.firstSeen()));
        finding.setDetectedAt(earlier(finding.getDetectedAt(), known.detectedAt()));
        Optional<FindingMemory.Sent> before = known.sentFor(offset, finding.getRevision());
        if (before.isPresent()) {
            finding.setRevision(before.get().revision());
            finding.setTransition(before.get().transition());
            return new Step.Repeat(finding);
        }
        boolean newer = finding.getRevision() > known.detectedRevision()
                || finding.getLastSeen().toEpochMilli() > known.lastSeen();
        boolean same = finding.getRevision() == known.detectedRevision()
                && finding.getLastSeen().toEpochMilli() == known.lastSeen();
        if (!newer && !same) {
            return new Step.Superseded();
        }
        if (FindingDigest.of(finding).equals(known.digest())) {
            return new Step.Unchanged();
        }
        return update(known, finding, offset);
    }

    private static Step create(Finding finding, long offset) {
        String digest = FindingDigest.of(finding);
        Transition transition = first(finding);
        finding.setTransition(transition);
        long revision = finding.getRevision();
        return new Step.Send(
                finding,
                new FindingMemory(
                        revision,
                        revision,
                        finding.getSeverity(),
                        finding.getState(),
                        finding.getSuppressionId() != null,
                        finding.getFirstSeen().toEpochMilli(),
                        finding.getLastSeen().toEpochMilli(),
                        finding.getDetectedAt().toEpochMilli(),
                        digest,
                        List.of(new FindingMemory.Sent(offset, revision, revision, transition))));
    }

    private static Step update(FindingMemory known, Finding finding, long offset) {
        String digest = FindingDigest.of(finding);
        Transition transition = change(known, finding);
        long detectedRevision = finding.getRevision();
        long revision = Math.max(detectedRevision, known.revision() + 1);
        finding.setRevision(revision);
        finding.setTransition(transition);
        Severity peak =
                transition == Transition.REOPENED ? finding.getSeverity() : higher(known.peak(), finding.getSeverity());
        return new Step.Send(
                finding,
                new FindingMemory(
                        Math.max(detectedRevision, known.detectedRevision()),
                        revision,
                        peak,
                        finding.getState(),
                        finding.getSuppressionId() != null,
                        finding.getFirstSeen().toEpochMilli(),
                        Math.max(finding.getLastSeen().toEpochMilli(), known.lastSeen()),
                        finding.getDetectedAt().toEpochMilli(),
                        digest,
                        known.sentAnd(new FindingMemory.Sent(offset, detectedRevision, revision, transition))));
    }

    private static Transition first(Finding finding) {
        if (finding.getState() == FindingState.RESOLVED) {
            return Transition.RESOLVED;
        }
        return finding.getSuppressionId() == null ? Transition.CREATED : Transition.SUPPRESSED;
    }

    private static Transition change(FindingMemory known, Finding finding) {
        boolean resolved = finding.getState() == FindingState.RESOLVED;
        boolean wasResolved = known.state() == FindingState.RESOLVED;
        boolean suppressed = finding.getSuppressionId() != null;
        if (resolved) {
            return wasResolved ? Transition.UPDATED : Transition.RESOLVED;
        }
        if (suppressed) {
            return known.suppressed() && !wasResolved ? Transition.UPDATED : Transition.SUPPRESSED;
        }
        if (wasResolved || known.suppressed()) {
            return Transition.REOPENED;
        }
        return finding.getSeverity().compareTo(known.peak()) > 0 ? Transition.SEVERITY_RAISED : Transition.UPDATED;
    }

    private static Severity higher(Severity one, Severity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Instant earlier(Instant time, long knownMillis) {
        Instant known = Instant.ofEpochMilli(knownMillis);
        return time.isBefore(known) ? time : known;
    }
}
