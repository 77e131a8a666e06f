/**
 * CloudTrail files judged from the command line: put in event-time order, given to
 * {@code io.keywatch.detect.replay}, printed. Reading is {@code io.keywatch.ingest.cloudtrail}.
 */
@NullMarked
package io.keywatch.app.replay;

import org.jspecify.annotations.NullMarked;
