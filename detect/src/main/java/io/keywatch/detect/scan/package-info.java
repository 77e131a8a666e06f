/**
 * What is in content that must not be there: bytes in, matches out. Pure Java, no Kafka and no AWS: fetching and
 * the ledger live in the scan topology, findings are made from matches there. No value leaves this package but as a
 * keyed fingerprint and a preview.
 */
@NullMarked
package io.keywatch.detect.scan;

import org.jspecify.annotations.NullMarked;
