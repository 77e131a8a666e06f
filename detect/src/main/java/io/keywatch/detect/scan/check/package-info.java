/** What a value tells about itself offline: checksums, signatures, decodable structure. Small pure classes; nothing here ever asks a network. */
@NullMarked
package io.keywatch.detect.scan.check;

import org.jspecify.annotations.NullMarked;
