package io.keywatch.detect.incident;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * On which days an actor gave which signals: what it does again and again, as infrastructure code, pipelines and security
 * tools do, is no part of an attack. Immutable.
 */
record Habits(List<Habit> habits) {
    static final Habits NONE = new Habits(List.of());

    /** An attack may well go on for a second day; on the third it has been told. */
    static final int USUAL_DAYS = 2;

    static final long LOOK_BACK_DAYS = 30;

    /** More kinds than there are rules, and a few networks. */
    static final int MAX_HABITS = 128;

    /** @param days ascending, the newest {@link #USUAL_DAYS} */
    record Habit(String kind, Severity severity, List<Long> days) {
        long last() {
            return days.getLast();
        }
    }

    Habits with(Signal signal) {
        long day = TimeKeys.dayOf(signal.getAt().toEpochMilli());
        List<Habit> next = new ArrayList<>(habits);
        TreeSet<Long> days = new TreeSet<>(List.of(day));
        next.removeIf(habit -> {
            boolean same = habit.kind().equals(signal.getKind()) && habit.severity() == signal.getSeverity();
            if (same) {
                days.addAll(habit.days());
            }
            return same;
        });
        while (days.size() > USUAL_DAYS) {
            days.pollFirst();
        }
        next.add(new Habit(signal.getKind(), signal.getSeverity(), List.copyOf(days)));
        if (next.size() > MAX_HABITS) {
            next.remove(next.stream()
                    .min(Comparator.comparingLong(Habit::last).thenComparing(Habit::kind))
                    .orElseThrow());
        }
        return new Habits(next);
    }

    /** Whether the actor gave such a signal, as grave or graver, on two of the days before. */
    boolean usual(Signal signal, List<Signal> recent) {
        long day = TimeKeys.dayOf(signal.getAt().toEpochMilli());
        Stream<Long> before = habits.stream()
                .filter(habit -> habit.kind().equals(signal.getKind())
                        && habit.severity().compareTo(signal.getSeverity()) >= 0)
                .flatMap(habit -> habit.days().stream());
        Stream<Long> lately = recent.stream()
                .filter(known -> known.getKind().equals(signal.getKind())
                        && known.getSeverity().compareTo(signal.getSeverity()) >= 0)
                .map(known -> TimeKeys.dayOf(known.getAt().toEpochMilli()));
        return Stream.concat(before, lately)
                        .filter(Objects::nonNull)
                        .filter(known -> known < day && known >= day - LOOK_BACK_DAYS)
                        .distinct()
                        .count()
                >= USUAL_DAYS;
    }

    void write(BinaryOut out) {
        out.number(habits.size());
        for (Habit habit : habits) {
            out.text(habit.kind())
                    .text(habit.severity().name())
                    .number(habit.days().size());
            habit.days().forEach(out::number);
        }
    }

    static Habits read(BinaryIn in) {
        return new Habits(in.list(() -> new Habit(in.text(), in.constant(Severity.class), in.list(in::number))));
    }
}
