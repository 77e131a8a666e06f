package io.keywatch.app.settings;

/** A part of the service that may run in a process of its own. */
public enum Role {
    INGEST,
    /** Does nothing unless {@code vault.enabled}. */
    VAULT,
    SCAN,
    ACCESS,
    POSTURE,
    ENRICH,
    SINK
}
