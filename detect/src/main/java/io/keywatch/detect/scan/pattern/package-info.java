/** The regular expressions of the rules: parsed, measured and matched over bytes at a given place, in bounded work. A subset of java.util.regex; patterns of users run on RE2J elsewhere. */
@NullMarked
package io.keywatch.detect.scan.pattern;

import org.jspecify.annotations.NullMarked;
