package io.keywatch.enrich;

import io.keywatch.schemas.v1.Suppression;
import java.util.Objects;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the suppressions of the whole organisation in every process. Decodes by itself, because the global thread has
 * no producer to write a dead letter with: one that cannot be read hides nothing, which errs on the safe side.
 */
final class SuppressionKeeper implements Processor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(SuppressionKeeper.class);

    private final Deserializer<Suppression> deserializer;
    private final EnrichMeters meters;
    private @Nullable KeyValueStore<String, Suppression> store;

    SuppressionKeeper(Deserializer<Suppression> deserializer, EnrichMeters meters) {
        this.deserializer = deserializer;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(EnrichTopology.SUPPRESSION_STORE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        KeyValueStore<String, Suppression> suppressions = Objects.requireNonNull(store);
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            suppressions.delete(record.key());
            return;
        }
        try {
            suppressions.put(record.key(), deserializer.deserialize(EnrichTopology.SUPPRESSIONS, record.value()));
        } catch (RetriableException registryDown) {
            throw registryDown;
        } catch (RuntimeException e) {
            LOG.warn(
                    "suppression {} cannot be read: {}",
                    record.key(),
                    e.getClass().getSimpleName());
            meters.unreadableSuppressions.increment();
            suppressions.delete(record.key());
        }
    }
}
