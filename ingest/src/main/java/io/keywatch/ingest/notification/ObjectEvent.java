package io.keywatch.ingest.notification;

import io.keywatch.schemas.v1.ChangeKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object that a message speaks of.
 *
 * @param key decoded, as GetObject wants it
 * @param rawKey as it stood in the message; differs from {@code key} where that was URL-encoded, or may have been
 * @param change what happened to it; UNKNOWN for events that touch no content (restored, replicated, ACL)
 * @param time null where the message does not say
 * @param sequencer orders the events of one key; absent on compatible stores
 * @param cause the event's own name, e.g. {@code ObjectCreated:Put}
 */
public record ObjectEvent(
        String bucket,
        String key,
        String rawKey,
        ChangeKind change,
        String cause,
        @Nullable Instant time,
        @Nullable String versionId,
        @Nullable String etag,
        @Nullable Long size,
        @Nullable String sequencer,
        @Nullable String region,
        @Nullable String account,
        @Nullable String principalId) {

    @Override
    public String toString() {
        return "ObjectEvent[" + bucket + "/" + key + " " + cause + "]";
    }
}
