/**
 * Gets the content that a change speaks of, ahead of the moment it is needed. Content lives in memory only and ends
 * in the scanner ({@code io.keywatch.detect.scan}); when it is asked for is decided in
 * {@code io.keywatch.detect.topology}.
 */
@NullMarked
package io.keywatch.detect.fetch;

import org.jspecify.annotations.NullMarked;
