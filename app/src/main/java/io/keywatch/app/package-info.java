/**
 * The executable's entry point and what every command shares. The commands live in {@code io.keywatch.app.cli}; what
 * they do lives in the packages and modules they name.
 */
@NullMarked
package io.keywatch.app;

import org.jspecify.annotations.NullMarked;
