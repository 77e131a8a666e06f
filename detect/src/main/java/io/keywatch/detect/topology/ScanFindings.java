package io.keywatch.detect.topology;

import io.keywatch.detect.scan.Match;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.ExposureKind;
import io.keywatch.schemas.v1.ExposureState;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Location;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.ScanLedgerEntry;
import io.keywatch.schemas.v1.SecretInfo;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one look at one resource changes: findings raised, updated and resolved, exposures opened and gone, the
 * ledger entry to keep. Pure: the same look gives the same changes.
 */
final class ScanFindings {
    static final String COVERAGE_RULE = "content-not-read";

    /** The ledger keeps the findings of a resource whole; a resource with more is a dump and told as such. */
    static final int MAX_FINDINGS = 200;

    /** What is to be written. */
    record Changes(
            ScanLedgerEntry ledger,
            List<Finding> findings,
            List<Exposure> exposures,
            @Nullable DeadLetter deadLetter) {}

    private final ObjectChange change;
    private final Map<String, Finding> before = new LinkedHashMap<>();
    private final String ruleSetHash;
    private final Instant now;

    ScanFindings(ObjectChange change, @Nullable ScanLedgerEntry known, String ruleSetHash, Instant now) {
        this.change = change;
        this.ruleSetHash = ruleSetHash;
        this.now = now;
        if (known != null) {
            known.getFindings().forEach(finding -> before.put(finding.getId(), finding));
        }
    }

    /** All of it was read: what is no longer there is resolved. */
    Changes complete(List<Match> matches) {
        Map<String, Finding> after = raised(matches);
        return changes(after, resolvedBesides(after), false, ruleSetHash, null);
    }

    /** A part was read: what was known before may still stand in the rest. */
    Changes partial(List<Match> matches, String reason) {
        return partly(matches, DeadLetterCause.OVER_LIMIT, reason);
    }

    Changes tooLarge(List<Match> matches) {
        return partly(matches, DeadLetterCause.OVER_LIMIT, "larger than the object limit: only its head was read");
    }

    /** All of it but what Keywatch may not read. */
    Changes unseen(List<Match> matches, String reason) {
        return partly(matches, DeadLetterCause.ACCESS_DENIED, reason);
    }

    private Changes partly(List<Match> matches, DeadLetterCause cause, String reason) {
        Map<String, Finding> after = raised(matches);
        Finding coverage = coverage(reason, Severity.LOW);
        after.put(coverage.getId(), coverage);
        before.forEach(after::putIfAbsent);
        return changes(after, List.of(), false, ruleSetHash, deadLetter(cause, reason));
    }

    /** Deleted, by its own event. */
    Changes gone() {
        return changes(Map.of(), resolvedBesides(Map.of()), true, ruleSetHash, null);
    }

    /** Not there when we came, and no event told so yet. */
    Changes vanished() {
        return changes(
                Map.of(),
                resolvedBesides(Map.of()),
                true,
                ruleSetHash,
                deadLetter(DeadLetterCause.NOT_FOUND, "gone before it could be read"));
    }

    /** Deliberately not looked at: what was known of an earlier version is no longer known. */
    Changes skipped() {
        return changes(Map.of(), resolvedBesides(Map.of()), false, "", null);
    }

    /** Could not look: nothing is resolved, and the blind spot is a finding of its own. */
    Changes notSeen(DeadLetterCause cause, String detail) {
        Map<String, Finding> after = new LinkedHashMap<>(before);
        Finding coverage = coverage(detail, Severity.MEDIUM);
        after.put(coverage.getId(), coverage);
        return changes(after, List.of(), false, "", deadLetter(cause, detail));
    }

    private Map<String, Finding> raised(List<Match> matches) {
        Map<String, List<Match>> byId = new LinkedHashMap<>();
        for (Match match : matches) {
            String id = FindingIds.exposure(match.rule().id(), match.fingerprint(), change.getResourceId());
            if (byId.containsKey(id) || byId.size() < MAX_FINDINGS) {
                byId.computeIfAbsent(id, none -> new ArrayList<>()).add(match);
            }
        }
        Map<String, Finding> raised = new LinkedHashMap<>();
        byId.forEach((id, places) -> raised.put(id, exposure(id, places)));
        return raised;
    }

