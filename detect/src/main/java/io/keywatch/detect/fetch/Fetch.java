package io.keywatch.detect.fetch;

import java.util.Map;

/** What came of fetching content. Only {@link Content} may be scanned; nothing else is ever "clean". */
public sealed interface Fetch {

    /**
     * @param bytes held in memory until scanned, never written anywhere
     * @param metadata tags, user metadata, names: scanned as content too
     * @param complete false when the object is larger than the limit and only its head was fetched
     */
    @SuppressWarnings("ArrayRecordComponent") // a buffer handed over once, never compared
    record Content(String name, byte[] bytes, Map<String, String> metadata, boolean complete) implements Fetch {
        public Content {
            metadata = Map.copyOf(metadata);
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
