package io.keywatch.ingest;

import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Pointer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes down what could not be handled: a pointer and a cause, never the payload. */
final class DeadLetters {
    static final String STAGE = "ingest";

    private DeadLetters() {}

    static DeadLetter of(DeadLetterCause cause, String detail, Pointer pointer, int attempts, Instant at) {
        return of(cause, detail, pointer, null, attempts, at);
    }

    static DeadLetter of(ReadFault fault, int attempts, Instant at) {
        return of(fault.cause(), fault.detail(), fault.pointer(), fault.bytes(), attempts, at);
    }

    private static DeadLetter of(
            DeadLetterCause cause, String detail, Pointer pointer, @Nullable Long bytes, int attempts, Instant at) {
        String resource = pointer.getBucket() == null ? null : pointer.getBucket() + "/" + pointer.getKey();
        // the same object failing again is the same letter, whatever message brought it
        String where = resource == null
                ? pointer.getQueue() + "/" + pointer.getMessageId()
                : resource + "@" + pointer.getVersionId() + "#" + pointer.getRecordIndex();
        return new DeadLetter(
                FindingIds.deadLetter(STAGE, cause.name(), where),
                STAGE,
                cause,
                detail,
                resource,
                pointer,
                bytes,
                attempts,
                at);
    }
}
