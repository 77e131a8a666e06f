package io.keywatch.detect.scan;

import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.rule.RuleReader;
import io.keywatch.detect.scan.rule.RuleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Rules, compiled, with a hash that tells one set from another. Immutable: a change is a new set. */
public final class RuleSet {
    /** Raised when the built-in detectors, which are code and not data, find something else than before. */
    private static final String ENGINE_VERSION = "3";

    private static final List<String> BUILTIN =
            List.of("aws.json", "cloud.json", "development.json", "services.json", "formats.json");

    private final List<Rule> rules;
    private final String hash;

    private RuleSet(List<Rule> rules, String hash) {
        this.rules = List.copyOf(rules);
        this.hash = hash;
    }

    /** The rules that come with Keywatch. */
    public static RuleSet builtin() {
        return Builtin.RULES;
    }

    /** @throws IllegalArgumentException listing every rule that is wrong, and how */
    public static RuleSet of(List<RuleSpec> specs) {
        Set<String> ids = new HashSet<>();
        List<Rule> rules = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        MessageDigest digest = sha256();
        digest.update(ENGINE_VERSION.getBytes(StandardCharsets.UTF_8));
        for (RuleSpec spec : specs) {
            if (!ids.add(spec.id())) {
                problems.add("two rules have the id " + spec.id());
            }
            try {
                rules.add(Rule.compile(spec));
            } catch (IllegalArgumentException wrong) {
                problems.add(String.valueOf(wrong.getMessage()));
            }
            digest.update(spec.toString().getBytes(StandardCharsets.UTF_8));
        }
        for (RuleSpec spec : specs) {
            if (spec.requires() != null && !ids.contains(spec.requires())) {
                problems.add("rule " + spec.id() + " requires an unknown rule");
            }
            if (spec.id().equals(spec.requires()) || spec.withinLines() < 0) {
                problems.add("rule " + spec.id() + " requires itself, or another within less than no lines");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new RuleSet(rules, HexFormat.of().formatHex(digest.digest(), 0, 16));
    }

    /** Changes when any rule or the engine does. */
    public String hash() {
        return hash;
    }

    public List<RuleInfo> infos() {
        List<RuleInfo> infos = new ArrayList<>(rules.stream().map(Rule::info).toList());
        infos.addAll(BuiltinRules.ALL);
        return List.copyOf(infos);
    }

    public int size() {
        return rules.size() + BuiltinRules.ALL.size();
    }

    public List<Rule> compiled() {
        return rules;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Loaded on first use: a mistake in a built-in rule fails the start, not a scan. */
    private static final class Builtin {
        static final RuleSet RULES = load();

        private static RuleSet load() {
            List<RuleSpec> specs = new ArrayList<>();
            for (String file : BUILTIN) {
                try (InputStream json = RuleSet.class.getResourceAsStream("rules/" + file)) {
                    if (json == null) {
                        throw new IllegalStateException("rule file " + file + " is missing");
                    }
                    specs.addAll(RuleReader.read(file, json));
                } catch (IOException e) {
                    throw new IllegalStateException("rule file " + file + " cannot be read", e);
                }
            }
            return of(specs);
        }
    }

    @Override
    public String toString() {
        return "RuleSet[" + size() + " rules, " + hash + "]";
    }
}
