@NullMarked
package io.keywatch.local;

import org.jspecify.annotations.NullMarked;
