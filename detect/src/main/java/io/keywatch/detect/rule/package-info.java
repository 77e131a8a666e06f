/**
 * What a detection says about itself: id, wording, severity, ATT&CK and NIST 800-53, as data. How something is detected
 * lives in {@code io.keywatch.detect.access} and {@code io.keywatch.detect.posture}; remediation text in enrich.
 */
@NullMarked
package io.keywatch.detect.rule;

import org.jspecify.annotations.NullMarked;
