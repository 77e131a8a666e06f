package io.keywatch.detect.scan.imported;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.keywatch.detect.scan.imported.ImportedRules.Load;
import io.keywatch.detect.scan.imported.ImportedRules.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads files and what they extend, and puts them together. Used once. */
final class ConfigLoader {
    /** Large rule sets of today have 100 to 200 KiB. */
    static final int MAX_FILE_BYTES = 4 << 20;

    /** As deep as gitleaks goes, and no file that extends itself. */
    static final int MAX_EXTENDED = 2;

    private static final TomlMapper TOML = new TomlMapper();

    private final Set<String> builtin;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();
    private final List<Allowlist> allowlists = new ArrayList<>();
    private final Map<String, List<Allowlist>> ofRule = new HashMap<>();
    private final Set<String> disabled = new TreeSet<>();
    private final MessageDigest digest = sha256();

    ConfigLoader(Set<String> builtin) {
        this.builtin = Set.copyOf(builtin);
    }

    Load load(List<Path> files) {
        Map<String, ImportedRule> rules = new LinkedHashMap<>();
        for (Path file : files) {
            Map<String, RuleDraft> drafts = read(file, 0);
            for (RuleDraft draft : drafts.values()) {
                if (draft.addsToBuiltin(builtin)) {
                    draft.checkAddition(problems);
                    ofRule.computeIfAbsent(draft.id(), id -> new ArrayList<>()).addAll(draft.allowlists());
                    continue;
                }
                ImportedRule rule = draft.compile(problems, drafts.keySet(), builtin);
                if (rule != null && rules.put(draft.id(), rule) != null) {
                    problems.add(new Problem(file.toString(), "rule " + draft.id(), "id", "is also in another file"));
                }
            }
        }
        ImportedRules all = new ImportedRules(
                List.copyOf(rules.values()),
                allowlists,
                ofRule,
                disabled,
                files.isEmpty() ? "" : HexFormat.of().formatHex(digest.digest(), 0, 16));
        return new Load(all, problems, notes);
    }

    /** The rules of a file by their ids, those that it extends included. */
    private Map<String, RuleDraft> read(Path path, int depth) {
        String file = path.toString();
        JsonNode tree = tree(path);
        if (tree == null) {
            return new LinkedHashMap<>();
        }
        Table top = new Table(file, "", tree, problems);
        top.allowOnly("title", "description", "minVersion", "extend", "rules", "allowlist", "allowlists");
        top.text("title");
        top.text("description");
        top.text("minVersion");
        Table extend = top.table("extend");
        boolean useDefault = extend != null && extend.flag("useDefault");
        Map<String, RuleDraft> rules = extend == null ? new LinkedHashMap<>() : extended(path, extend, depth);
        Map<String, RuleDraft> own = new LinkedHashMap<>();
        AllowlistReader lists = new AllowlistReader(notes);
        for (Table table : top.tables("rules", "rule")) {
            RuleDraft draft = RuleDraft.read(table, lists, useDefault);
            if (draft != null && own.put(draft.id(), draft) != null) {
                table.named("rule " + draft.id()).problem("id", "two rules have it");
            }
        }
        own.forEach((id, draft) -> rules.merge(id, draft, (base, mine) -> mine.over(base)));
        global(top, lists, rules, useDefault);
        return rules;
    }

    private Map<String, RuleDraft> extended(Path path, Table extend, int depth) {
        extend.refuse("url", "nothing is fetched: keep the file here and name it in path");
        extend.allowOnly("useDefault", "path", "disabledRules");
        boolean useDefault = extend.flag("useDefault");
        if (useDefault && builtin.isEmpty()) {
            extend.problem("useDefault", "the built-in rules, which are the default here, are switched off");
        }
        Map<String, RuleDraft> rules = new LinkedHashMap<>();
        String other = extend.text("path");
        if (!other.isEmpty()) {
            if (useDefault) {
                extend.problem("path", "useDefault is given too; gitleaks takes one of them");
            } else if (depth >= MAX_EXTENDED) {
                extend.problem("path", "over the limit of " + MAX_EXTENDED + " files that extend one another");
            } else {
                Path base = path.toAbsolutePath().getParent();
                rules.putAll(read(base == null ? Path.of(other) : base.resolve(other), depth + 1));
            }
        }
        for (String id : extend.texts("disabledRules")) {
            if (useDefault && builtin.contains(id)) {
                disabled.add(id);
            } else if (rules.remove(id) == null) {
                extend.problem("disabledRules", "what is extended has no rule '" + id + "'");
            }
        }
        return rules;
    }

    /** Allowlists of the file hold for its rules, and with useDefault for the built-in ones too. */
    private void global(Table top, AllowlistReader lists, Map<String, RuleDraft> rules, boolean useDefault) {
        List<Table> tables = new ArrayList<>(top.tables("allowlists", "allowlist"));
        Table single = top.table("allowlist");
        if (single != null) {
            if (!tables.isEmpty()) {
                single.problem("", "allowlists are given too: take one of the two forms");
            }
            tables.add(single);
        }
        for (Table table : tables) {
            Allowlist list = lists.read(table, true);
            List<String> targets = table.texts("targetRules");
            for (String id : targets) {
                RuleDraft rule = rules.get(id);
                if (rule != null) {
                    rule.allow(list);
                } else if (useDefault && builtin.contains(id)) {
                    ofRule.computeIfAbsent(id, i -> new ArrayList<>()).add(list);
                } else {
                    table.problem("targetRules", "there is no rule '" + id + "'");
                }
            }
            if (targets.isEmpty()) {
                rules.values().forEach(rule -> rule.allow(list));
                if (useDefault) {
                    allowlists.add(list);
                }
            }
        }
    }

    private @Nullable JsonNode tree(Path path) {
        String file = path.toString();
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                problems.add(new Problem(file, "", "", "over the limit of " + MAX_FILE_BYTES + " bytes"));
                return null;
            }
            byte[] bytes = Files.readAllBytes(path);
            digest.update(bytes);
            return TOML.readTree(bytes);
        } catch (NoSuchFileException e) {
            problems.add(new Problem(file, "", "", "no such file"));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String line = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
            problems.add(new Problem(file, line, "", "no TOML: " + e.getOriginalMessage()));
        } catch (IOException e) {
            problems.add(
                    new Problem(file, "", "", "cannot be read: " + e.getClass().getSimpleName()));
        }
        return null;
    }

    private static MessageDigest sha256() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            // another reading of the same file is another set
            sha.update("1".getBytes(StandardCharsets.US_ASCII));
            return sha;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
