package io.keywatch.app.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of a settings file gathers besides the values: problems, and the options met.
 *
 * @param environment looks a variable up, null when it is not set
 * @param folder relative paths and {@code file:} references start here
 * @param describing lists are entered once with an empty element, so that every option is met
 */
record Reading(
        UnaryOperator<@Nullable String> environment,
        Path folder,
        boolean describing,
        List<Problem> problems,
        List<Option> options,
        List<Section> sections) {

    static Reading of(UnaryOperator<@Nullable String> environment, Path folder) {
        return new Reading(environment, folder, false, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    static Reading toDescribe() {
        return new Reading(name -> null, Path.of(""), true, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void problem(String path, String message) {
        if (!describing) {
            problems.add(new Problem(path, message));
        }
    }

    /** Call once all is read: what nobody asked for is unknown. */
    void refuseUnknownKeys() {
        sections.forEach(Section::refuseUnknownKeys);
    }
}
