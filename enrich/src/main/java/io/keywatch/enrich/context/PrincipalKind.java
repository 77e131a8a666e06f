package io.keywatch.enrich.context;

import java.util.Locale;

/** What stands behind a principal, as far as its name tells. */
public enum PrincipalKind {
    /** A human, by federation or by configuration. */
    PERSON,
    /** AWS itself: a service principal, a service-linked role, a call made on somebody's behalf. */
    SERVICE,
    /** A role carried by an instance, function or task. */
    WORKLOAD,
    /** Infrastructure as code or CI; only ever by configuration, never believed from a user agent. */
    AUTOMATION,
    /** A role session of which no more is known. */
    ROLE_SESSION,
    /** A long-lived user: person or program. */
    IAM_USER,
    ROOT,
    EXTERNAL_ACCOUNT,
    ANONYMOUS,
    UNKNOWN;

    /** As in settings and in findings: lower case with hyphens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
