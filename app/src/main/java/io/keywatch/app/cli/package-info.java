/**
 * The commands: arguments in, exit code out. Each parses, calls one thing and prints; the work is done in the other
 * packages of {@code io.keywatch.app} and in the modules.
 */
@NullMarked
package io.keywatch.app.cli;

import org.jspecify.annotations.NullMarked;
