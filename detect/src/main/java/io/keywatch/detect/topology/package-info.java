/**
 * The Streams shells around the cores: each topology is one static {@code build}, every node, store and topic named
 * by constant. What is decided about a record lives in {@code io.keywatch.detect.scan}, {@code .access} and
 * {@code .posture}.
 */
@NullMarked
package io.keywatch.detect.topology;

import org.jspecify.annotations.NullMarked;
