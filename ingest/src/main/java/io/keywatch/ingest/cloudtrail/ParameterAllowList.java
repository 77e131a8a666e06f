package io.keywatch.ingest.cloudtrail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters of which event may leave the reader. Everything else is dropped, because AWS itself leaves plaintext
 * in some of them. The format of the list is told by {@link AllowListText}.
 *
 * <p>Immutable and thread-safe.
 */
public final class ParameterAllowList {
    private static final String RESOURCE = "parameters.allow";
    private static final String COMMERCIAL_SUFFIX = ".amazonaws.com";
    private static final int DATE_DIGITS = 8;

    /** By event source, with and without the suffix, then by event name without the version of the API. */
    private final Map<String, Map<String, Event>> bySource;

    /** The four allow-lists of one event. */
    record Event(
            AllowedParameters request,
            AllowedParameters response,
            AllowedParameters additional,
            AllowedParameters service) {
        static final Event NOTHING = new Event(
                AllowedParameters.NOTHING,
                AllowedParameters.NOTHING,
                AllowedParameters.NOTHING,
                AllowedParameters.NOTHING);
    }

    ParameterAllowList(Map<String, Map<String, Event>> byService) {
        bySource = new HashMap<>();
        byService.forEach((service, events) -> {
            Map<String, Event> fixed = Map.copyOf(events);
            bySource.put(service, fixed);
            bySource.put(service + COMMERCIAL_SUFFIX, fixed);
        });
    }

    /** The list that comes with Keywatch. */
    public static ParameterAllowList bundled() {
        try (InputStream in = Objects.requireNonNull(
                ParameterAllowList.class.getResourceAsStream(RESOURCE), "the bundled allow-list is in the jar")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much of a field calls carry. The best comes first. */
    public enum Keeps {
        /** Its value, of a policy document its excerpt, of an object the values inside. */
        VALUE,
        /** Only that it was there. */
        PRESENCE,
        NOTHING
    }

    /**
     * What is left of a field once an event has been read. Lists are transparent and letter case does not count, as for
     * rules over calls. The name of anything at the top of a part stays, listed or not.
     *
     * @param eventSource null for any: the best that one has
     * @param eventName null for any: the best that one has
     * @param field with its part, e.g. {@code requestParameters.filters.key}
     */
    public Keeps keeps(@Nullable String eventSource, @Nullable String eventName, String field) {
        ParameterPart part = ParameterPart.ofField(field);
        if (part == null) {
            return Keeps.NOTHING;
        }
        String path = field.substring(part.field().length());
        if (path.isEmpty()) {
            return Keeps.VALUE;
        }
        List<String> names =
                List.of(path.substring(1).replaceAll("\\[[0-9]*]", "").split("\\."));
        Keeps best = names.size() == 1 ? Keeps.PRESENCE : Keeps.NOTHING;
        for (Event event : events(eventSource, eventName)) {
            Keeps here = part.of(event).keeps(names);
            best = here.compareTo(best) < 0 ? here : best;
        }
        return best;
    }

    private List<Event> events(@Nullable String eventSource, @Nullable String eventName) {
        if (eventSource != null && eventName != null) {
            return List.of(of(eventSource, eventName));
        }
        List<Event> found = new ArrayList<>();
        for (Map<String, Event> events : eventSource == null ? bySource.values() : List.of(ofSource(eventSource))) {
            if (eventName == null) {
                found.addAll(events.values());
            } else {
                found.add(ofName(events, eventName));
            }
        }
        return found;
    }

    /** @throws IllegalArgumentException naming every bad line */
    public static ParameterAllowList parse(String text) {
        return AllowListText.parse(text);
    }

    Event of(String eventSource, String eventName) {
        return ofName(ofSource(eventSource), eventName);
    }

    private Map<String, Event> ofSource(String eventSource) {
        Map<String, Event> events = bySource.get(eventSource);
        if (events == null && !eventSource.endsWith(COMMERCIAL_SUFFIX)) {
            // other partitions write other suffixes
            int dot = eventSource.indexOf('.');
            events = dot < 0 ? null : bySource.get(eventSource.substring(0, dot));
        }
        return events == null ? Map.of() : events;
    }

    private static Event ofName(Map<String, Event> events, String eventName) {
        Event event = events.get(eventName);
        return event != null ? event : events.getOrDefault(withoutVersion(eventName), Event.NOTHING);
    }

    /** {@code GetFunction20150331v2} is {@code GetFunction}: some services append the date of their API. */
    public static String withoutVersion(String eventName) {
        int end = eventName.length();
        int digits = digitsBefore(eventName, end);
        if (digits == DATE_DIGITS && end > DATE_DIGITS) {
            return eventName.substring(0, end - DATE_DIGITS);
        }
        int v = end - digits - 1;
        boolean revision = digits > 0 && digits < 3 && v > DATE_DIGITS && eventName.charAt(v) == 'v';
        return revision && digitsBefore(eventName, v) == DATE_DIGITS
                ? eventName.substring(0, v - DATE_DIGITS)
                : eventName;
    }

    private static int digitsBefore(String text, int end) {
        int from = end;
        while (from > 0 && text.charAt(from - 1) >= '0' && text.charAt(from - 1) <= '9') {
            from--;
        }
        return end - from;
    }
}
