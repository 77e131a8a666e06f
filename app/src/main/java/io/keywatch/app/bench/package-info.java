/**
 * Rates of the hot paths beside a baseline measured in the same run, so that figures of different machines compare.
 * What needs the embedded stack lives in module {@code local} and is found by ServiceLoader.
 */
@NullMarked
package io.keywatch.app.bench;

import org.jspecify.annotations.NullMarked;
