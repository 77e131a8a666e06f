package io.keywatch.detect.sigma.correlate;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.sigma.correlate.CorrelationPlan.Link;
import io.keywatch.detect.sigma.correlate.Occurrence.Projection;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Expiring;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Keeps the windows of all correlations. Event time throughout: events may come late, in any order and twice. A
 * correlation whose condition only grows (gt, gte) is told at once and told again as it grows; one that may become
 * untrue (lt, lte, eq) is judged when its window is over and nothing late is expected any more.
 *
 * <p>Not thread-safe.
 */
public final class Windows {
    /** CloudTrail may be 45 minutes late and more: the house waits two hours. */
    public static final Duration GRACE = Duration.ofHours(2);

    /** All groups of all correlations together: what is over is forgotten, oldest first. Some 1 KB each. */
    static final int MAX_WINDOWS = 200_000;

    /** Work for one call of {@link #advance}: the rest waits for the next. */
    private static final int AT_ONCE = 1_000;

    private static final HexFormat HEX = HexFormat.of();

    private final Table<Window> windows;

    /** Windows by the time at which they are judged ({@code c}) or forgotten ({@code t}). */
    private final Expiring<Boolean> closings;

    private final Expiring<Boolean> expiries;

    private final Listener listener;
    private final int maxWindows;
    private int live = -1;

    /** Told of what holds, as often as it grows. */
    @FunctionalInterface
    public interface Listener {
        void held(Correlation correlation, String group, Held held);
    }

    /** The memory of all correlations, each table its own store. */
    public record Memory(TableSpec<Window> windows, TableSpec<Boolean> agenda) {
        public static Memory specs() {
            return new Memory(
                    new TableSpec<>("sigma-windows", Window.CODEC), new TableSpec<>("sigma-agenda", Codec.MARK));
        }

        public List<TableSpec<?>> all() {
            return List.of(windows, agenda);
        }
    }

    public Windows(Memory memory, Tables tables, Listener listener) {
        this(memory, tables, listener, MAX_WINDOWS);
    }

    Windows(Memory memory, Tables tables, Listener listener, int maxWindows) {
        this.windows = tables.open(memory.windows());
        Table<Boolean> agenda = tables.open(memory.agenda());
        this.closings = new Expiring<>(agenda, "c|");
        this.expiries = new Expiring<>(agenda, "t|");
        this.listener = listener;
        this.maxWindows = maxWindows;
    }

    /** Takes in a call that a rule of {@code feed}'s correlation matches. */
    public void accept(CorrelationPlan plan, Feed feed, ApiCall call) {
        String group = feed.groupOf(call);
        String value = feed.valueOf(call);
        boolean counts = feed.target().type() != Correlation.Type.VALUE_COUNT || value != null;
        if (group != null && counts) {
            insert(plan, feed.target(), group, Occurrence.of(call, 1 << feed.bit(), value, feed.projections(call)));
        }
    }

    private void insert(CorrelationPlan plan, Correlation correlation, String group, Occurrence occurrence) {
        String hash = hash(correlation.id(), group);
        Window stored = windows.get(hash);
        Window window = stored == null ? Window.of(correlation.id(), group) : stored.copy();
        if (!window.add(occurrence, late(correlation), retention(correlation))) {
            return;
        }
        save(correlation, window, hash, stored == null);
        if (!correlation.bound().growing()) {
            mark(correlation, window, hash);
            return;
        }
        // only windows around the new event can have changed
        long first = TimeKeys.dayOf(occurrence.time() - correlation.span());
        long last = TimeKeys.dayOf(occurrence.time());
        for (Held held : Held.in(correlation, window.occurrences())) {
            if (held.day() >= first && held.day() <= last) {
                tell(plan, correlation, group, held);
            }
        }
    }

