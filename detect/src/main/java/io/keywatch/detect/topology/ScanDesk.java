package io.keywatch.detect.topology;

import io.keywatch.detect.fetch.ContentReader;
import io.keywatch.detect.fetch.Fetch;
import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.Match;
import io.keywatch.detect.scan.ScanOutcome;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.ScanLedgerEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes one look at one change: is it still of interest, fetch, scan, and what follows for the ledger, the findings
 * and the exposures. No Kafka in here; the processor carries the answer out.
 */
final class ScanDesk {
    private final Scanner scanner;
    private final ContentReader reader;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    ScanDesk(Scanner scanner, ContentReader reader, InstantSource clock, MeterRegistry metrics) {
        this.scanner = scanner;
        this.reader = reader;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** What a look came to. */
    sealed interface Look {
        /** Older than what the ledger knows, or the same version under the same rules. */
        record NotOfInterest() implements Look {}

        record Again(String cause) implements Look {}

        record Done(ScanFindings.Changes changes) implements Look {}
    }

    /** @param last whether a failure may not be tried again */
    Look look(ObjectChange change, @Nullable ScanLedgerEntry known, boolean last) {
        if (known != null && !isOfInterest(change, known)) {
            count("not-of-interest");
            return new Look.NotOfInterest();
        }
        ScanFindings findings = new ScanFindings(change, known, scanner.ruleSetHash(), clock.instant());
        return switch (change.getChange()) {
            case DELETED -> {
                count("deleted");
                yield new Look.Done(findings.gone());
            }
            default -> fetched(change, findings, last);
        };
    }

    private Look fetched(ObjectChange change, ScanFindings findings, boolean last) {
        return switch (reader.fetch(change)) {
            case Fetch.Content content -> scanned(content, findings, last);
            case Fetch.Gone() -> {
                count("gone");
                yield new Look.Done(findings.vanished());
            }
            case Fetch.Denied(String code) -> {
                count("denied");
                yield new Look.Done(findings.notSeen(DeadLetterCause.ACCESS_DENIED, code));
            }
            case Fetch.Unsupported unsupported -> {
                count("skipped");
                yield new Look.Done(findings.skipped());
            }
            case Fetch.Failed(String cause, boolean retryable) -> failed(cause, retryable && !last, findings);
        };
    }

    private Look scanned(Fetch.Content content, ScanFindings findings, boolean last) {
        metrics.counter("keywatch.scan.bytes").increment(content.bytes().length);
        return switch (scan(content)) {
            case ScanOutcome.Clean() -> {
                count(isWhole(content) ? "clean" : "partial");
                yield new Look.Done(read(content, findings, List.of()));
            }
            case ScanOutcome.Matched(var matches) -> {
                count(isWhole(content) ? "matched" : "partial");
                yield new Look.Done(read(content, findings, matches));
            }
            case ScanOutcome.Partial(var matches, String reason) -> {
                count("partial");
                yield new Look.Done(findings.partial(matches, reason));
            }
            case ScanOutcome.Skipped skipped -> {
                count("skipped");
                yield new Look.Done(findings.skipped());
            }
            case ScanOutcome.Unreadable(String cause, boolean retryable) -> failed(cause, retryable && !last, findings);
        };
    }

    private static boolean isWhole(Fetch.Content content) {
        return content.complete() && content.unseen() == null;
    }

    private static ScanFindings.Changes read(Fetch.Content content, ScanFindings findings, List<Match> matches) {
        if (!content.complete()) {
            return findings.tooLarge(matches);
        }
        return content.unseen() == null ? findings.complete(matches) : findings.unseen(matches, content.unseen());
    }

    private ScanOutcome scan(Fetch.Content content) {
        try {
            return scanner.scan(new Artifact(content.name(), content.bytes(), content.metadata()));
        } catch (RuntimeException | StackOverflowError e) {
            // a bug of ours must not stop the stream; only the class, as a message may quote content
            return new ScanOutcome.Unreadable("scanner failed: " + e.getClass().getSimpleName(), false);
        }
    }

    private Look failed(String cause, boolean again, ScanFindings findings) {
        count(again ? "retry" : "unreadable");
        return again ? new Look.Again(cause) : new Look.Done(findings.notSeen(DeadLetterCause.UNREADABLE, cause));
    }

    private boolean isOfInterest(ObjectChange change, ScanLedgerEntry known) {
        if (isOlder(change, known)) {
            return false;
        }
        boolean identified = change.getVersionId() != null || change.getSequencer() != null;
        boolean sameContent = Objects.equals(change.getVersionId(), known.getVersionId())
                && Objects.equals(change.getEtag(), known.getEtag())
                && Objects.equals(change.getSequencer(), known.getSequencer())
                // two channels tell of one write with different precision of time
                && (identified || change.getEventTime().equals(known.getChangedAt()));
        return !sameContent || !known.getRuleSetHash().equals(scanner.ruleSetHash());
    }

    /**
     * S3's sequencer orders the events of one key: hexadecimal, of changing length, the shorter padded on the right
     * with zeros (S3 user guide, "Event message structure"). Elsewhere the event time has to do.
     */
    private static boolean isOlder(ObjectChange change, ScanLedgerEntry known) {
        String one = change.getSequencer();
        String other = known.getSequencer();
        if (one != null && other != null) {
            int length = Math.max(one.length(), other.length());
            return padded(one, length).compareTo(padded(other, length)) < 0;
        }
        return change.getEventTime().isBefore(known.getChangedAt());
    }

    private static String padded(String sequencer, int length) {
        return sequencer.toUpperCase(Locale.ROOT) + "0".repeat(length - sequencer.length());
    }

    private void count(String outcome) {
        metrics.counter("keywatch.scan.objects", "outcome", outcome).increment();
    }
}
