package io.keywatch.detect.sigma.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one correlation remembers of one group: its events in order of time, each once. Only {@link Windows} changes it. */
public final class Window {
    static final Codec<Window> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(Window window) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .text(window.correlation)
                    .text(window.group)
                    .number(window.closedUntil)
                    .number(window.expiry);
            Occurrence.write(out, window.occurrences);
            return out.bytes();
        }

        @Override
        public Window decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            String correlation = in.text();
            String group = in.text();
            long closedUntil = in.number();
            long expiry = in.number();
            return new Window(correlation, group, Occurrence.read(in), closedUntil, expiry);
        }
    };

    private final String correlation;
    private final String group;
    private final List<Occurrence> occurrences;

    /** What came before has been judged; later news of it changes nothing. */
    private long closedUntil;

    /** Hour since 1970 under which it is listed to be forgotten; negative while it is not. */
    private long expiry;

    private Window(String correlation, String group, List<Occurrence> occurrences, long closedUntil, long expiry) {
        this.correlation = correlation;
        this.group = group;
        this.occurrences = occurrences;
        this.closedUntil = closedUntil;
        this.expiry = expiry;
    }

    /** A copy that may be changed: what a table holds may not. */
    Window copy() {
        return new Window(correlation, group, new ArrayList<>(occurrences), closedUntil, expiry);
    }

    static Window of(String correlation, String group) {
        return new Window(correlation, group, new ArrayList<>(), Long.MIN_VALUE, -1);
    }

    String correlation() {
        return correlation;
    }

    String group() {
        return group;
    }

    List<Occurrence> occurrences() {
        return occurrences;
    }

    long expiry() {
        return expiry;
    }

    void expiry(long hour) {
        expiry = hour;
    }

    boolean isEmpty() {
        return occurrences.isEmpty();
    }

    long newest() {
        return occurrences.getLast().time();
    }

    /**
     * @param late how much older than the newest an event may be
     * @param retention how much older than the newest one stays
     * @return false for what changes nothing: seen before, or too old
     */
    boolean add(Occurrence occurrence, long late, long retention) {
        if (occurrence.time() < closedUntil || (!isEmpty() && occurrence.time() < newest() - late)) {
            return false;
        }
        Occurrence known = find(occurrence.id());
        if (known != null) {
            boolean same = known.time() == occurrence.time();
            if (same && (known.bits() | occurrence.bits()) == known.bits()) {
                return false;
            }
            occurrences.remove(known);
            insert(same ? known.withBits(occurrence.bits()) : occurrence);
            return true;
        }
        insert(occurrence);
        long oldest = newest() - retention;
        occurrences.removeIf(old -> old.time() < oldest);
        if (occurrences.size() > Bound.MAX_COUNT) {
            occurrences.removeFirst();
        }
        return true;
    }

    private void insert(Occurrence occurrence) {
        int at = occurrences.size();
        while (at > 0 && Occurrence.BY_TIME.compare(occurrences.get(at - 1), occurrence) > 0) {
            at--;
        }
        occurrences.add(at, occurrence);
    }

    private @Nullable Occurrence find(String id) {
        for (Occurrence occurrence : occurrences) {
            if (occurrence.id().equals(id)) {
                return occurrence;
            }
        }
        return null;
    }

    /** Takes out the first stretch of {@code span}; nothing of it comes back. */
    List<Occurrence> close(long span) {
        long last = occurrences.getFirst().time() + span;
        List<Occurrence> closed = occurrences.stream()
                .filter(occurrence -> occurrence.time() <= last)
                .toList();
        occurrences.removeIf(occurrence -> occurrence.time() <= last);
        closedUntil = last + 1;
        return closed;
    }
}
