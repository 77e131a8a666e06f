package io.keywatch.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * A Kafka topic of Keywatch with everything that is not left to the broker's defaults. Keys are strings.
 *
 * @param name full name, prefix and version included
 * @param valueType the Avro record in it
 * @param keyMeaning what the key is, for people
 * @param cleanup how long records stay
 * @param scaled whether its partition count follows the size of the organisation; the others keep few
 */
public record Topic<T extends SpecificRecord>(
        String name, Class<T> valueType, String keyMeaning, Cleanup cleanup, boolean scaled) {

    /** What the broker may forget. */
    public sealed interface Cleanup {
        /** Forget after a time. */
        record Delete(Duration retention) implements Cleanup {}

        /** Keep the last value of every key for good. */
        record Compact() implements Cleanup {}

        /** Keep the last value of every key, for at most a time since its last change. */
        record CompactAndDelete(Duration retention) implements Cleanup {}
    }

    /** Subject in the schema registry (TopicNameStrategy). */
    public String subject() {
        return name + "-value";
    }

    /** Topic-level settings for creation. */
    public Map<String, String> config() {
        Map<String, String> config = new TreeMap<>();
        config.put("compression.type", "producer");
        switch (cleanup) {
            case Cleanup.Delete(Duration retention) -> {
                config.put("cleanup.policy", "delete");
                config.put("retention.ms", Long.toString(retention.toMillis()));
            }
            case Cleanup.Compact() -> config.put("cleanup.policy", "compact");
            case Cleanup.CompactAndDelete(Duration retention) -> {
                config.put("cleanup.policy", "compact,delete");
                config.put("retention.ms", Long.toString(retention.toMillis()));
                // a sink that lags less than this sees every transition, not just the last
                config.put(
                        "min.compaction.lag.ms",
                        Long.toString(Duration.ofHours(24).toMillis()));
            }
        }
        return config;
    }
}
