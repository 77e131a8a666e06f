/** The result as JSON lines and as one page of HTML. The figures come from {@code judge}. */
@NullMarked
package io.keywatch.app.quality.report;

import org.jspecify.annotations.NullMarked;
