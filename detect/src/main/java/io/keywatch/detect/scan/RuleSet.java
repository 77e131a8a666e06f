package io.keywatch.detect.scan;

import io.keywatch.detect.scan.imported.ImportedRules;
import io.keywatch.detect.scan.judge.Classifier;
import io.keywatch.detect.scan.rule.Rule;
import io.keywatch.detect.scan.rule.RuleReader;
import io.keywatch.detect.scan.rule.RuleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules, compiled, with a hash that tells one set from another. Immutable: a change is a new set. */
public final class RuleSet {
    /** Raised when the built-in detectors, which are code and not data, find something else than before. */
    private static final String ENGINE_VERSION = "5";

    private static final List<String> BUILTIN =
            List.of("aws.json", "cloud.json", "development.json", "services.json", "formats.json", "commands.json");

    private static final String CLASSIFIER = "judge/classifier.bin";

    private final List<Rule> rules;
    private final Classifier classifier;
    private final boolean builtin;
    private final ImportedRules imported;
    /** Made when first asked for: a scan of files never asks. */
    private volatile @Nullable String hash;

    private RuleSet(List<Rule> rules, Classifier classifier, boolean builtin, ImportedRules imported) {
        this.rules = List.copyOf(rules);
        this.classifier = classifier;
        this.builtin = builtin;
        this.imported = imported;
    }

    private static RuleSet own(List<Rule> rules, Classifier classifier) {
        return new RuleSet(rules, classifier, true, ImportedRules.NONE);
    }

    /** The same rules with another classifier of generic candidates, for training. */
    public RuleSet judgedBy(Classifier other) {
        return own(rules, other).with(imported);
    }

    Classifier classifier() {
        return classifier;
    }

    /** The rules that come with Keywatch. */
    public static RuleSet builtin() {
        return Builtin.RULES;
    }

    /** The rules that come with Keywatch without their classifier, to train one: every open candidate is a finding. */
    public static RuleSet untrained() {
        return own(compile(specs()), Classifier.undecided());
    }

    /** @throws IllegalArgumentException listing every rule that is wrong, and how */
    public static RuleSet of(List<RuleSpec> specs) {
        return own(compile(specs), Trained.CLASSIFIER);
    }

    private static List<Rule> compile(List<RuleSpec> specs) {
        Set<String> ids = new HashSet<>();
        List<Rule> rules = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (RuleSpec spec : specs) {
            if (!ids.add(spec.id())) {
                problems.add("two rules have the id " + spec.id());
            }
            try {
                rules.add(Rule.compile(spec));
            } catch (IllegalArgumentException wrong) {
                problems.add(String.valueOf(wrong.getMessage()));
            }
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
        return rules;
    }

    /** Reads users' files, to be used {@link #with} the built-in rules or as the {@link #only} ones. */
    public static ImportedRules.Load load(List<Path> files, boolean besideBuiltin) {
        Set<String> known = besideBuiltin
                ? builtin().infos().stream().map(RuleInfo::id).collect(Collectors.toUnmodifiableSet())
                : Set.of();
        return ImportedRules.load(files, known);
    }

    /** These rules and those of users' files. */
    public RuleSet with(ImportedRules files) {
        return new RuleSet(rules, classifier, builtin, files);
    }

    /** Those of users' files alone: no rule and no detector of Keywatch's own. */
    public static RuleSet only(ImportedRules files) {
        return new RuleSet(List.of(), Classifier.undecided(), false, files);
    }

    private String ownHash() {
        if (!builtin) {
            return ENGINE_VERSION;
        }
        MessageDigest digest = sha256();
        digest.update(ENGINE_VERSION.getBytes(StandardCharsets.UTF_8));
        for (Rule rule : rules) {
            digest.update(rule.spec().toString().getBytes(StandardCharsets.UTF_8));
        }
        digest.update(classifier.toBytes());
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static String hash(String own, ImportedRules files) {
        if (files.isEmpty()) {
            return own;
        }
        byte[] both = sha256().digest((own + "+" + files.hash()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(both, 0, 16);
    }

    /** Changes when any rule, the classifier or the engine does. */
    public String hash() {
        String made = hash;
        if (made == null) {
            made = hash(ownHash(), imported);
            hash = made;
        }
        return made;
    }

    public List<RuleInfo> infos() {
        List<RuleInfo> infos = new ArrayList<>(rules.stream().map(Rule::info).toList());
        if (builtin) {
            infos.addAll(BuiltinRules.ALL);
        }
        imported.rules().forEach(rule -> infos.add(rule.info()));
        return List.copyOf(infos);
    }

    public int size() {
        return infos().size();
    }

    /** Whether the detectors that are code and not data are part of it. */
    boolean isBuiltin() {
        return builtin;
    }

    ImportedRules imported() {
        return imported;
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

    private static final class Trained {
        static final Classifier CLASSIFIER = load();

        private static Classifier load() {
            try (InputStream bytes = RuleSet.class.getResourceAsStream(RuleSet.CLASSIFIER)) {
                if (bytes == null) {
                    throw new IllegalStateException("the classifier is missing");
                }
                return Classifier.read(bytes);
            } catch (IOException e) {
                throw new IllegalStateException("the classifier cannot be read", e);
            }
        }
    }

    /** Loaded on first use: a mistake in a built-in rule fails the start, not a scan. */
    private static final class Builtin {
        static final RuleSet RULES = of(specs());
    }

    private static List<RuleSpec> specs() {
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
        return specs;
    }

    @Override
    public String toString() {
        return "RuleSet[" + size() + " rules, " + hash() + "]";
    }
}
