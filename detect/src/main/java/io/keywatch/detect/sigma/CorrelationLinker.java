package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.CorrelationReader.Draft;
import io.keywatch.detect.sigma.correlate.Correlation;
import io.keywatch.detect.sigma.correlate.CorrelationPlan;
import io.keywatch.detect.sigma.correlate.CorrelationPlan.Link;
import io.keywatch.detect.sigma.correlate.Feed;
import io.keywatch.detect.sigma.match.Expr;
import io.keywatch.detect.sigma.match.Field;
import io.keywatch.detect.sigma.match.FieldCheck;
import io.keywatch.detect.sigma.match.FieldTest;
import io.keywatch.detect.sigma.match.Fields;
import io.keywatch.detect.sigma.match.Wildcard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ties correlations to the rules and correlations they refer to. */
final class CorrelationLinker {
    private final List<SigmaRule> rules;
    private final List<Draft> drafts;
    private final SigmaSettings settings;
    private final List<Problem> problems;
    private final Map<String, RuleHeader> byReference = new HashMap<>();

    CorrelationLinker(List<SigmaRule> rules, List<Draft> drafts, SigmaSettings settings, List<Problem> problems) {
        this.rules = rules;
        this.drafts = new ArrayList<>(drafts);
        this.settings = settings;
        this.problems = problems;
    }

    SigmaRuleSet link(String hash) {
        index();
        removeUnsound();
        Set<String> used = new HashSet<>();
        Set<String> standing = new HashSet<>();
        Map<String, Correlation> byId = new LinkedHashMap<>();
        Map<String, List<Link>> parents = new HashMap<>();
        for (Draft draft : drafts) {
            byId.put(draft.correlation().id(), draft.correlation());
            for (int bit = 0; bit < draft.rules().size(); bit++) {
                RuleHeader child = header(draft.rules().get(bit));
                used.add(child.id());
                if (draft.generate()) {
                    standing.add(child.id());
                }
                parents.computeIfAbsent(child.findingRule(), any -> new ArrayList<>())
                        .add(new Link(draft.correlation(), bit));
            }
        }
        used.removeAll(standing);
        List<SigmaRule> linked = new ArrayList<>();
        Map<String, List<Feed>> feeds = new HashMap<>();
        for (SigmaRule rule : rules) {
            SigmaRule known = new SigmaRule(
                    rule.header(), rule.expr(), !used.contains(rule.header().id()));
            linked.add(known);
            List<Feed> into = feeds(known, known.header());
            if (!into.isEmpty()) {
                feeds.put(known.header().id(), into);
            }
        }
        Map<String, RuleHeader> headers = new LinkedHashMap<>();
        drafts.stream()
                .filter(draft -> !used.contains(draft.header().id()))
                .forEach(draft -> headers.put(draft.header().findingRule(), draft.header()));
        return new SigmaRuleSet(linked, headers, new CorrelationPlan(byId, parents), feeds, hash);
    }

    private void index() {
        rules.forEach(rule -> index(rule.header()));
        drafts.forEach(draft -> index(draft.header()));
    }

    private void index(RuleHeader header) {
        byReference.put(header.id(), header);
        if (header.name() != null) {
            byReference.put(header.name(), header);
        }
    }

    private RuleHeader header(String reference) {
        RuleHeader header = byReference.get(reference);
        if (header == null) {
            throw new IllegalStateException("unsound correlations are gone by now");
        }
        return header;
    }

    /** One that falls may take others with it. */
    private void removeUnsound() {
        boolean again = true;
        while (again) {
            again = false;
            for (Draft draft : List.copyOf(drafts)) {
                String fault = fault(draft);
                if (fault != null) {
                    problems.add(new Problem(draft.header().source(), draft.line(), true, fault));
                    drafts.remove(draft);
                    byReference.values().removeIf(header -> header.equals(draft.header()));
                    again = true;
                }
            }
        }
    }

    private @Nullable String fault(Draft draft) {
        Set<RuleHeader> children = new HashSet<>();
        for (String reference : draft.rules()) {
            RuleHeader child = byReference.get(reference);
            if (child == null) {
                return "correlation: there is no rule '" + reference + "' that loads";
            }
            if (!children.add(child)) {
                return "correlation: '" + reference + "' is a rule that it already names";
            }
        }
        if (reaches(draft, draft.header(), new HashSet<>())) {
            return "correlation: it refers to itself";
        }
        for (Map.Entry<String, Map<String, String>> alias : draft.aliases().entrySet()) {
            for (String rule : alias.getValue().keySet()) {
                if (!byReference.containsKey(rule)) {
                    return "aliases: '" + alias.getKey() + "' names the rule '" + rule + "', which is not there";
                }
            }
        }
        return kept(draft);
    }

    private boolean reaches(Draft from, RuleHeader wanted, Set<RuleHeader> seen) {
        for (String reference : from.rules()) {
            RuleHeader child = byReference.get(reference);
            if (wanted.equals(child)) {
                return true;
            }
            Draft inner = child == null || !seen.add(child) ? null : draftOf(child);
            if (inner != null && reaches(inner, wanted, seen)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Draft draftOf(RuleHeader header) {
        for (Draft draft : drafts) {
            if (draft.header().equals(header)) {
                return draft;
            }
        }
        return null;
    }

    /** Fields that group or are counted must be kept, or nothing ever comes together. */
    private @Nullable String kept(Draft draft) {
        for (SigmaRule rule : rules) {
            if (draft.rules().stream().noneMatch(rule.header()::isNamed)) {
                continue;
            }
            List<Field> asked =
                    new ArrayList<>(fields(draft, draft.correlation().groupBy(), rule, rule.header()));
            asked.addAll(fields(draft, draft.fields(), rule, rule.header()));
            for (Field field : asked) {
                Expr value = new Expr.Leaf(
                        new FieldTest.Values(field, List.of(Wildcard.of("value", false, false, false)), false));
                for (String warning : FieldCheck.warnings(Expr.all(List.of(rule.expr(), value)), settings.kept())) {
                    if (warning.startsWith("field " + field.name() + " ")) {
                        String message = "correlation: " + warning;
                        if (settings.strict()) {
                            return message;
                        }
                        Problem problem = new Problem(draft.header().source(), draft.line(), false, message);
                        if (!problems.contains(problem)) {
                            problems.add(problem);
                        }
                    }
                }
            }
        }
        return null;
    }

    /** @param child the rule or correlation that the correlation refers to; {@code rule} is where the events come from */
    private List<Feed> feeds(SigmaRule rule, RuleHeader child) {
        List<Feed> feeds = new ArrayList<>();
        for (Draft draft : drafts) {
            for (int bit = 0; bit < draft.rules().size(); bit++) {
                if (header(draft.rules().get(bit)).equals(child)) {
                    feeds.add(new Feed(
                            draft.correlation(),
                            bit,
                            fields(draft, draft.correlation().groupBy(), rule, child),
                            fields(draft, draft.fields(), rule, child),
                            feeds(rule, draft.header())));
                }
            }
        }
        return feeds;
    }

    private static List<Field> fields(Draft draft, List<String> names, SigmaRule rule, RuleHeader child) {
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            Map<String, String> alias = draft.aliases().getOrDefault(name, Map.of());
            String actual = name;
            for (Map.Entry<String, String> entry : alias.entrySet()) {
                if (child.isNamed(entry.getKey()) || rule.header().isNamed(entry.getKey())) {
                    actual = entry.getValue();
                }
            }
            fields.add(Fields.of(actual));
        }
        return fields;
    }
}
