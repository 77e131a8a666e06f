/**
 * What an API call says, read once and the same way by every detector: its parameters, the names of what it touches, how
 * it ended, who made it. Judging it is the work of {@code io.keywatch.detect.access} and its neighbours.
 */
@NullMarked
package io.keywatch.detect.call;

import org.jspecify.annotations.NullMarked;
