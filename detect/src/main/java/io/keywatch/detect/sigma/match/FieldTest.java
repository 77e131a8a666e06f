package io.keywatch.detect.sigma.match;

import io.keywatch.schemas.v1.ApiCall;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One question about one field. Immutable and thread-safe. */
public sealed interface FieldTest {
    boolean matches(ApiCall call);

    /** The answer, where service and name of the event are enough to give it. */
    default @Nullable Boolean given(String eventSource, String eventName) {
        return null;
    }

    /** The fields that are asked, none for keywords. */
    List<Field> fields();

    /** Whether it is enough to know that a value is there. */
    default boolean asksForPresenceOnly() {
        return false;
    }

    /** The field has one of the values, or each of them somewhere where {@code all}. */
    record Values(Field field, List<ValueTest> values, boolean all) implements FieldTest {
        public Values {
            values = List.copyOf(values);
        }

        @Override
        public boolean matches(ApiCall call) {
            for (ValueTest value : values) {
                boolean found = field.any(call, value::test) || (value.matchesAnything() && field.exists(call));
                if (found != all) {
                    return found;
                }
            }
            return all;
        }

        @Override
        public @Nullable Boolean given(String eventSource, String eventName) {
            String known = field.given(eventSource, eventName);
            if (known == null) {
                return null;
            }
            Predicate<ValueTest> holds = value -> value.test(known);
            return all ? values.stream().allMatch(holds) : values.stream().anyMatch(holds);
        }

        @Override
        public List<Field> fields() {
            return List.of(field);
        }

        @Override
        public boolean asksForPresenceOnly() {
            return values.stream().allMatch(ValueTest::matchesAnything);
        }
    }

    /** {@code exists: true}, {@code exists: false} and {@code null}. */
    record Presence(Field field, boolean expected) implements FieldTest {
        @Override
        public boolean matches(ApiCall call) {
            return field.exists(call) == expected;
        }

        @Override
        public @Nullable Boolean given(String eventSource, String eventName) {
            return field.given(eventSource, eventName) == null ? null : Boolean.valueOf(expected);
        }

        @Override
        public List<Field> fields() {
            return List.of(field);
        }

        @Override
        public boolean asksForPresenceOnly() {
            return true;
        }
    }

    /** The field holds the value that another field has, or starts with it, ends with it, contains it. */
    record Reference(Field field, Field other, boolean before, boolean after, boolean cased) implements FieldTest {
        @Override
        public boolean matches(ApiCall call) {
            return other.any(call, wanted -> field.any(call, Wildcard.ofPlain(wanted, before, after, cased)::test));
        }

        @Override
        public List<Field> fields() {
            return List.of(field, other);
        }
    }

    /** Text that stands anywhere in the event. */
    record Keywords(List<ValueTest> values, boolean all) implements FieldTest {
        public Keywords {
            values = List.copyOf(values);
        }

        @Override
        public boolean matches(ApiCall call) {
            for (ValueTest value : values) {
                boolean found = Fields.anyText(call, value::test);
                if (found != all) {
                    return found;
                }
            }
            return all;
        }

        @Override
        public List<Field> fields() {
            return List.of();
        }
    }
}
