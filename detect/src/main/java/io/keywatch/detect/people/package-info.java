/**
 * People who have left: when that was, what their credentials still do, and which secrets they know. A person is a user
 * name or the name of a session, across accounts. Pure; how a known secret becomes a work item is in
 * {@code io.keywatch.detect.posture}.
 */
@NullMarked
package io.keywatch.detect.people;

import org.jspecify.annotations.NullMarked;
