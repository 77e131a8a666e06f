package io.keywatch.detect.rule;

/** Which part of an attack a signal belongs to. */
public enum Stage {
    RECON,
    ACCESS,
    PERSISTENCE,
    ESCALATION,
    EVASION,
    EXFILTRATION,
    IMPACT
}