    private Finding exposure(String id, List<Match> places) {
        Match first = places.getFirst();
        String where = describe();
        Finding.Builder finding = started(id)
                .setFindingClass(FindingClass.EXPOSURE)
                .setRule(Rule.newBuilder()
                        .setId(first.rule().id())
                        .setName(first.rule().name())
                        .setVersion(first.rule().version())
                        .build())
                .setSeverity(first.severity())
                .setConfidence(first.confidence())
                .setTitle(first.rule().name() + " in " + where)
                .setExplanation(first.rule().name() + " stands in " + where + " ("
                        + (places.size() == 1 ? "1 place" : places.size() + " places") + ", first in line "
                        + first.startLine() + "): everyone who can read it can use it.")
                .setCount(places.size())
                .setSecret(SecretInfo.newBuilder()
                        .setType(first.type())
                        .setProvider(first.provider())
                        .setFingerprint(first.fingerprint())
                        .setPreview(first.preview())
                        .setValidation(first.validation())
                        .setAccessKeyId(first.accessKeyId())
                        .setAccountId(first.accountId())
                        .build())
                .setLocation(location(first))
                .setRemediation(List.of(first.rule().remediation()));
        return finding.build();
    }

    private Finding coverage(String detail, Severity severity) {
        String where = describe();
        return started(FindingIds.coverage(COVERAGE_RULE, change.getResourceId()))
                .setFindingClass(FindingClass.COVERAGE)
                .setRule(Rule.newBuilder()
                        .setId(COVERAGE_RULE)
                        .setName("Content not read")
                        .build())
                .setSeverity(severity)
                .setTitle("Not fully read: " + where)
                .setExplanation("Keywatch could not read all of " + where + ": " + detail
                        + ". It may hold secrets that nobody has looked for.")
                .setLocation(location(null))
                .build();
    }

    /** The fields every finding of this look has; revision and first sight go on from the last state. */
    private Finding.Builder started(String id) {
        Finding last = before.get(id);
        Instant seen = change.getEventTime();
        Finding.Builder finding = Finding.newBuilder()
                .setId(id)
                .setRevision(last == null ? 1 : last.getRevision() + 1)
                .setState(FindingState.OPEN)
                .setFirstSeen(last == null ? seen : last.getFirstSeen())
                .setLastSeen(seen)
                .setDetectedAt(last == null ? seen : last.getDetectedAt())
                .setIngestedAt(change.getIngestedAt())
                .setOrigin(change.getOrigin())
                .setAccountId(change.getAccountId())
                .setRegion(change.getRegion())
                .setResources(List.of(ResourceRef.newBuilder()
                        .setArn(arn())
                        .setType(change.getSurface().name())
                        .setAccountId(change.getAccountId())
                        .build()))
                .setEvidence(List.of(Evidence.newBuilder()
                        .setEventId(change.getEventId())
                        .setTime(seen)
                        .setAction(change.getCause())
                        .setResource(change.getResourceId())
                        .setPointer(change.getPointer())
                        .build()));
        if (change.getVersionId() != null) {
            finding.setFacts(Map.of("versionId", change.getVersionId()));
        }
        return finding.setTitle("").setExplanation("");
    }

    /** Findings of the last look that this one no longer has. */
    private List<Finding> resolvedBesides(Map<String, Finding> after) {
        return before.values().stream()
                .filter(finding -> finding.getState() == FindingState.OPEN && !after.containsKey(finding.getId()))
                .map(finding -> Finding.newBuilder(finding)
                        .setRevision(finding.getRevision() + 1)
                        .setState(FindingState.RESOLVED)
                        .setLastSeen(change.getEventTime())
                        .build())
                .toList();
    }

