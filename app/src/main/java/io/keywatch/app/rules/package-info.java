/**
 * User rules as this application loads them: with what its reader of CloudTrail keeps, and events of tests read by that
 * reader. What rules mean is {@code io.keywatch.detect.sigma}; which folders is {@code io.keywatch.app.settings}.
 */
@NullMarked
package io.keywatch.app.rules;

import org.jspecify.annotations.NullMarked;
