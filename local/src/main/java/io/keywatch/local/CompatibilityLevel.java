package io.keywatch.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** The compatibility levels of the Confluent registry, checked with Avro's own rules. */
enum CompatibilityLevel {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean allVersions;

    CompatibilityLevel(boolean newReadsOld, boolean oldReadsNew, boolean allVersions) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.allVersions = allVersions;
    }

    static Optional<CompatibilityLevel> named(String name) {
        for (var level : values()) {
            if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** Says, one sentence each, what forbids the candidate; {@code earlier} is oldest first. */
    List<String> objections(Schema candidate, List<Schema> earlier) {
        List<String> objections = new ArrayList<>();
        List<Schema> checked = allVersions || earlier.isEmpty() ? earlier : List.of(earlier.getLast());
        for (Schema old : checked.reversed()) {
            if (newReadsOld) {
                objections.addAll(unreadable(candidate, old, "the new schema cannot read data of the old"));
            }
            if (oldReadsNew) {
                objections.addAll(unreadable(old, candidate, "the old schema cannot read data of the new"));
            }
        }
        return objections;
    }

    private static List<String> unreadable(Schema reader, Schema writer, String direction) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
            return List.of();
        }
        return result.getIncompatibilities().stream()
                .map(found ->
                        direction + ": " + found.getType() + " at " + found.getLocation() + ": " + found.getMessage())
                .toList();
    }
}
