package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.Yaml.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the documents of a file. Only the tree: no tag makes an object, whatever the file says. */
final class YamlReader {
    /** Rules are some kilobytes; tests with raw events may be more. */
    static final int MAX_CHARS = 4 << 20;

    /** Aliases may name one node many times: this bounds what comes of it. */
    private static final int MAX_NODES = 200_000;

    private static final int MAX_DEPTH = 50;

    private int nodes;

    private YamlReader() {}

    static List<Yaml> read(String text) throws RuleFault {
        if (text.length() > MAX_CHARS) {
            throw new RuleFault(1, "longer than " + MAX_CHARS + " characters");
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        options.setNestingDepthLimit(MAX_DEPTH);
        List<Yaml> documents = new ArrayList<>();
        YamlReader reader = new YamlReader();
        try {
            for (Node node : new org.yaml.snakeyaml.Yaml(options).composeAll(new java.io.StringReader(text))) {
                documents.add(reader.value(node, 0));
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new RuleFault(mark == null ? 1 : mark.getLine() + 1, "not YAML: " + e.getProblem());
        } catch (YAMLException | IllegalArgumentException e) {
            // the second of a tag that names nothing, as in "a: !%9"
            throw new RuleFault(1, "not YAML: " + e.getMessage());
        }
        return documents;
    }

    private Yaml value(Node node, int depth) throws RuleFault {
        int line = node.getStartMark().getLine() + 1;
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw new RuleFault(line, "more than " + MAX_NODES + " values, or deeper than " + MAX_DEPTH);
        }
        return switch (node) {
            case ScalarNode scalar -> new Yaml.Scalar(scalar.getValue(), kind(scalar.getTag()), line);
            case SequenceNode sequence -> {
                List<Yaml> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(value(item, depth + 1));
                }
                yield new Yaml.Items(items, line);
            }
            case MappingNode mapping -> new Yaml.Entries(entries(mapping, depth), line);
            default -> throw new RuleFault(line, "a YAML construct that is no value, list or map");
        };
    }

    private Map<String, Yaml> entries(MappingNode mapping, int depth) throws RuleFault {
        Map<String, Yaml> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
                throw new RuleFault(line, "keys must be texts, and YAML merge keys are not supported");
            }
            if (entries.put(key.getValue(), value(tuple.getValueNode(), depth + 1)) != null) {
                throw new RuleFault(line, "'" + key.getValue() + "' is there twice");
            }
        }
        return entries;
    }

    private static Kind kind(Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return Kind.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Kind.BOOLEAN;
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Kind.NUMBER : Kind.TEXT;
    }
}
