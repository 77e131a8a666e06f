/** Expressions that users write. Matching them is RE2/J's; here stands what has to be looked at before. */
@NullMarked
package io.keywatch.detect.regex;

import org.jspecify.annotations.NullMarked;
