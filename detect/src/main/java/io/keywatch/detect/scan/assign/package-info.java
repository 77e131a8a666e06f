/** Names with values in any text: finding the value after a telling name, and judging whether it can be a secret. Formats with a grammar of their own are read by parsers elsewhere. */
@NullMarked
package io.keywatch.detect.scan.assign;

import org.jspecify.annotations.NullMarked;