    private Changes changes(
            Map<String, Finding> after,
            List<Finding> resolved,
            boolean gone,
            String lookedWith,
            @Nullable DeadLetter deadLetter) {
        List<Finding> toWrite = new ArrayList<>(resolved);
        after.values().stream()
                .filter(finding -> !finding.equals(before.get(finding.getId())))
                .forEach(toWrite::add);

        // a resolved finding stays in the ledger, so that its revision goes on if it comes back
        List<Finding> toKeep = new ArrayList<>(after.values());
        toKeep.addAll(resolved);
        before.values().stream()
                .filter(finding -> finding.getState() == FindingState.RESOLVED && !after.containsKey(finding.getId()))
                .forEach(toKeep::add);

        ScanLedgerEntry ledger = ScanLedgerEntry.newBuilder()
                .setVersionId(change.getVersionId())
                .setEtag(change.getEtag())
                .setSequencer(change.getSequencer())
                .setChangedAt(change.getEventTime())
                .setGone(gone)
                .setRuleSetHash(lookedWith)
                .setFindings(toKeep.stream().limit(2L * MAX_FINDINGS).toList())
                .build();
        return new Changes(
                ledger,
                toWrite,
                toWrite.stream().flatMap(f -> exposuresOf(f).stream()).toList(),
                deadLetter);
    }

    private static List<Exposure> exposuresOf(Finding finding) {
        SecretInfo secret = finding.getSecret();
        if (secret == null) {
            return List.of();
        }
        Location location = finding.getLocation();
        String resourceId = location.getResourceId();
        Exposure.Builder exposure = Exposure.newBuilder()
                .setRuleId(finding.getRule().getId())
                .setResourceId(resourceId)
                .setSurface(location.getSurface())
                .setFindingId(finding.getId())
                .setAccountId(secret.getAccountId())
                .setFirstSeen(finding.getFirstSeen())
                .setLastSeen(finding.getLastSeen())
                .setFingerprint(secret.getFingerprint())
                .setAccessKeyId(secret.getAccessKeyId())
                .setState(finding.getState() == FindingState.OPEN ? ExposureState.OPEN : ExposureState.GONE);
        List<Exposure> exposures = new ArrayList<>();
        if (secret.getAccessKeyId() != null) {
            exposures.add(exposure.setKind(ExposureKind.ACCESS_KEY_ID)
                    .setId(secret.getAccessKeyId() + "@" + resourceId)
                    .build());
        }
        exposures.add(exposure.setKind(ExposureKind.FINGERPRINT)
                .setId(secret.getFingerprint() + "@" + resourceId)
                .build());
        return exposures;
    }

    private Location location(@Nullable Match match) {
        Location.Builder location = Location.newBuilder()
                .setResourceId(change.getResourceId())
                .setSurface(change.getSurface())
                .setBucket(change.getBucket())
                .setKey(change.getKey())
                .setVersionId(change.getVersionId())
                .setEtag(change.getEtag())
                .setSize(change.getSize())
                .setArn(arn())
                .setPart(change.getPart());
        if (match != null) {
            location.setArchivePath(match.archivePath())
                    .setStartLine(match.startLine())
                    .setEndLine(match.endLine())
                    .setStartColumn(match.startColumn())
                    .setEndColumn(match.endColumn());
        }
        return location.build();
    }

    private DeadLetter deadLetter(DeadLetterCause cause, String detail) {
        return DeadLetter.newBuilder()
                .setId(FindingIds.deadLetter(
                        "scan", cause.name(), change.getResourceId() + "@" + change.getEventTime()))
                .setStage("scan")
                .setCause(cause)
                .setDetail(detail)
                .setResourceId(change.getResourceId())
                .setPointer(change.getPointer())
                .setBytes(change.getSize())
                .setAt(now)
                .build();
    }

    private String arn() {
        if (change.getArn() != null) {
            return change.getArn();
        }
        return change.getBucket() == null ? change.getResourceId() : "arn:aws:s3:::" + change.getResourceId();
    }

    private String describe() {
        return change.getBucket() != null ? "s3://" + change.getResourceId() : change.getResourceId();
    }
}
