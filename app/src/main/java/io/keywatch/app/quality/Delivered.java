package io.keywatch.app.quality;

import io.keywatch.schemas.v1.ApiCall;
import java.time.Instant;

/** A call as it arrives: late, perhaps out of order, perhaps for the second time. */
public record Delivered(ApiCall call, Instant at) {}
