package io.keywatch.detect.scan;

import java.util.List;

/** What came of looking at one artifact. A failure to look is never {@link Clean}. */
public sealed interface ScanOutcome {

    /** What was found; empty for Clean, Skipped and Unreadable. */
    default List<Match> matches() {
        return List.of();
    }

    /** All of it was read, nothing was found. */
    record Clean() implements ScanOutcome {}

    /** All of it was read. */
    record Matched(List<Match> matches) implements ScanOutcome {
        public Matched {
            matches = List.copyOf(matches);
        }
    }

    /**
     * Only a part was read: a limit, a truncation, an encrypted or damaged member.
     *
     * @param reason names the limit or damage, never text from the content
     */
    record Partial(List<Match> matches, String reason) implements ScanOutcome {
        public Partial {
            matches = List.copyOf(matches);
        }
    }

    /** Deliberately not looked at. */
    record Skipped(String reason) implements ScanOutcome {}

    /** Could not be looked at. */
    record Unreadable(String cause, boolean retryable) implements ScanOutcome {}
}
