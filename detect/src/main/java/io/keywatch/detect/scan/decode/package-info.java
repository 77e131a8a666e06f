/** Text inside text: base64, hex, percent and unicode escapes, with the way back to where each byte stood. Runs are told by how they begin, escapes by literals that the scan package looks for. */
@NullMarked
package io.keywatch.detect.scan.decode;

import org.jspecify.annotations.NullMarked;
