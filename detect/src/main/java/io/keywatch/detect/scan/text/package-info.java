/** Bytes to text: encodings, lines and columns, entropy, edges of words. No rules in here. */
@NullMarked
package io.keywatch.detect.scan.text;

import org.jspecify.annotations.NullMarked;
