/**
 * From {@code detections.v1} to {@code findings.v1}: the topology, and what it remembers of every finding. What context,
 * network and knowledge add lives in the packages below; findings are raised in detect and delivered in sink.
 */
@NullMarked
package io.keywatch.enrich;

import org.jspecify.annotations.NullMarked;
