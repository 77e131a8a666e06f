package io.keywatch.app.rules;

import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.EventSink;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One CloudTrail record as JSON to the call that the service would make of it. */
final class OneRecord {
    private static final Pointer NOWHERE = Pointer.newBuilder().setKey("test").build();

    private final CloudTrailReader reader = new CloudTrailReader(
            ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.BACKFILL);

    /** @return null for what is no record, or more than one */
    @Nullable
    ApiCall read(String json) {
        List<ApiCall> calls = new ArrayList<>(1);
        List<ReadFault> faults = new ArrayList<>(0);
        try {
            reader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), NOWHERE, new EventSink() {
                @Override
                public void event(ApiCall call) {
                    calls.add(call);
                }

                @Override
                public void fault(ReadFault fault) {
                    faults.add(fault);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail", e);
        }
        return calls.size() == 1 && faults.isEmpty() ? calls.getFirst() : null;
    }
}
