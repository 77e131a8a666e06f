package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.correlate.Bound;
import io.keywatch.detect.sigma.correlate.Correlation;
import io.keywatch.detect.sigma.match.Nearest;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code correlation} part of a document. What it refers to is looked up when all files are read. */
final class CorrelationReader {
    private static final Set<String> KEYS =
            Set.of("type", "rules", "aliases", "group-by", "timespan", "condition", "generate");
    private static final Set<String> CONDITIONS = Set.of("gt", "gte", "lt", "lte", "eq", "field");

    private CorrelationReader() {}

    /**
     * A correlation before its references are resolved.
     *
     * @param rules ids or names
     * @param aliases alias, then rule, then field
     * @param fields what {@code value_count} counts
     */
    record Draft(
            RuleHeader header,
            Correlation correlation,
            List<String> rules,
            Map<String, Map<String, String>> aliases,
            List<String> fields,
            boolean generate,
            int line) {}

    static Draft read(RuleHeader header, Yaml.Entries document) throws RuleFault {
        Yaml.Entries body = document.map("correlation");
        known(body, KEYS, "correlation");
        Correlation.Type type = type(body);
        List<String> rules = body.texts("rules");
        if (rules.isEmpty() || new HashSet<>(rules).size() != rules.size() || rules.size() > Correlation.MAX_RULES) {
            throw new RuleFault(
                    HeaderReader.lineOf(body, "rules"),
                    "'rules' must name 1 to " + Correlation.MAX_RULES + " rules, each once");
        }
        Duration timespan = timespan(body);
        Yaml condition = body.get("condition");
        Bound bound = bound(type, rules.size(), condition, body.line());
        List<String> fields = fields(type, condition, body.line());
        Yaml generate = body.get("generate") != null ? body.get("generate") : document.get("generate");
        return new Draft(
                header,
                new Correlation(
                        header.findingRule(),
                        header.title(),
                        type,
                        rules.size(),
                        body.texts("group-by"),
                        timespan,
                        bound),
                rules,
                aliases(body),
                fields,
                generate != null && Yaml.truth(generate, "generate"),
                body.line());
    }

    private static void known(Yaml.Entries map, Set<String> keys, String where) throws RuleFault {
        for (String key : map.keys()) {
            if (!keys.contains(key)) {
                String nearest = Nearest.of(key, keys);
                throw new RuleFault(
                        HeaderReader.lineOf(map, key),
                        where + ": '" + key + "' is not known"
                                + (nearest == null ? "" : ": did you mean '" + nearest + "'?"));
            }
        }
    }

    private static Correlation.Type type(Yaml.Entries body) throws RuleFault {
        String text = body.required("type");
        for (Correlation.Type type : Correlation.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(text)) {
                return type;
            }
        }
        throw new RuleFault(
                HeaderReader.lineOf(body, "type"),
                "correlation type '" + text
                        + "' is not supported: one of event_count, value_count, temporal, temporal_ordered");
    }

    private static Duration timespan(Yaml.Entries body) throws RuleFault {
        String text = body.required("timespan");
        int line = HeaderReader.lineOf(body, "timespan");
        if (!text.matches("[0-9]{1,9}[smhd]")) {
            throw new RuleFault(line, "timespan '" + text + "': a number and one of s, m, h, d");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        Duration span = switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        if (span.isZero() || span.compareTo(Correlation.MAX_TIMESPAN) > 0) {
            throw new RuleFault(line, "timespan '" + text + "': more than none and at most 30d");
        }
        return span;
    }

    private static Bound bound(Correlation.Type type, int rules, @Nullable Yaml condition, int line) throws RuleFault {
        boolean temporal = type == Correlation.Type.TEMPORAL || type == Correlation.Type.TEMPORAL_ORDERED;
        if (condition == null) {
            if (temporal) {
                return new Bound(rules, Bound.UNLIMITED);
            }
            throw new RuleFault(line, "correlation: 'condition' is missing");
        }
        if (!(condition instanceof Yaml.Entries map)) {
            throw new RuleFault(
                    condition.line(), "correlation: a condition that is an expression over rules is not supported");
        }
        known(map, CONDITIONS, "condition");
        int least = 0;
        int most = Bound.UNLIMITED;
        int bounds = 0;
        for (String key : map.keys()) {
            if (!key.equals("field")) {
                int number = number(map, key);
                bounds++;
                switch (key) {
                    case "gt" -> least = Math.max(least, number + 1);
                    case "gte" -> least = Math.max(least, number);
                    case "lt" -> most = Math.min(most, number - 1);
                    case "lte" -> most = Math.min(most, number);
                    default -> {
                        least = Math.max(least, number);
                        most = Math.min(most, number);
                    }
                }
            }
        }
        if (bounds == 0) {
            throw new RuleFault(map.line(), "condition: one of gt, gte, lt, lte, eq is missing");
        }
        if (type == Correlation.Type.TEMPORAL_ORDERED
                && (least != rules || (most != Bound.UNLIMITED && most != rules))) {
            throw new RuleFault(map.line(), "condition: temporal_ordered asks for all of its rules");
        }
        try {
            return new Bound(Math.max(1, least), type == Correlation.Type.TEMPORAL_ORDERED ? Bound.UNLIMITED : most);
        } catch (IllegalArgumentException e) {
            throw new RuleFault(map.line(), "condition: " + e.getMessage());
        }
    }

    private static int number(Yaml.Entries map, String key) throws RuleFault {
        String text = map.required(key);
        if (!text.matches("[0-9]{1,8}")) {
            throw new RuleFault(HeaderReader.lineOf(map, key), "condition: '" + key + "' must be a whole number");
        }
        return Integer.parseInt(text);
    }

    private static List<String> fields(Correlation.Type type, @Nullable Yaml condition, int line) throws RuleFault {
        List<String> fields = condition instanceof Yaml.Entries map ? map.texts("field") : List.of();
        if (type == Correlation.Type.VALUE_COUNT && fields.isEmpty()) {
            throw new RuleFault(line, "condition: value_count needs 'field'");
        }
        return fields;
    }

    private static Map<String, Map<String, String>> aliases(Yaml.Entries body) throws RuleFault {
        Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
        if (body.get("aliases") == null) {
            return aliases;
        }
        Yaml.Entries map = body.map("aliases");
        for (String alias : map.keys()) {
            Yaml.Entries rules = map.map(alias);
            Map<String, String> fields = new LinkedHashMap<>();
            for (String rule : rules.keys()) {
                fields.put(rule, rules.required(rule));
            }
            aliases.put(alias, fields);
        }
        return aliases;
    }
}
