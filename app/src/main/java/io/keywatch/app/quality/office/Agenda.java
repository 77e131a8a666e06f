package io.keywatch.app.quality.office;

import io.keywatch.schemas.v1.ApiCall;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is going to happen, in order of time: tasks that make calls, and calls already made. */
final class Agenda {
    /** Something somebody does at a moment. */
    interface Task {
        void run(Instant at);
    }

    private record Planned(Instant at, long order, Task task) {}

    private record Said(ApiCall call, long order) {}

    private final PriorityQueue<Planned> tasks =
            new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparingLong(Planned::order));
    private final PriorityQueue<Said> calls = new PriorityQueue<>(
            Comparator.comparing((Said said) -> said.call().getEventTime()).thenComparingLong(Said::order));
    private long order;

    void at(Instant at, Task task) {
        tasks.add(new Planned(at, order++, task));
    }

    void say(ApiCall call) {
        calls.add(new Said(call, order++));
    }

    void say(List<ApiCall> several) {
        several.forEach(this::say);
    }

    /** The next call before {@code limit}; null when nothing is left before it. */
    @Nullable
    ApiCall next(Instant limit) {
        while (true) {
            Planned task = tasks.peek();
            Said said = calls.peek();
            boolean taskDue = task != null && task.at().isBefore(limit);
            boolean callDue = said != null && said.call().getEventTime().isBefore(limit);
            if (callDue && !(taskDue && task.at().isBefore(said.call().getEventTime()))) {
                calls.poll();
                return said.call();
            }
            if (!taskDue) {
                return null;
            }
            tasks.poll();
            task.task().run(task.at());
        }
    }
}
