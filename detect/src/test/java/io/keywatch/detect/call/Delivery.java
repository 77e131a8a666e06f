package io.keywatch.detect.call;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** CloudTrail as it delivers: late by up to 45 minutes, in any order within that, one call in four twice. */
public final class Delivery {
    private static final int DELAY_SECONDS = 45 * 60;
    private static final int ONE_TWICE_IN = 4;

    private Delivery() {}

    /** Without what only tells how its events came. */
    public static Finding withoutArrival(Finding finding) {
        return Finding.newBuilder(finding)
                .setRevision(0)
                .setIngestedAt(Instant.EPOCH)
                .setTransition(Transition.UNKNOWN)
                .build();
    }

    public static List<ApiCall> of(List<ApiCall> calls, Random random) {
        record Arrival(long at, ApiCall call) {}
        List<Arrival> arrivals = new ArrayList<>();
        for (ApiCall call : calls) {
            for (int copy = random.nextInt(ONE_TWICE_IN) == 0 ? 2 : 1; copy > 0; copy--) {
                arrivals.add(
                        new Arrival(call.getEventTime().toEpochMilli() + random.nextInt(DELAY_SECONDS) * 1_000L, call));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        return arrivals.stream().map(Arrival::call).toList();
    }
}
