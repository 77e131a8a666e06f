/** Formats whose secrets have no name next to them: columns, positions, records. Formats of names and values in the open are read by the assign package. */
@NullMarked
package io.keywatch.detect.scan.structure;

import org.jspecify.annotations.NullMarked;
