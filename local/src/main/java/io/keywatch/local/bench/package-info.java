/** Measurements that need a broker. Those that need none live in {@code io.keywatch.app.bench}. */
@NullMarked
package io.keywatch.local.bench;

import org.jspecify.annotations.NullMarked;
