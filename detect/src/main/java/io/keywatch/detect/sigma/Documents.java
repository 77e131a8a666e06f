package io.keywatch.detect.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The documents of one file, with the collections of older rules put together: global, reset and repeat. */
final class Documents {
    private Documents() {}

    static List<Yaml.Entries> of(String text) throws RuleFault {
        List<Yaml.Entries> documents = new ArrayList<>();
        Yaml.Entries shared = null;
        Yaml.Entries previous = null;
        for (Yaml document : YamlReader.read(text)) {
            if (document instanceof Yaml.Scalar empty && empty.kind() == Yaml.Kind.NULL) {
                continue;
            }
            if (!(document instanceof Yaml.Entries map)) {
                throw new RuleFault(document.line(), "a document must be a map");
            }
            String action = map.text("action");
            switch (action) {
                case null -> {
                    previous = merged(shared, map);
                    documents.add(previous);
                }
                case "global" -> shared = merged(shared, without(map));
                case "reset" -> shared = null;
                case "repeat" -> {
                    previous = merged(previous, without(map));
                    documents.add(previous);
                }
                default ->
                    throw new RuleFault(
                            HeaderReader.lineOf(map, "action"),
                            "action '" + action + "' is not known: one of global, reset, repeat");
            }
        }
        return documents;
    }

    private static Yaml.Entries without(Yaml.Entries map) {
        Map<String, Yaml> entries = new LinkedHashMap<>(map.entries());
        entries.remove("action");
        return new Yaml.Entries(entries, map.line());
    }

    private static Yaml.Entries merged(Yaml.@org.jspecify.annotations.Nullable Entries below, Yaml.Entries above) {
        if (below == null) {
            return above;
        }
        Map<String, Yaml> entries = new LinkedHashMap<>(below.entries());
        above.entries()
                .forEach((key, value) -> entries.merge(
                        key,
                        value,
                        (old, now) -> old instanceof Yaml.Entries oldMap && now instanceof Yaml.Entries nowMap
                                ? merged(oldMap, nowMap)
                                : now));
        return new Yaml.Entries(entries, above.line());
    }
}
