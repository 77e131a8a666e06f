package io.keywatch.ingest.cloudtrail;

import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.zip.GZIPOutputStream;

/** Log files to be read in tests. */
final class TestLog {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final Pointer WHERE =
            Pointer.newBuilder().setBucket("logs").setKey("some/file.json.gz").build();

    private TestLog() {}

    /** An event of 300 to 400 bytes; {@code extra} is more fields, each with its comma before it. */
    static String event(String id, String extra) {
        return "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/ann\","
                + "\"accountId\":\"111122223333\"},\"eventTime\":\"2026-11-24T11:59:00Z\",\"eventSource\":"
                + "\"secretsmanager.amazonaws.com\",\"eventName\":\"GetSecretValue\",\"awsRegion\":\"eu-central-1\","
                + "\"sourceIPAddress\":\"192.0.2.1\",\"eventID\":\"" + id + "\",\"recipientAccountId\":\"111122223333\""
                + extra + "}";
    }

    static String event(String id) {
        return event(id, "");
    }

    static String records(String... events) {
        return "{\"Records\":[" + String.join(",", events) + "]}";
    }

    static byte[] gzip(String text) {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What came of reading it. */
    record Result(Events events, ReadSummary summary) {
        java.util.List<String> ids() {
            return events.calls().stream().map(call -> call.getEventId()).toList();
        }
    }

    static Result read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), ReaderLimits.DEFAULTS);
    }

    static Result read(byte[] bytes) {
        return read(bytes, ReaderLimits.DEFAULTS);
    }

    static Result read(byte[] bytes, ReaderLimits limits) {
        try {
            return read(new ByteArrayInputStream(bytes), limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Result read(InputStream in, ReaderLimits limits) throws IOException {
        Events events = new Events();
        CloudTrailReader reader =
                new CloudTrailReader(limits, ParameterAllowList.bundled(), InstantSource.fixed(NOW), Origin.LIVE);
        return new Result(events, reader.read(in, WHERE, events));
    }
}
