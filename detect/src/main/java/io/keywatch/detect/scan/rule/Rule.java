package io.keywatch.detect.scan.rule;

import io.keywatch.detect.scan.RuleInfo;
import io.keywatch.detect.scan.check.Checks;
import io.keywatch.detect.scan.check.OfflineCheck;
import io.keywatch.detect.scan.pattern.Anchor;
import io.keywatch.detect.scan.pattern.Ast;
import io.keywatch.detect.scan.pattern.BytePattern;
import io.keywatch.detect.scan.pattern.ByteSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A rule, compiled. Immutable. */
public final class Rule {
    /** A pattern wider than this would look at most of a small file: it has to state its width. */
    private static final int WIDTH_WITHOUT_STATEMENT = 1024;

    private final RuleSpec spec;
    private final RuleInfo info;
    private final BytePattern pattern;
    private final List<Anchor> anchors;
    private final int maxWidth;
    private final int prefix;
    private final ByteSet inside;
    private final @Nullable OfflineCheck check;

    private Rule(RuleSpec spec) {
        this.spec = spec;
        BytePattern bare = BytePattern.compile(spec.id(), spec.pattern());
        this.inside = last(bare.ast()).or(ByteSet.WORD);
        this.pattern = spec.openRight() ? bare : bare.notBefore(inside);
        this.maxWidth = width();
        this.anchors = spec.context().isEmpty()
                ? Anchor.of(pattern.ast(), spec.anchor().toLowerCase(Locale.ROOT))
                : spec.context().stream().map(w -> new Anchor(w, 0, 0)).toList();
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("rule " + spec.id() + " has no literal to look for and no context");
        }
        this.prefix = spec.prefix() >= 0 ? spec.prefix() : literalPrefix(pattern.ast());
        this.check = spec.check() == null ? null : Checks.named(spec.check());
        if (spec.check() != null && check == null) {
            throw new IllegalArgumentException("rule " + spec.id() + " names an unknown check");
        }
        this.info = new RuleInfo(
                spec.id(),
                spec.name(),
                spec.version(),
                spec.type(),
                spec.provider(),
                spec.severity(),
                spec.confidence(),
                spec.remediation(),
                spec.source());
    }

    /** @throws IllegalArgumentException naming the rule and what is wrong */
    public static Rule compile(RuleSpec spec) {
        return new Rule(spec);
    }

    private int width() {
        int widest = pattern.maxWidth();
        if (spec.maxWidth() > 0) {
            return Math.min(spec.maxWidth(), widest);
        }
        if (widest > WIDTH_WITHOUT_STATEMENT) {
            throw new IllegalArgumentException(
                    "rule " + spec.id() + " may be " + widest + " bytes wide: bound its repetitions or state maxWidth");
        }
        return widest;
    }

    public RuleSpec spec() {
        return spec;
    }

    public RuleInfo info() {
        return info;
    }

    public BytePattern pattern() {
        return pattern;
    }

    public List<Anchor> anchors() {
        return anchors;
    }

    public int maxWidth() {
        return maxWidth;
    }

    /** Whether a word before it, and not its own shape, makes it a secret. */
    public boolean needsContext() {
        return !spec.context().isEmpty();
    }

    public int prefix() {
        return prefix;
    }

    /** Bytes that would make a match longer if they followed it. */
    public ByteSet inside() {
        return inside;
    }

    public @Nullable OfflineCheck check() {
        return check;
    }

    private static int literalPrefix(Ast ast) {
        int length = 0;
        Ast at = ast;
        if (at instanceof Ast.Sequence(List<Ast> parts)) {
            for (Ast part : parts) {
                if (part instanceof Ast.One(ByteSet set) && set.size() <= 2) {
                    length++;
                } else if (part instanceof Ast.Value) {
                    return 0;
                } else {
                    break;
                }
            }
        }
        return length;
    }

    /** The set of the last byte of a match, where there is one such set. */
    private static ByteSet last(Ast ast) {
        return switch (ast) {
            case Ast.One(ByteSet set) -> set;
            case Ast.Sequence(List<Ast> parts) -> lastOf(parts);
            case Ast.Repeat r -> last(r.part());
            case Ast.Value(Ast part) -> last(part);
            case Ast.Choice(List<Ast> options) ->
                options.stream().map(Rule::last).reduce(ByteSet.WORD, ByteSet::or);
            case Ast.Ahead a -> ByteSet.WORD;
            case Ast.Behind b -> ByteSet.WORD;
            case Ast.Edge e -> ByteSet.WORD;
            case Ast.LineEdge e -> ByteSet.WORD;
        };
    }

    /** With padding or a look-ahead at the end, also what repeats before it. */
    private static ByteSet lastOf(List<Ast> parts) {
        ByteSet set = ByteSet.WORD;
        for (int i = parts.size() - 1; i >= 0; i--) {
            set = i == parts.size() - 1 ? last(parts.get(i)) : set.or(last(parts.get(i)));
            boolean mayBeEmpty = parts.get(i).minWidth() == 0;
            if (!mayBeEmpty || i == 0 || !(parts.get(i - 1) instanceof Ast.Repeat)) {
                break;
            }
        }
        return set;
    }

    @Override
    public String toString() {
        return "Rule[" + spec.id() + "]";
    }
}
