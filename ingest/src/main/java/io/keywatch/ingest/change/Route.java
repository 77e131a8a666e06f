package io.keywatch.ingest.change;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.Surface;
import java.util.List;

/** One row of the table: this event changes content there. */
record Route(String service, String eventName, Surface surface, ChangeKind change, Named resources) {

    /** Which resources a call names; none when it names none or does not touch their content. */
    @FunctionalInterface
    interface Named {
        List<ResourceName> of(ApiCall call);
    }
}
