/**
 * The scanner of the scan topology over files and folders: walking, reading within a memory budget, and the report
 * formats. What is a secret is decided in {@code io.keywatch.detect.scan}.
 */
@NullMarked
package io.keywatch.app.scan;

import org.jspecify.annotations.NullMarked;
