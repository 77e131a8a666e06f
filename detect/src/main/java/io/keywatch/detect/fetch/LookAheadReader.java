package io.keywatch.detect.fetch;

import io.keywatch.schemas.v1.ObjectChange;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Fetches polled changes before the processor comes to them: {@link #hint} is called by the consumer interceptor for
 * every record of a poll, {@link #fetch} by the processor, in order, and mostly finds the answer ready. Offsets,
 * retries and order stay as in the blocking case.
 *
 * <p>Memory is bounded by {@link FetchSettings#maxAheadBytes()}: what does not fit waits its turn, and what the
 * processor wants before its turn is fetched right there. Thread-safe.
 */
public final class LookAheadReader implements ContentReader, AutoCloseable {
    /** Reserved for a change that does not tell its size: Lambda configurations, user data, compatible stores. */
    static final long UNKNOWN_SIZE = 1024L * 1024;

    /** Which content: a change delivered twice asks for the same. */
    private record Ref(
            String resourceId,
            @Nullable String versionId,
            @Nullable String sequencer,
            long eventTime) {
        static Ref of(ObjectChange change) {
            return new Ref(
                    change.getResourceId(),
                    change.getVersionId(),
                    change.getSequencer(),
                    change.getEventTime().toEpochMilli());
        }
    }

    private static final class Ahead {
        final ObjectChange change;
        final long bytes;
        final long hintedAt;
        final CompletableFuture<Fetch> answer = new CompletableFuture<>();
        boolean started;

        Ahead(ObjectChange change, long bytes, long hintedAt) {
            this.change = change;
            this.bytes = bytes;
            this.hintedAt = hintedAt;
        }
    }

    private final ContentReader delegate;
    private final FetchSettings settings;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Guarded by this. Insertion order is age. */
    private final LinkedHashMap<Ref, Ahead> known = new LinkedHashMap<>();

    /** Guarded by this: hinted, not yet started. May hold entries that were taken meanwhile. */
    private final Queue<Ahead> waiting = new ArrayDeque<>();

    /** Guarded by this. */
    private long bytesAhead;

    /** Guarded by this. */
    private int underWay;

    private LookAheadReader(ContentReader delegate, FetchSettings settings, InstantSource clock) {
        this.delegate = delegate;
        this.settings = settings;
        this.clock = clock;
    }

    public static LookAheadReader wrap(ContentReader delegate, FetchSettings settings, InstantSource clock) {
        return new LookAheadReader(delegate, settings, clock);
    }

    /** Never blocks. */
    public synchronized void hint(ObjectChange change) {
        dropForgotten();
        Ref ref = Ref.of(change);
        if (known.containsKey(ref)) {
            return;
        }
        Long size = change.getSize();
        long bytes = Math.min(size == null ? UNKNOWN_SIZE : Math.max(size, 1), settings.maxObjectBytes());
        Ahead ahead = new Ahead(change, bytes, clock.millis());
        known.put(ref, ahead);
        waiting.add(ahead);
        startWaiting();
    }

    @Override
    public Fetch fetch(ObjectChange change) {
        Ahead ahead = take(Ref.of(change));
        return ahead == null ? delegate.fetch(change) : ahead.answer.join();
    }

    /** The entry, if its request was started; an entry still waiting is dropped, for the caller to fetch itself. */
    private synchronized @Nullable Ahead take(Ref ref) {
        Ahead ahead = known.remove(ref);
        if (ahead == null || !ahead.started) {
            return null;
        }
        release(ahead);
        return ahead;
    }

    private synchronized void startWaiting() {
        while (!waiting.isEmpty() && underWay < settings.maxAhead()) {
            Ahead next = waiting.element();
            if (known.get(Ref.of(next.change)) != next) {
                waiting.remove();
                continue;
            }
            // one object larger than the whole budget still goes, alone
            if (bytesAhead > 0 && bytesAhead + next.bytes > settings.maxAheadBytes()) {
                return;
            }
            waiting.remove();
            next.started = true;
            bytesAhead += next.bytes;
            underWay++;
            threads.execute(() -> run(next));
        }
    }

    private void run(Ahead ahead) {
        try {
            ahead.answer.complete(delegate.fetch(ahead.change));
        } catch (RuntimeException | Error e) {
            // only the class: a message may quote what was read
            ahead.answer.complete(new Fetch.Failed(e.getClass().getSimpleName(), true));
        } finally {
            synchronized (this) {
                underWay--;
                startWaiting();
            }
        }
    }

    private void release(Ahead ahead) {
        bytesAhead -= ahead.bytes;
        startWaiting();
    }

    private void dropForgotten() {
        long oldest = clock.millis() - settings.aheadTtl().toMillis();
        while (!known.isEmpty()) {
            Map.Entry<Ref, Ahead> eldest = known.firstEntry();
            if (eldest.getValue().hintedAt > oldest) {
                return;
            }
            known.remove(eldest.getKey());
            if (eldest.getValue().started) {
                release(eldest.getValue());
            }
        }
    }

    /** For tests and metrics: bytes reserved for content that waits for its turn. */
    public synchronized long bytesAhead() {
        return bytesAhead;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
