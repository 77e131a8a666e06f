/** Tests of rules that users bring: files, keys, and what the syntax of an expression says about its matches. */
@NullMarked
package io.keywatch.detect.scan.imported;

import org.jspecify.annotations.NullMarked;
