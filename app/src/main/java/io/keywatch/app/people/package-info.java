/** What an organisation tells of its people: the off-boarding file. What follows from it is {@code io.keywatch.detect.people}. */
@NullMarked
package io.keywatch.app.people;

import org.jspecify.annotations.NullMarked;
