/**
 * Ports behind which the embedded stack and the demo live. They are implemented in module {@code local}, which is on
 * the class path of {@code demo} and of {@code run} with {@code embedded: true} only, and found by ServiceLoader.
 */
@NullMarked
package io.keywatch.app.embedded;

import org.jspecify.annotations.NullMarked;
