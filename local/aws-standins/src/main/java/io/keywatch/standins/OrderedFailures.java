package io.keywatch.standins;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Failures that a test ordered: the next so many calls of an operation fail as told. */
final class OrderedFailures {
    private static final String ANY = "*";

    /** @param times how often still; negative until cleared */
    record Order(String service, String operation, Outcome.Refusal refusal, int times, long delayMillis) {}

    private final List<Order> orders = new ArrayList<>();

    synchronized void add(Order order) {
        orders.add(order);
    }

    synchronized void clear() {
        orders.clear();
    }

    synchronized Optional<Order> take(String service, String operation) {
        for (int i = 0; i < orders.size(); i++) {
            Order order = orders.get(i);
            if (order.service().equals(service)
                    && (order.operation().equals(operation) || order.operation().equals(ANY))) {
                if (order.times() == 1) {
                    orders.remove(i);
                } else if (order.times() > 1) {
                    orders.set(
                            i,
                            new Order(
                                    order.service(),
                                    order.operation(),
                                    order.refusal(),
                                    order.times() - 1,
                                    order.delayMillis()));
                }
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }
}
