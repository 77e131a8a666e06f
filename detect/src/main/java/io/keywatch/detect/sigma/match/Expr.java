package io.keywatch.detect.sigma.match;

import io.keywatch.schemas.v1.ApiCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The logic of a rule. Immutable and thread-safe. */
public sealed interface Expr {
    Expr TRUE = new Constant(true);
    Expr FALSE = new Constant(false);

    boolean matches(ApiCall call);

    /**
     * What is left to ask once the service and the name of an event are known: {@link #FALSE} says that no such event
     * can match. This is the whole index of a rule set.
     */
    Expr given(String eventSource, String eventName);

    /** Every test in it, for checks at load time. */
    void visit(Consumer<FieldTest> visitor);

    static Expr all(List<Expr> parts) {
        List<Expr> open = new ArrayList<>(parts.size());
        for (Expr part : parts) {
            if (part.equals(FALSE)) {
                return FALSE;
            }
            if (!part.equals(TRUE)) {
                open.add(part);
            }
        }
        return open.isEmpty() ? TRUE : open.size() == 1 ? open.getFirst() : new All(List.copyOf(open));
    }

    static Expr any(List<Expr> parts) {
        List<Expr> open = new ArrayList<>(parts.size());
        for (Expr part : parts) {
            if (part.equals(TRUE)) {
                return TRUE;
            }
            if (!part.equals(FALSE)) {
                open.add(part);
            }
        }
        return open.isEmpty() ? FALSE : open.size() == 1 ? open.getFirst() : new Any(List.copyOf(open));
    }

    static Expr not(Expr part) {
        return part.equals(TRUE)
                ? FALSE
                : part.equals(FALSE) ? TRUE : part instanceof Not not ? not.part() : new Not(part);
    }

    record Constant(boolean value) implements Expr {
        @Override
        public boolean matches(ApiCall call) {
            return value;
        }

        @Override
        public Expr given(String eventSource, String eventName) {
            return this;
        }

        @Override
        public void visit(Consumer<FieldTest> visitor) {}
    }

    record All(List<Expr> parts) implements Expr {
        @Override
        public boolean matches(ApiCall call) {
            for (Expr part : parts) {
                if (!part.matches(call)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Expr given(String eventSource, String eventName) {
            return all(parts.stream()
                    .map(part -> part.given(eventSource, eventName))
                    .toList());
        }

        @Override
        public void visit(Consumer<FieldTest> visitor) {
            parts.forEach(part -> part.visit(visitor));
        }
    }

    record Any(List<Expr> parts) implements Expr {
        @Override
        public boolean matches(ApiCall call) {
            for (Expr part : parts) {
                if (part.matches(call)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Expr given(String eventSource, String eventName) {
            return any(parts.stream()
                    .map(part -> part.given(eventSource, eventName))
                    .toList());
        }

        @Override
        public void visit(Consumer<FieldTest> visitor) {
            parts.forEach(part -> part.visit(visitor));
        }
    }

    record Not(Expr part) implements Expr {
        @Override
        public boolean matches(ApiCall call) {
            return !part.matches(call);
        }

        @Override
        public Expr given(String eventSource, String eventName) {
            return not(part.given(eventSource, eventName));
        }

        @Override
        public void visit(Consumer<FieldTest> visitor) {
            part.visit(visitor);
        }
    }

    record Leaf(FieldTest test) implements Expr {
        @Override
        public boolean matches(ApiCall call) {
            return test.matches(call);
        }

        @Override
        public Expr given(String eventSource, String eventName) {
            Boolean known = test.given(eventSource, eventName);
            return known == null ? this : known ? TRUE : FALSE;
        }

        @Override
        public void visit(Consumer<FieldTest> visitor) {
            visitor.accept(test);
        }
    }
}
