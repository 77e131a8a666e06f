/**
 * Opt-in: reads the values of secrets and parameters inside the trust boundary and tells Kafka which secret holds which
 * value, by keyed fingerprints alone. No value leaves this package, is logged or kept; what is compared with them lives
 * in {@code detect}.
 */
@NullMarked
package io.keywatch.ingest.vault;

import org.jspecify.annotations.NullMarked;
