/**
 * What is detected, as one catalogue. The cores that detect are the sub-packages; their Streams shells are in
 * {@code io.keywatch.detect.topology}.
 */
@NullMarked
package io.keywatch.detect;

import org.jspecify.annotations.NullMarked;
