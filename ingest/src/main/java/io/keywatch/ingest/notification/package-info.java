/**
 * What a queue message says: which object came, changed or went. Told by content, because one queue may be fed in
 * several ways. What is done about it lives in {@code io.keywatch.ingest}.
 */
@NullMarked
package io.keywatch.ingest.notification;

import org.jspecify.annotations.NullMarked;
