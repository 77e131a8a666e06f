/**
 * What the pure cores remember: tables by key with compact codecs. In memory for replay and tests; the Streams stores
 * behind the same port live in {@code io.keywatch.detect.topology}.
 */
@NullMarked
package io.keywatch.detect.state;

import org.jspecify.annotations.NullMarked;