    private void tell(CorrelationPlan plan, Correlation correlation, String group, Held held) {
        listener.held(correlation, group, held);
        List<Projection> projections = held.completion().onward();
        int at = 0;
        for (Link link : plan.parentsOf(correlation)) {
            int further = plan.projections(link.parent());
            if (at + 1 + further > projections.size()) {
                // taken in before the parent was there
                return;
            }
            Projection projection = projections.get(at);
            String into = projection.group();
            boolean counts = link.parent().type() != Correlation.Type.VALUE_COUNT || projection.value() != null;
            if (into != null && counts) {
                String id = findingId(correlation.id(), group, held.day());
                Occurrence inner = held.completion()
                        .as(
                                id,
                                1 << link.bit(),
                                projection.value(),
                                projections.subList(at + 1, at + 1 + further),
                                correlation.title());
                insert(plan, link.parent(), into, inner);
            }
            at += 1 + further;
        }
    }

    /** Judges what is over and forgets what is old. {@code now} is event time. Cheap when there is nothing to do. */
    public void advance(CorrelationPlan plan, long now) {
        for (Table.Entry<Boolean> due : closings.takeBefore("c|" + hex(now + 1), AT_ONCE)) {
            close(plan, due.key().substring(due.key().lastIndexOf('|') + 1), now);
        }
        for (Table.Entry<Boolean> old : expiries.takeBefore("t|" + hex(Math.floorDiv(now, TimeKeys.HOUR)), AT_ONCE)) {
            forget(old);
        }
    }

    private void close(CorrelationPlan plan, String hash, long now) {
        Window stored = windows.get(hash);
        if (stored == null) {
            return;
        }
        Window window = stored.copy();
        Correlation correlation = plan.find(window.correlation());
        if (correlation == null || correlation.bound().growing()) {
            return;
        }
        while (!window.isEmpty() && deadline(correlation, window) <= now) {
            List<Occurrence> closed = window.close(correlation.span());
            List<Held> held = Held.in(correlation, closed);
            // the stretch as a whole is judged, not its ends: those are shorter
            if (!held.isEmpty() && held.getFirst().members().size() == closed.size()) {
                tell(plan, correlation, window.group(), held.getFirst());
            }
        }
        // kept even when empty: it knows until when it was judged
        windows.put(hash, window);
        if (!window.isEmpty()) {
            mark(correlation, window, hash);
        }
    }

    private void mark(Correlation correlation, Window window, String hash) {
        closings.put("c|" + hex(deadline(correlation, window)) + "|" + hash, Boolean.TRUE);
    }

    private static long deadline(Correlation correlation, Window window) {
        return window.occurrences().getFirst().time() + correlation.span() + GRACE.toMillis();
    }

    private void save(Correlation correlation, Window window, String hash, boolean created) {
        long expiry = expiry(correlation, window);
        if (expiry != window.expiry()) {
            if (window.expiry() >= 0) {
                expiries.delete("t|" + hex(window.expiry()) + "|" + hash);
            }
            window.expiry(expiry);
            expiries.put("t|" + hex(expiry) + "|" + hash, Boolean.TRUE);
        }
        windows.put(hash, window);
        if (created) {
            if (live < 0) {
                live = expiries.range("t|", "u", maxWindows + 1).size();
            } else {
                live++;
            }
            if (live > maxWindows) {
                expiries.takeBefore("u", 1).forEach(this::forget);
            }
        }
    }

    private void forget(Table.Entry<Boolean> old) {
        windows.delete(old.key().substring(old.key().lastIndexOf('|') + 1));
        live = Math.max(-1, live - 1);
    }

    private static long late(Correlation correlation) {
        return correlation.span() + TimeKeys.DAY + GRACE.toMillis();
    }

    /** So much that the finding of a day can be told in full from its events whenever the last of them comes. */
    private static long retention(Correlation correlation) {
        return late(correlation) + correlation.span() + TimeKeys.DAY;
    }

    private static long expiry(Correlation correlation, Window window) {
        return Math.floorDiv(window.newest() + retention(correlation), TimeKeys.HOUR) + 1;
    }

    /** One finding per rule, group and UTC day. */
    public static String findingId(String rule, String group, long day) {
        return FindingIds.anomaly(rule, group, "", Instant.ofEpochMilli(day * TimeKeys.DAY));
    }

    private static String hash(String correlation, String group) {
        return FindingIds.anomaly(correlation, group, "window", Instant.EPOCH);
    }

    private static String hex(long value) {
        return HEX.toHexDigits(Math.max(0, value));
    }
}
