package io.keywatch.ingest.notification;

import java.util.List;

/** What the body of a queue message turned out to be. */
public sealed interface Notification {

    /** Objects came, changed or went: S3's own notification or an EventBridge event of S3. */
    record Objects(List<ObjectEvent> events) implements Notification {
        public Objects {
            events = List.copyOf(events);
        }
    }

    /** CloudTrail says which log files it delivered. Keys are plain. */
    record LogFiles(List<ObjectEvent> events) implements Notification {
        public LogFiles {
            events = List.copyOf(events);
        }
    }

    /** A CloudTrail event itself, passed on by EventBridge; {@code json} is what CloudTrailReader takes. */
    record ApiEvent(String json) implements Notification {
        @Override
        public String toString() {
            return "ApiEvent[" + json.length() + " chars]";
        }
    }

    /** S3 tries out a new notification setting, CloudTrail an SNS topic. */
    record Test() implements Notification {}

    /** JSON, but nothing we know. {@code shape} names what it looks like, in our words. */
    record Unknown(String shape) implements Notification {}

    /** Not JSON, or cut off. */
    record Malformed(String problem) implements Notification {}

    static Notification parse(String body) {
        return NotificationParser.parse(body);
    }
}
