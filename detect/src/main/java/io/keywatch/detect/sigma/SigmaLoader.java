package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.match.Expr;
import io.keywatch.detect.sigma.match.FieldCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads rules, correlations and filters from files into one rule set. One use. */
public final class SigmaLoader {
    private final SigmaSettings settings;
    private final List<Problem> problems = new ArrayList<>();
    private final List<RuleDraft> rules = new ArrayList<>();
    private final List<CorrelationReader.Draft> correlations = new ArrayList<>();
    private final List<FilterReader.Draft> filters = new ArrayList<>();

    /** The first bearer of every id and name. */
    private final Map<String, RuleHeader> taken = new HashMap<>();

    private record RuleDraft(RuleHeader header, Expr expr) {}

    private SigmaLoader(SigmaSettings settings) {
        this.settings = settings;
    }

    public static SigmaLoad load(List<Path> paths, SigmaSettings settings) {
        SigmaSource.Reading reading = SigmaSource.read(paths);
        SigmaLoader loader = new SigmaLoader(settings);
        loader.problems.addAll(reading.problems());
        return loader.loadAll(reading.sources());
    }

    public static SigmaLoad loadTexts(List<SigmaSource> sources, SigmaSettings settings) {
        return new SigmaLoader(settings).loadAll(sources);
    }

    private SigmaLoad loadAll(List<SigmaSource> sources) {
        sources.forEach(this::file);
        List<SigmaRule> compiled = new ArrayList<>();
        for (RuleDraft draft : rules) {
            compile(draft, compiled);
        }
        CorrelationLinker linker = new CorrelationLinker(compiled, correlations, settings, problems);
        SigmaRuleSet ruleSet = linker.link(hash(sources));
        problems.sort(Comparator.comparing(Problem::source).thenComparingInt(Problem::line));
        return new SigmaLoad(ruleSet, problems);
    }

    private void file(SigmaSource source) {
        List<Yaml.Entries> documents;
        try {
            documents = Documents.of(source.text());
        } catch (RuleFault e) {
            problem(source.name(), e.line(), true, e.text());
            return;
        }
        if (documents.isEmpty()) {
            problem(source.name(), 1, true, "there is no rule in it");
        }
        for (Yaml.Entries document : documents) {
            try {
                document(source.name(), document);
            } catch (RuleFault e) {
                problem(source.name(), e.line(), true, e.text());
            }
        }
    }

    private void document(String source, Yaml.Entries document) throws RuleFault {
        BiConsumer<Integer, String> warn = (line, message) -> problem(source, line, settings.strict(), message);
        int before = problems.size();
        RuleHeader header = new HeaderReader(settings, warn).read(document, source);
        if (header.status() == RuleStatus.UNSUPPORTED) {
            problem(source, header.line(), false, "left out: its status is unsupported");
            return;
        }
        claim(header);
        if (document.get("correlation") != null) {
            CorrelationReader.Draft draft = CorrelationReader.read(header, document);
            if (accepted(before)) {
                correlations.add(draft);
            }
        } else if (document.get("filter") != null) {
            FilterReader.Draft draft = FilterReader.read(header, document, warn);
            if (accepted(before)) {
                filters.add(draft);
            }
        } else {
            HeaderReader.requireCloudTrail(document);
            Expr expr = new DetectionReader(warn).read(document.map("detection"), Set.of());
            if (accepted(before)) {
                rules.add(new RuleDraft(header, expr));
            }
        }
    }

    private boolean accepted(int problemsBefore) {
        return problems.subList(problemsBefore, problems.size()).stream().noneMatch(Problem::grave);
    }

    private void claim(RuleHeader header) throws RuleFault {
        String name = header.name();
        RuleHeader other = taken.get(header.id());
        if (other == null && name != null) {
            other = taken.get(name);
        }
        if (other != null) {
            throw new RuleFault(
                    header.line(), "its id or name is that of the rule in " + other.source() + ":" + other.line());
        }
        taken.put(header.id(), header);
        if (name != null) {
            taken.put(name, header);
        }
    }

    private void compile(RuleDraft draft, List<SigmaRule> into) {
        RuleHeader header = draft.header();
        List<Expr> parts = new ArrayList<>(List.of(draft.expr()));
        for (FilterReader.Draft filter : filters) {
            if (filter.appliesTo(header)) {
                parts.add(filter.expr());
            }
        }
        List<String> warnings = FieldCheck.warnings(draft.expr(), settings.kept());
        warnings.forEach(warning -> problem(header.source(), header.line(), settings.strict(), warning));
        if (!settings.strict() || warnings.isEmpty()) {
            into.add(new SigmaRule(header, Expr.all(parts), true));
        }
    }

    private void problem(String source, int line, boolean grave, String message) {
        problems.add(new Problem(source, line, grave, message));
    }

    private static String hash(List<SigmaSource> sources) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            sources.stream().map(SigmaSource::text).sorted().forEach(text -> {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
