/**
 * Everything Keywatch talks to, on one machine and on loopback only: a Kafka broker, an OpenSearch node and a schema
 * registry inside this JVM, the AWS stand-ins in a child JVM of their own. What the stand-ins answer lives in
 * {@code local/aws-standins}; the service itself is assembled in {@code app}.
 */
@NullMarked
package io.keywatch.local;

import org.jspecify.annotations.NullMarked;
