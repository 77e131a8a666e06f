/** Findings as CloudWatch metrics and as log events. Alarms live in deploy; the service's own meters in app. */
@NullMarked
package io.keywatch.sink.cloudwatch;

import org.jspecify.annotations.NullMarked;
