package io.keywatch.ingest;

import io.keywatch.ingest.notification.ObjectEvent;
import io.keywatch.schemas.v1.DeadLetterCause;
import java.io.EOFException;
import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Gets a log file into memory, whole: a connection that breaks is then never mistaken for a file that does, and none is
 * held open while Kafka is slow.
 */
final class LogFileFetch {
    /** A stream that breaks off is the network's doing; the SDK retries only up to the first byte. */
    private static final int STREAM_ATTEMPTS = 3;

    private final S3Client s3;
    private final ByteBudget budget;
    private final long maxBytes;

    LogFileFetch(S3Client s3, ByteBudget budget, long maxBytes) {
        this.s3 = s3;
        this.budget = budget;
        this.maxBytes = maxBytes;
    }

    /** What came of it. */
    sealed interface Fetched {
        /** To be closed when the bytes are no longer needed. */
        @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
        record Content(byte[] bytes, ByteBudget.Share share) implements Fetched, AutoCloseable {
            @Override
            public void close() {
                share.close();
            }

            @Override
            public String toString() {
                return "Content[" + bytes.length + " bytes]";
            }
        }

        /** It will not be there, or not be readable, the next time either. */
        record Refused(DeadLetterCause cause, String detail) implements Fetched {}

        record Failed(String reason) implements Fetched {}
    }

    Fetched fetch(ObjectEvent event) throws InterruptedException {
        Fetched fetched = fetch(event, event.key());
        boolean missing = fetched instanceof Fetched.Refused(DeadLetterCause cause, String detail)
                && cause == DeadLetterCause.NOT_FOUND;
        // a store that writes keys plain, and a key that looks encoded
        return missing && !event.rawKey().equals(event.key()) ? fetch(event, event.rawKey()) : fetched;
    }

    private Fetched fetch(ObjectEvent event, String key) throws InterruptedException {
        Fetched fetched = new Fetched.Failed("not tried");
        for (int attempt = 0; attempt < STREAM_ATTEMPTS; attempt++) {
            try {
                return once(event, key);
            } catch (IOException e) {
                fetched = new Fetched.Failed("object stream: " + e.getClass().getSimpleName());
            } catch (AwsServiceException e) {
                return answered(e);
            } catch (SdkException e) {
                return new Fetched.Failed("object: " + e.getClass().getSimpleName());
            }
        }
        return fetched;
    }

    private Fetched once(ObjectEvent event, String key) throws IOException, InterruptedException {
        try (ResponseInputStream<GetObjectResponse> body =
                s3.getObject(request -> request.bucket(event.bucket()).key(key).versionId(event.versionId()))) {
            Long length = body.response().contentLength();
            if (length != null && length > maxBytes) {
                body.abort();
                return new Fetched.Refused(DeadLetterCause.OVER_LIMIT, "object-bytes " + maxBytes);
            }
            ByteBudget.Share share = budget.take(length == null ? maxBytes : length);
            boolean handedOver = false;
            try {
                byte[] bytes = length == null ? upToLimit(body) : exactly(body, length.intValue());
                if (bytes.length > maxBytes) {
                    body.abort();
                    return new Fetched.Refused(DeadLetterCause.OVER_LIMIT, "object-bytes " + maxBytes);
                }
                handedOver = true;
                return new Fetched.Content(bytes, share);
            } finally {
                if (!handedOver) {
                    share.close();
                }
            }
        }
    }

    private byte[] upToLimit(ResponseInputStream<GetObjectResponse> body) throws IOException {
        return body.readNBytes((int) maxBytes + 1);
    }

    private static byte[] exactly(ResponseInputStream<GetObjectResponse> body, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (body.readNBytes(bytes, 0, length) < length) {
            throw new EOFException("shorter than announced");
        }
        return bytes;
    }

    private static Fetched answered(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        return switch (code == null ? "" : code) {
            case "NoSuchKey", "NoSuchVersion", "NoSuchBucket", "MethodNotAllowed" ->
                new Fetched.Refused(DeadLetterCause.NOT_FOUND, "S3 answered " + code);
            case "AccessDenied",
                    "AllAccessDisabled",
                    "AccountProblem",
                    "KMS.DisabledException",
                    "KMS.NotFoundException" ->
                new Fetched.Refused(DeadLetterCause.ACCESS_DENIED, "S3 answered " + code);
            case "InvalidObjectState" -> new Fetched.Refused(DeadLetterCause.UNREADABLE, "S3 answered " + code);
            default ->
                e.statusCode() == 404
                        ? new Fetched.Refused(DeadLetterCause.NOT_FOUND, "S3 answered 404")
                        : new Fetched.Failed("S3 answered " + e.statusCode());
        };
    }
}
