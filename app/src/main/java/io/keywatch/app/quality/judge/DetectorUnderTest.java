package io.keywatch.app.quality.judge;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.time.Instant;
import java.util.List;

/**
 * What a detector has to do to be judged. Calls come in order of delivery, on one thread, late and some of them twice;
 * they must not be changed. A finding is given again, under the same id, whenever it changes.
 */
public interface DetectorUnderTest {
    void exposure(Exposure exposure);

    List<Finding> accept(ApiCall call, Instant deliveredAt);

    /** No call will follow. */
    List<Finding> end();
}
