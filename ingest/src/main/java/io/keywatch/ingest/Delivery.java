package io.keywatch.ingest;

import io.keywatch.schemas.v1.Pointer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of a queue message.
 *
 * @param receives how often SQS has handed it out, this time included
 * @param sent when it came into the queue
 */
record Delivery(QueueSettings queue, String messageId, String receiptHandle, String body, int receives, Instant sent) {
    /** Where it came from; the object it speaks of is added where there is one. */
    Pointer pointer() {
        return Pointer.newBuilder()
                .setQueue(queue.name())
                .setMessageId(messageId)
                .build();
    }

    Pointer pointer(String bucket, String key, @Nullable String versionId) {
        return Pointer.newBuilder()
                .setQueue(queue.name())
                .setMessageId(messageId)
                .setBucket(bucket)
                .setKey(key)
                .setVersionId(versionId)
                .build();
    }

    @Override
    public String toString() {
        return "Delivery[" + queue.name() + "/" + messageId + " #" + receives + "]";
    }
}
