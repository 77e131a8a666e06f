/** What only a person at a terminal sees. What is written for programs lives with what writes it. */
@NullMarked
package io.keywatch.app.terminal;

import org.jspecify.annotations.NullMarked;
