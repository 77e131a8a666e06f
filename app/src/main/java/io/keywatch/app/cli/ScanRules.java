package io.keywatch.app.cli;

import io.keywatch.detect.scan.RuleSet;
import io.keywatch.detect.scan.imported.ImportedRules;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The rules of a scan from the command line. */
final class ScanRules {
    private ScanRules() {}

    /**
     * Files are read at once, the built-in rules when they are asked for.
     *
     * @return empty when a file does not load; every reason has been printed
     */
    static Optional<Supplier<RuleSet>> load(List<Path> files, boolean builtin, PrintWriter err) {
        if (files.isEmpty()) {
            return Optional.of(RuleSet::builtin);
        }
        ImportedRules.Load load = RuleSet.load(files, builtin);
        load.notes().forEach(note -> err.println("note: " + note));
        load.problems().forEach(problem -> err.println("error: " + problem));
        err.flush();
        if (!load.problems().isEmpty()) {
            return Optional.empty();
        }
        RuleSet all = builtin ? RuleSet.builtin().with(load.rules()) : RuleSet.only(load.rules());
        return Optional.of(() -> all);
    }
}
