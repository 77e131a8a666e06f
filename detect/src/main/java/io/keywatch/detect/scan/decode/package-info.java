/** Text inside text: base64, hex, percent and unicode escapes, with the way back to where each byte stood. Whether a run is worth decoding is decided by the literals that the scan package looks for. */
@NullMarked
package io.keywatch.detect.scan.decode;

import org.jspecify.annotations.NullMarked;
