package io.keywatch.detect.posture;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one secret is to be rotated and how that went, oldest first: about 80 bytes a step, at most
 * {@link #MAX_STEPS} of them.
 *
 * @param account of the trail that told
 */
record RotationPlan(String account, String region, List<Step> steps) {
    static final RotationPlan EMPTY = new RotationPlan("", "", List.of());

    /** A rotation every four hours, the shortest there is, fills them in five days. */
    static final int MAX_STEPS = 32;

    enum Kind {
        PLANNED,
        ENDED,
        SUCCEEDED,
        FAILED
    }

    /** @param every milliseconds between rotations for what was planned, 0 where it is not told */
    record Step(Kind kind, long at, String eventId, String action, long every, long ingestedAt) {}

    RotationPlan with(String ofAccount, String ofRegion, Step step) {
        if (steps.stream().anyMatch(known -> known.eventId().equals(step.eventId()))) {
            return this;
        }
        List<Step> next = new ArrayList<>(steps);
        next.add(step);
        next.sort(Comparator.comparingLong(Step::at).thenComparing(Step::eventId));
        if (next.size() > MAX_STEPS) {
            // the plan outlives many rotations
            Step plan = newest(Kind.PLANNED, next);
            next.remove(next.getFirst().equals(plan) ? 1 : 0);
        }
        return new RotationPlan(ofAccount, ofRegion, next);
    }

    @Nullable
    Step newest(Kind kind) {
        return newest(kind, steps);
    }

    /** Failures since the newest success or change of plan. */
    List<Step> failures() {
        List<Step> failures = new ArrayList<>();
        for (Step step : steps) {
            if (step.kind() == Kind.FAILED) {
                failures.add(step);
            } else {
                failures.clear();
            }
        }
        return failures;
    }

    private static @Nullable Step newest(Kind kind, List<Step> steps) {
        Step found = null;
        for (Step step : steps) {
            found = step.kind() == kind ? step : found;
        }
        return found;
    }

    static final Codec<RotationPlan> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(RotationPlan plan) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .text(plan.account)
                    .text(plan.region)
                    .number(plan.steps.size());
            for (Step step : plan.steps) {
                out.text(step.kind().name())
                        .number(step.at())
                        .text(step.eventId())
                        .text(step.action())
                        .number(step.every())
                        .number(step.ingestedAt());
            }
            return out.bytes();
        }

        @Override
        public RotationPlan decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            String account = in.text();
            String region = in.text();
            List<Step> steps = in.list(() ->
                    new Step(in.constant(Kind.class), in.number(), in.text(), in.text(), in.number(), in.number()));
            return new RotationPlan(account, region, steps);
        }
    };
}
