package io.keywatch.detect.sigma.correlate;

import io.keywatch.detect.sigma.correlate.Occurrence.Projection;
import io.keywatch.detect.sigma.match.Field;
import io.keywatch.schemas.v1.ApiCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the matches of one detection rule enter a correlation: with aliases resolved for this rule.
 *
 * @param bit position among the rules of the correlation
 * @param group fields that tell groups apart
 * @param value fields whose values are counted; empty for other types
 * @param onward the correlations that build on this one
 */
public record Feed(Correlation target, int bit, List<Field> group, List<Field> value, List<Feed> onward) {
    private static final String SEPARATOR = "\u0002";

    public Feed {
        group = List.copyOf(group);
        value = List.copyOf(value);
        onward = List.copyOf(onward);
    }

    /** @return null where the event lacks a field that groups: it belongs to no group */
    @Nullable
    String groupOf(ApiCall call) {
        return joined(group, call);
    }

    @Nullable
    String valueOf(ApiCall call) {
        return value.isEmpty() ? null : joined(value, call);
    }

    List<Projection> projections(ApiCall call) {
        List<Projection> projections = new ArrayList<>();
        for (Feed feed : onward) {
            projections.add(new Projection(feed.groupOf(call), feed.valueOf(call)));
            projections.addAll(feed.projections(call));
        }
        return projections;
    }

    private static @Nullable String joined(List<Field> fields, ApiCall call) {
        List<String> parts = new ArrayList<>(fields.size());
        for (Field field : fields) {
            String part = field.text(call);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return String.join(SEPARATOR, parts);
    }

    /** The values of a group key, in the order of {@code groupBy}. */
    public static List<String> parts(String group) {
        return List.of(group.split(SEPARATOR, -1));
    }
}
