package io.keywatch.app.quality;

import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * CloudTrail's way of arriving: a lag of its own for each call (log-normal, median 5 min, at most 45), which also puts
 * neighbours out of order, and one call in a hundred twice. Takes calls in order of event time, gives them in order of
 * delivery; holds no more than 45 minutes of them. One thread.
 */
public final class Delivery implements Iterator<Delivered> {
    public static final Duration LONGEST_LAG = Duration.ofMinutes(45);
    private static final double MEDIAN_SECONDS = 300;
    /** 1 % of the calls then come after 40 min and more. */
    private static final double SIGMA = 0.9;

    private static final double TWICE = 0.01;

    private record Waiting(ApiCall call, Instant at, long order) {}

    private final Iterator<ApiCall> calls;
    private final SplittableRandom random;
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparing(Waiting::at).thenComparingLong(Waiting::order));
    private Instant reached = Instant.MIN;
    private long order;

    public Delivery(Iterator<ApiCall> calls, long seed) {
        this.calls = calls;
        this.random = new SplittableRandom(seed ^ 0x5851f42d4c957f2dL);
    }

    @Override
    public boolean hasNext() {
        return !waiting.isEmpty() || calls.hasNext();
    }

    @Override
    public Delivered next() {
        // Nothing that is still to come can be delivered before its own event time.
        while (calls.hasNext() && (waiting.isEmpty() || waiting.peek().at().isAfter(reached))) {
            ApiCall call = calls.next();
            reached = call.getEventTime();
            send(call);
            if (random.nextDouble() < TWICE) {
                send(ApiCall.newBuilder(call).build());
            }
        }
        Waiting first = waiting.poll();
        if (first == null) {
            throw new NoSuchElementException();
        }
        return new Delivered(first.call(), first.at());
    }

    private void send(ApiCall call) {
        double seconds = MEDIAN_SECONDS * Math.exp(SIGMA * random.nextGaussian());
        Duration lag = Duration.ofMillis((long) (seconds * 1_000));
        Instant at = call.getEventTime().plus(lag.compareTo(LONGEST_LAG) > 0 ? LONGEST_LAG : lag);
        call.setIngestedAt(at);
        waiting.add(new Waiting(call, at, order++));
    }
}
