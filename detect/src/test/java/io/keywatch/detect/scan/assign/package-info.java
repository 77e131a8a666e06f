@NullMarked
package io.keywatch.detect.scan.assign;

import org.jspecify.annotations.NullMarked;
