package io.keywatch.ingest.vault;

import java.util.List;

/**
 * One store of secrets in one account and region. Calls block; throttling and outages that outlast the SDK's retries are
 * its exceptions, to be tried again.
 */
interface Vault {
    /** Whether an ARN names something of this vault. */
    boolean holds(String arn);

    /** Whether changes of this kind are changes here. */
    boolean takes(ValueChanges.ValueChange.Kind kind);

    /** What {@link #read} and its answers call what has this ARN, without a slash at its beginning. */
    String id(String arn);

    /** Everything there is to read, page by page, asked for as it is walked through. */
    Iterable<List<String>> pages();

    /** Ids that {@link #read} takes at once. */
    int batch();

    /** Current values; one answer for each id that AWS says anything about. */
    List<Reading> read(List<String> ids);

    /** What came of looking at one secret. */
    sealed interface Reading {
        /** @param value whoever takes it overwrites it; a record prints no array's content */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Held(String arn, byte[] value) implements Reading {}

        /** @param id ARN, or the name that was asked for */
        record Gone(String id) implements Reading {}

        /** @param code AWS's error code, such as AccessDeniedException */
        record Refused(String id, String code, boolean denied) implements Reading {}
    }
}
