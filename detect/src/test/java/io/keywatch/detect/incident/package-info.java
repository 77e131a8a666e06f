/** Tests of chains of keys and of incidents, mostly through replay: what matters is what comes out. */
@NullMarked
package io.keywatch.detect.incident;

import org.jspecify.annotations.NullMarked;
