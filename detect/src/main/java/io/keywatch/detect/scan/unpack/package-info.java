/** Archives, compressed streams and their budget. What is in a member is the scanner's business. */
@NullMarked
package io.keywatch.detect.scan.unpack;

import org.jspecify.annotations.NullMarked;
