/**
 * The settings file: read by explicit code into validated records, every problem reported at once with its path and
 * the offending value. What the settings do lives where they are used; the commands around them in
 * {@code io.keywatch.app.cli}.
 */
@NullMarked
package io.keywatch.app.settings;

import org.jspecify.annotations.NullMarked;
