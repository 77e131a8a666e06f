package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.match.Expr;
import io.keywatch.detect.sigma.match.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code selection and not 1 of filter_*}: or binds least, then and, then not. */
final class ConditionParser {
    private static final int MAX_DEPTH = 50;
    private static final Pattern TOKEN = Pattern.compile("[()|]|[^\\s()|]+");

    private final Map<String, Expr> selections;
    private final List<String> tokens;
    private final int line;
    private final Set<String> used = new HashSet<>();
    private int at;
    private int depth;

    private ConditionParser(String text, Map<String, Expr> selections, int line) {
        this.selections = selections;
        this.line = line;
        this.tokens = TOKEN.matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
    }

    /** @param used takes the names of the selections that the condition asks for */
    static Expr parse(String text, Map<String, Expr> selections, int line, Set<String> used) throws RuleFault {
        ConditionParser parser = new ConditionParser(text, selections, line);
        Expr expr = parser.or();
        if (parser.at < parser.tokens.size()) {
            throw parser.unexpected();
        }
        used.addAll(parser.used);
        return expr;
    }

    private Expr or() throws RuleFault {
        if (++depth > MAX_DEPTH) {
            throw new RuleFault(line, "condition: more than " + MAX_DEPTH + " brackets");
        }
        List<Expr> parts = new ArrayList<>(List.of(and()));
        while (accept("or")) {
            parts.add(and());
        }
        depth--;
        return Expr.any(parts);
    }

    private Expr and() throws RuleFault {
        List<Expr> parts = new ArrayList<>(List.of(not()));
        while (accept("and")) {
            parts.add(not());
        }
        return Expr.all(parts);
    }

    private Expr not() throws RuleFault {
        boolean negated = false;
        while (accept("not")) {
            negated = !negated;
        }
        Expr expr = operand();
        return negated ? Expr.not(expr) : expr;
    }

    private Expr operand() throws RuleFault {
        if (accept("(")) {
            Expr inner = or();
            if (!accept(")")) {
                throw new RuleFault(line, "condition: a bracket is not closed");
            }
            return inner;
        }
        if (at >= tokens.size() || tokens.get(at).equals(")") || tokens.get(at).equals("|")) {
            throw unexpected();
        }
        String word = tokens.get(at);
        boolean quantified = at + 1 < tokens.size() && tokens.get(at + 1).equalsIgnoreCase("of");
        if (quantified) {
            at += 2;
            return of(word.toLowerCase(Locale.ROOT));
        }
        at++;
        Expr selection = selections.get(word);
        if (selection == null) {
            String nearest = Nearest.of(word, selections.keySet());
            throw new RuleFault(
                    line,
                    "condition: there is no selection '" + word + "'"
                            + (nearest == null ? "" : ": did you mean '" + nearest + "'?"));
        }
        used.add(word);
        return selection;
    }

    private Expr of(String quantifier) throws RuleFault {
        if (!Set.of("1", "any", "all").contains(quantifier)) {
            throw new RuleFault(line, "condition: '" + quantifier + " of': only '1 of', 'any of' and 'all of'");
        }
        if (at >= tokens.size()) {
            throw unexpected();
        }
        String pattern = tokens.get(at++);
        List<Expr> parts = new ArrayList<>();
        for (Map.Entry<String, Expr> selection : selections.entrySet()) {
            if (named(selection.getKey(), pattern)) {
                used.add(selection.getKey());
                parts.add(selection.getValue());
            }
        }
        if (parts.isEmpty()) {
            throw new RuleFault(line, "condition: no selection is named '" + pattern + "'");
        }
        return quantifier.equals("all") ? Expr.all(parts) : Expr.any(parts);
    }

    private static boolean named(String name, String pattern) {
        if (pattern.equalsIgnoreCase("them")) {
            return !name.startsWith("_");
        }
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return name.matches(regex.toString());
    }

    private boolean accept(String word) {
        // a selection may have the name of an operator in other letters, not in these
        if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
            at++;
            return true;
        }
        return false;
    }

    private RuleFault unexpected() {
        if (at >= tokens.size()) {
            return new RuleFault(line, "condition: it ends too early");
        }
        if (tokens.get(at).equals("|")) {
            String what = at + 1 < tokens.size() ? tokens.get(at + 1) : "";
            return new RuleFault(
                    line,
                    "condition: the aggregation '| " + what
                            + "' is not part of Sigma 2: write a correlation (event_count, value_count, temporal)");
        }
        return new RuleFault(line, "condition: '" + tokens.get(at) + "' is not expected here");
    }
}
