/** Whole-process tests on the demo's site; those of single parts of the stack live in {@code io.keywatch.local}. */
@NullMarked
package io.keywatch.local.demo;

import org.jspecify.annotations.NullMarked;
