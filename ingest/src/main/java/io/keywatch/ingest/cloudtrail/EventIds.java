package io.keywatch.ingest.cloudtrail;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Pointer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An id for an event that has none: what it says and where it stands, so that the same file read again gives the same
 * event.
 */
final class EventIds {
    private static final int BYTES_KEPT = 16;

    private EventIds() {}

    static String of(ApiCall call, @Nullable String requestId) {
        Pointer pointer = call.getPointer();
        String said = String.join(
                "\n",
                String.valueOf(call.getEventTime()),
                call.getEventSource(),
                call.getEventName(),
                call.getAwsRegion(),
                call.getPrincipal().getId(),
                String.valueOf(call.getPrincipal().getAccessKeyId()),
                String.valueOf(call.getNetwork().getIp()),
                String.valueOf(requestId),
                String.valueOf(call.getErrorCode()),
                new TreeMap<>(call.getParameters()).toString(),
                String.valueOf(pointer == null ? null : pointer.getBucket()),
                String.valueOf(pointer == null ? null : pointer.getKey()),
                String.valueOf(pointer == null ? null : pointer.getRecordIndex()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
            return "kw-" + HexFormat.of().formatHex(hash, 0, BYTES_KEPT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
