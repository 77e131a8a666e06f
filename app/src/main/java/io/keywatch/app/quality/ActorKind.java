package io.keywatch.app.quality;

/** What a principal really is: for choosing victims and for reading the results, never for a detector. */
public enum ActorKind {
    PERSON,
    SERVICE,
    CI,
    TERRAFORM,
    ROTATION,
    BACKUP,
    SCANNER,
    AUTOMATION
}
