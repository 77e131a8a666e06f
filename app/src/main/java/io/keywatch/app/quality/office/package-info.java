/** Generator one of benign traffic: an organisation with teams, roles, working hours and jobs. Generator two lives in {@code process}, on purpose without a line in common. */
@NullMarked
package io.keywatch.app.quality.office;

import org.jspecify.annotations.NullMarked;
