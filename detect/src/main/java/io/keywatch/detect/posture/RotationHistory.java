package io.keywatch.detect.posture;

import io.keywatch.detect.call.Caller;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was done to the rotation of one secret, oldest first, the newest {@link #MAX_STEPS}. */
record RotationHistory(List<Step> steps) {
    static final RotationHistory EMPTY = new RotationHistory(List.of());
    static final int MAX_STEPS = 16;

    enum Kind {
        CANCELLED,
        RESTORED,
        DELETED
    }

    record Step(Kind kind, long at, String eventId, String action, Caller caller, long ingestedAt) {}

    RotationHistory with(Step step) {
        if (steps.stream().anyMatch(known -> known.eventId().equals(step.eventId()))) {
            return this;
        }
        List<Step> next = new ArrayList<>(steps);
        next.add(step);
        next.sort(Comparator.comparingLong(Step::at).thenComparing(Step::eventId));
        return new RotationHistory(
                next.size() <= MAX_STEPS ? next : new ArrayList<>(next.subList(next.size() - MAX_STEPS, next.size())));
    }

    @Nullable
    Step lastCancelled() {
        Step found = null;
        for (Step step : steps) {
            if (step.kind() == Kind.CANCELLED) {
                found = step;
            }
        }
        return found;
    }

    /** First step after {@code cancelled} that puts things right. */
    @Nullable
    Step rightedAfter(Step cancelled) {
        for (Step step : steps) {
            if (step.kind() != Kind.CANCELLED && step.at() >= cancelled.at()) {
                return step;
            }
        }
        return null;
    }

    static final Codec<RotationHistory> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(RotationHistory history) {
            BinaryOut out = new BinaryOut().version(VERSION).number(history.steps.size());
            for (Step step : history.steps) {
                out.text(step.kind().name())
                        .number(step.at())
                        .text(step.eventId())
                        .text(step.action())
                        .number(step.ingestedAt());
                step.caller().write(out);
            }
            return out.bytes();
        }

        @Override
        public RotationHistory decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            return new RotationHistory(in.list(() -> {
                Kind kind = in.constant(Kind.class);
                long at = in.number();
                String eventId = in.text();
                String action = in.text();
                long ingestedAt = in.number();
                return new Step(kind, at, eventId, action, Caller.read(in), ingestedAt);
            }));
        }
    };
}
