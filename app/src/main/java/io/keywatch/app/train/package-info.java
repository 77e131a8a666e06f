/**
 * Training and judging the scanner's classifier on a labelled corpus. What the classifier is and what it looks at is
 * in {@code io.keywatch.detect.scan.judge}.
 */
@NullMarked
package io.keywatch.app.train;

import org.jspecify.annotations.NullMarked;
