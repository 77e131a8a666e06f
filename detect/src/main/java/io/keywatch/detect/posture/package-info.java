/**
 * How secrets stand: checks that hold a subject against a due date. Pure: time comes in as
 * {@link PostureAnalyzer#advanceTo}; the Streams shell is {@code io.keywatch.detect.topology.PostureTopology}. Who reads
 * secrets is {@code io.keywatch.detect.access}.
 */
@NullMarked
package io.keywatch.detect.posture;

import org.jspecify.annotations.NullMarked;
