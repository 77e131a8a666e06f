/**
 * What operators and orchestrators ask of a running process: whether it lives, whether it is ready and why not, and
 * its metrics. What is measured lives with what does the work.
 */
@NullMarked
package io.keywatch.app.admin;

import org.jspecify.annotations.NullMarked;
