/**
 * Which API calls mean that content is new somewhere: the first rules from CloudTrail events to
 * {@link io.keywatch.schemas.v1.ObjectChange}. Pure; the content itself is fetched by detect, never here.
 */
@NullMarked
package io.keywatch.ingest.change;

import org.jspecify.annotations.NullMarked;
