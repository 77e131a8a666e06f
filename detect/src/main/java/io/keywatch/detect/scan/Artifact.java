package io.keywatch.detect.scan;

import java.util.Map;

/**
 * One thing to scan.
 *
 * @param name path or key; tells the format where the content does not, and is scanned as content itself
 * @param content never copied and never changed by the scanner
 * @param metadata tags, user metadata, bucket name: scanned as content too
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer handed over once, never compared
public record Artifact(String name, byte[] content, Map<String, String> metadata) {
    public Artifact {
        metadata = Map.copyOf(metadata);
    }

    public static Artifact of(String name, byte[] content) {
        return new Artifact(name, content, Map.of());
    }

    /** Without content, name or metadata: each may hold a secret. */
    @Override
    public String toString() {
        return "Artifact[" + content.length + " bytes, " + metadata.size() + " metadata]";
    }
}
