package io.keywatch.detect.fetch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of fetching content. Only {@link Content} may be scanned; nothing else is ever "clean". */
public sealed interface Fetch {

    /**
     * @param bytes held in memory until scanned, never written anywhere
     * @param metadata tags, user metadata, names: scanned as content too
     * @param complete false when the object is larger than the limit and only its head was fetched
     * @param unseen what else of it could not be read and why, e.g. its tags; null where all was
     */
    @SuppressWarnings("ArrayRecordComponent") // a buffer handed over once, never compared
    record Content(
            String name,
            byte[] bytes,
            Map<String, String> metadata,
            boolean complete,
            @Nullable String unseen) implements Fetch {
        public Content {
            metadata = Map.copyOf(metadata);
        }

        public Content(String name, byte[] bytes, Map<String, String> metadata, boolean complete) {
            this(name, bytes, metadata, complete, null);
        }

        @Override
        public String toString() {
            return "Content[" + bytes.length + " bytes]";
        }
    }

    /** The object or resource is no longer there. */
    record Gone() implements Fetch {}

    /** Keywatch's role may not read it. */
    record Denied(String code) implements Fetch {}

    /** Nothing to look at by design, e.g. an archived storage class. */
    record Unsupported(String reason) implements Fetch {}

    /** A fault on the way: throttled, timed out, cut off. */
    record Failed(String cause, boolean retryable) implements Fetch {}
}
