package io.keywatch.app.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page {@code docs/settings.md}, made from the very code that reads the settings. */
public final class SettingsReference {
    private SettingsReference() {}

    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Settings

                <!-- Made by `./keywatch config reference`; a test holds this file equal to its output. -->

                One YAML file, given as `--config FILE`. `keywatch config check FILE` lists every problem at once;
                `keywatch config show FILE` prints every option in force. Nothing is reloaded while the service
                runs but the rules of `access.userRules`.

                - `${env:NAME}` in any value stands for an environment variable, `${env:NAME:-text}` gives a default.
                - Secrets never stand in the file: `${env:NAME}`, or `file:PATH` for the content of a file.
                - Durations: `500ms`, `30s`, `1h30m`, `7d`, `PT5M`. Sizes: `64MiB`, `2GiB`, `10MB`.
                - Relative paths start at the folder of the settings file. `[]` stands for each entry of a list.
                """);
        Map<String, List<Option>> groups = new LinkedHashMap<>();
        for (Option option : SettingsFile.reference()) {
            int dot = option.path().indexOf('.');
            String top = dot < 0 ? "" : option.path().substring(0, dot).replace("[]", "");
            groups.computeIfAbsent(top, name -> new ArrayList<>()).add(option);
        }
        groups.forEach((name, options) -> {
            page.append("\n## ").append(name.isEmpty() ? "Top level" : name).append("\n\n");
            page.append("| Option | Default | Value | Meaning |\n|---|---|---|---|\n");
            for (Option option : options) {
                page.append("| `").append(option.path()).append("` | ");
                page.append(option.defaultText().isEmpty() ? "" : "`" + option.defaultText() + "`");
                page.append(" | ").append(cell(option.kind()));
                page.append(" | ").append(cell(option.doc())).append(" |\n");
            }
        });
        return page.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
