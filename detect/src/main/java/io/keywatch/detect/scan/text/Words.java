package io.keywatch.detect.scan.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Word lists as they read best: blocks of text. */
public final class Words {
    private Words() {}

    public static Set<String> setOf(String block) {
        return Set.copyOf(new LinkedHashSet<>(listOf(block)));
    }

    public static List<String> listOf(String block) {
        return List.of(block.strip().split("\\s+"));
    }
}
