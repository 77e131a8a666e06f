package io.keywatch.app.quality.baseline;

import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.util.List;

/** What a baseline says: always at paging severity, whatever its authors ship it with, or it could never be compared. */
final class Alerts {
    private static final int EVIDENCE_KEPT = 20;

    private Alerts() {}

    /** @param calls oldest first */
    static Finding of(String rule, String title, String key, List<ApiCall> calls) {
        ApiCall last = calls.getLast();
        List<Evidence> evidence = calls.stream()
                .limit(EVIDENCE_KEPT)
                .map(call -> new Evidence(call.getEventId(), call.getEventTime(), call.getEventName(), null, null))
                .toList();
        return Finding.newBuilder()
                .setId(FindingIds.anomaly(rule, key, "", last.getEventTime()))
                .setRevision(1)
                .setFindingClass(FindingClass.ACCESS)
                .setRule(new Rule(rule, title, "1"))
                .setState(FindingState.OPEN)
                .setSeverity(Severity.HIGH)
                .setRiskScore(50)
                .setTitle(title)
                .setExplanation(title)
                .setFirstSeen(calls.getFirst().getEventTime())
                .setLastSeen(last.getEventTime())
                .setDetectedAt(last.getEventTime())
                .setIngestedAt(last.getIngestedAt())
                .setActor(last.getPrincipal())
                .setEvidence(evidence)
                .setTransition(Transition.CREATED)
                .build();
    }
}
