/**
 * The demo: a scripted organisation that leaks, reads and repairs, and the findings it must lead to. Everything it
 * shows goes through the real service; the embedded stack it runs on lives in {@code io.keywatch.local}.
 */
@NullMarked
package io.keywatch.local.demo;

import org.jspecify.annotations.NullMarked;
