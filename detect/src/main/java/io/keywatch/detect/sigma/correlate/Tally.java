package io.keywatch.detect.sigma.correlate;

import java.util.HashMap;
import java.util.Map;

/** Counts what one window holds while it slides over the events. */
abstract sealed class Tally {
    abstract void add(Occurrence occurrence);

    abstract void remove(Occurrence occurrence);

    abstract int count();

    static Tally of(Correlation.Type type) {
        return switch (type) {
            case EVENT_COUNT -> new Events();
            case VALUE_COUNT -> new Values();
            case TEMPORAL, TEMPORAL_ORDERED -> new Rules();
        };
    }

    private static final class Events extends Tally {
        private int events;

        @Override
        void add(Occurrence occurrence) {
            events++;
        }

        @Override
        void remove(Occurrence occurrence) {
            events--;
        }

        @Override
        int count() {
            return events;
        }
    }

    private static final class Values extends Tally {
        private final Map<String, Integer> values = new HashMap<>();

        @Override
        void add(Occurrence occurrence) {
            values.merge(String.valueOf(occurrence.value()), 1, Integer::sum);
        }

        @Override
        void remove(Occurrence occurrence) {
            values.computeIfPresent(
                    String.valueOf(occurrence.value()), (value, count) -> count == 1 ? null : count - 1);
        }

        @Override
        int count() {
            return values.size();
        }
    }

    private static final class Rules extends Tally {
        private final int[] rules = new int[Correlation.MAX_RULES];

        @Override
        void add(Occurrence occurrence) {
            change(occurrence.bits(), 1);
        }

        @Override
        void remove(Occurrence occurrence) {
            change(occurrence.bits(), -1);
        }

        private void change(int bits, int by) {
            for (int rest = bits; rest != 0; rest &= rest - 1) {
                rules[Integer.numberOfTrailingZeros(rest)] += by;
            }
        }

        @Override
        int count() {
            int different = 0;
            for (int rule : rules) {
                different += rule > 0 ? 1 : 0;
            }
            return different;
        }
    }
}
