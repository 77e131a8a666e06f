package io.keywatch.detect.rule;

/** Which part of an attack a signal belongs to. */
public enum Stage {
    RECON,
    ACCESS,
    PERSISTENCE,
    ESCALATION,
    EVASION,
    EXFILTRATION,
    IMPACT;

    /** The stage as an incident counts it: gaining rights and making them last is one task for an administrator, too. */
    public Stage counted() {
        return this == ESCALATION ? PERSISTENCE : this;
    }
}
