/** Generator two of benign traffic: self-exciting point processes over a random graph of principals and secrets. Generator one lives in {@code office}, on purpose without a line in common. */
@NullMarked
package io.keywatch.app.quality.process;

import org.jspecify.annotations.NullMarked;
