@NullMarked
package io.keywatch.detect.scan.structure;

import org.jspecify.annotations.NullMarked;
