package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudTrail events from a stream, gzip or plain: log files ({@code {"Records": [...]}}), bare arrays, one event a
 * line, and events wrapped by EventBridge ({@code {"detail": {...}}}). Memory does not grow with the file.
 *
 * <p>A bad record is a fault with a pointer, and reading goes on; a file that breaks off or passes a limit gives the
 * events before that and one last fault. Both are outcomes and never exceptions.
 *
 * <p>Thread-safe: every call of {@link #read} keeps its own state.
 */
public final class CloudTrailReader {
    private final ReaderLimits limits;
    private final ParameterAllowList allowList;
    private final InstantSource clock;
    private final Origin origin;

    /** @param origin written into every call: LIVE for the stream, BACKFILL for what lay around */
    public CloudTrailReader(ReaderLimits limits, ParameterAllowList allowList, InstantSource clock, Origin origin) {
        this.limits = limits;
        this.allowList = allowList;
        this.clock = clock;
        this.origin = origin;
    }

    /**
     * @param in left open
     * @param where the file; every event gets a copy with its index
     * @throws IOException only when the source fails (network, disk): the same file may well be read another time
     */
    public ReadSummary read(InputStream in, Pointer where, EventSink sink) throws IOException {
        Reading reading = new Reading(where, sink);
        LogStream stream = null;
        try (LogStream opened = LogStream.open(in, limits);
                JsonParser parser = Json.FACTORY.createParser(opened)) {
            stream = opened;
            reading.root(parser);
            return reading.summary(opened, true);
        } catch (LogStream.SourceFailed e) {
            throw e;
        } catch (IOException | IllegalStateException e) {
            // IllegalStateException: the parser's defence against names chosen to collide
            reading.broken(e, stream);
            return reading.summary(stream, false);
        }
    }

    /** One file being read. */
    private final class Reading {
        private final Pointer where;
        private final EventSink sink;
        private final RecordParser record = new RecordParser(allowList, limits.recordBytes(), clock.instant(), origin);
        private int index;
        private long events;
        private long skipped;
        private long faults;

        Reading(Pointer where, EventSink sink) {
            this.where = where;
            this.sink = sink;
        }

        void root(JsonParser parser) throws IOException {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    list(parser);
                } else {
                    element(parser, true);
                }
            }
        }

        private void list(JsonParser parser) throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                element(parser, false);
            }
        }

        /** @param outermost may turn out to be the wrapper of a list */
        private void element(JsonParser parser, boolean outermost) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                fault(DeadLetterCause.MALFORMED, "not an object", 0, false);
                parser.skipChildren();
                index++;
                return;
            }
            long start = offset(parser);
            boolean wrapper = false;
            record.start();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (outermost && value == JsonToken.START_ARRAY && name.equals("Records")) {
                    wrapper = true;
                    list(parser);
                } else if (value == JsonToken.START_OBJECT && name.equals("detail")) {
                    wrapper = true;
                    element(parser, false);
                } else {
                    record.field(name, parser);
                }
            }
            if (!wrapper) {
                finish(offset(parser) - start + 1);
            }
        }

        private void finish(long bytes) throws IOException {
            String missing = record.missing();
            if (bytes > limits.recordBytes()) {
                fault(DeadLetterCause.OVER_LIMIT, "record-bytes " + limits.recordBytes(), bytes, false);
            } else if (record.deepest() > limits.depth()) {
                fault(DeadLetterCause.OVER_LIMIT, "depth " + limits.depth(), bytes, false);
            } else if (record.isInsight()) {
                skipped++;
            } else if (missing != null) {
                fault(DeadLetterCause.MALFORMED, "no " + missing, bytes, false);
            } else {
                sink.event(record.call(here()));
                events++;
            }
            index++;
        }

        void broken(Exception e, @Nullable LogStream stream) {
            long bytes = stream == null ? 0 : stream.inflatedBytes();
            switch (e) {
                case LogStream.LimitReached limit ->
                    fault(DeadLetterCause.OVER_LIMIT, String.valueOf(limit.getMessage()), bytes, true);
                case StreamConstraintsException limit ->
                    fault(DeadLetterCause.OVER_LIMIT, "JSON constraint at byte " + bytes(limit), bytes, true);
                case JsonEOFException cut -> fault(DeadLetterCause.TRUNCATED, "JSON ends early", bytes, true);
                case EOFException cut -> fault(DeadLetterCause.TRUNCATED, "gzip ends early", bytes, true);
                case ZipException corrupt -> fault(DeadLetterCause.MALFORMED, "gzip is corrupt", bytes, true);
                case JsonProcessingException syntax ->
                    fault(DeadLetterCause.MALFORMED, "JSON syntax at byte " + bytes(syntax), bytes, true);
                default -> fault(DeadLetterCause.UNREADABLE, e.getClass().getSimpleName(), bytes, true);
            }
        }

        private static long bytes(JsonProcessingException e) {
            return e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        }

        private void fault(DeadLetterCause cause, String detail, long bytes, boolean endsFile) {
            faults++;
            if (endsFile || faults < limits.faultsPerFile()) {
                sink.fault(new ReadFault(cause, detail, here(), bytes, endsFile));
            } else if (faults == limits.faultsPerFile()) {
                sink.fault(new ReadFault(cause, "and more like it: only counted from here", here(), bytes, false));
            }
        }

        private Pointer here() {
            return new Pointer(
                    where.getBucket(),
                    where.getKey(),
                    where.getVersionId(),
                    index,
                    where.getQueue(),
                    where.getMessageId(),
                    where.getTopic(),
                    where.getPartition(),
                    where.getOffset());
        }

        ReadSummary summary(@Nullable LogStream stream, boolean complete) {
            return new ReadSummary(
                    events,
                    skipped,
                    faults,
                    stream == null ? 0 : stream.compressedBytes(),
                    stream == null ? 0 : stream.inflatedBytes(),
                    complete);
        }
    }

    /** Of the first byte of the current token. A stream in UTF-16 or 32 counts characters. */
    private static long offset(JsonParser parser) {
        var location = parser.currentTokenLocation();
        return location.getByteOffset() >= 0 ? location.getByteOffset() : location.getCharOffset();
    }
}
