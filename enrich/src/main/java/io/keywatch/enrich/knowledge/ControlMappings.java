package io.keywatch.enrich.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ATT&amp;CK v19 techniques (with the v18 id where it moved) and NIST SP 800-53 r5 controls by kind of finding, from
 * {@code controls.json}; the first entry that applies counts. Thread-safe.
 */
public final class ControlMappings {
    private final List<Mapping> mappings;

    /** @param nist control ids */
    public record Controls(List<Attack> attack, List<String> nist) {
        static final Controls NONE = new Controls(List.of(), List.of());
    }

    private record Mapping(Condition condition, Controls controls) {}

    private ControlMappings(List<Mapping> mappings) {
        this.mappings = mappings;
    }

    public static ControlMappings load() {
        JsonNode file = KnowledgeFile.read("controls.json");
        Map<String, Attack> techniques = new HashMap<>();
        file.path("techniques")
                .properties()
                .forEach(technique ->
                        techniques.put(technique.getKey(), attack(technique.getKey(), technique.getValue())));
        List<Mapping> mappings = new ArrayList<>();
        for (JsonNode entry : file.path("mappings")) {
            List<Attack> attack = new ArrayList<>();
            for (String id : KnowledgeFile.texts(entry.path("attack"))) {
                Attack known = techniques.get(id);
                if (known == null) {
                    throw new IllegalStateException("controls.json names " + id + ", but does not define it");
                }
                attack.add(known);
            }
            mappings.add(new Mapping(
                    KnowledgeFile.condition(entry),
                    new Controls(List.copyOf(attack), KnowledgeFile.texts(entry.path("nist")))));
        }
        return new ControlMappings(List.copyOf(mappings));
    }

    public Controls of(Finding finding) {
        for (Mapping mapping : mappings) {
            if (mapping.condition().holds(finding)) {
                return mapping.controls();
            }
        }
        return Controls.NONE;
    }

    private static Attack attack(String id, JsonNode technique) {
        return Attack.newBuilder()
                .setTechnique(id)
                .setName(technique.path("name").asText())
                .setTactic(technique.path("tactic").asText())
                .setAlias(technique.has("alias") ? technique.path("alias").asText() : null)
                .build();
    }
}
