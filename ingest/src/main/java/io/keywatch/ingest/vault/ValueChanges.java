package io.keywatch.ingest.vault;

import java.time.Duration;
import java.util.List;

/** Tells which values were changed, as CloudTrail does. One thread. */
interface ValueChanges extends AutoCloseable {
    /** Waits at most so long. May tell of the same change twice. */
    List<ValueChange> poll(Duration patience);

    @Override
    void close();

    /**
     * @param account in whose trail it stands
     * @param id ARN or name, as whoever changed it gave it
     */
    record ValueChange(String account, String region, Kind kind, String id) {
        enum Kind {
            SECRET,
            PARAMETER
        }
    }
}
