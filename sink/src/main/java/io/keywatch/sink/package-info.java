/**
 * From {@code findings.v1} to the outside: the consumer that delivers to one target, its port {@link
 * io.keywatch.sink.Sink}, and the service that runs them. The targets live in the packages below; findings are made in
 * detect and enriched in enrich, what analysts decide comes from the console.
 */
@NullMarked
package io.keywatch.sink;

import org.jspecify.annotations.NullMarked;
