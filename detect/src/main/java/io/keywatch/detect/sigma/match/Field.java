package io.keywatch.detect.sigma.match;

import io.keywatch.schemas.v1.ApiCall;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A field of a CloudTrail event as it is found in an {@link ApiCall}. Immutable and thread-safe. */
public sealed interface Field permits Field.Scalar, Field.Resource, Field.NotKept, ParameterField {
    /** As CloudTrail names it. */
    String name();

    /** Whether a value of the field passes; a list has several. */
    boolean any(ApiCall call, Predicate<String> test);

    /** Whether the event had it, even where its value was not kept. */
    boolean exists(ApiCall call);

    /** Its value, where service and name of the event say it. */
    default @Nullable String given(String eventSource, String eventName) {
        return null;
    }

    /** For grouping: the value, or all of them in order; null where the event has none. */
    default @Nullable String text(ApiCall call) {
        StringBuilder text = new StringBuilder();
        boolean[] found = {false};
        boolean ignored = any(call, value -> {
            text.append(found[0] ? "\u0001" : "").append(value);
            found[0] = true;
            return false;
        });
        return found[0] || ignored ? text.toString() : null;
    }

    record Scalar(String name, Function<ApiCall, @Nullable String> reader, Known known) implements Field {
        enum Known {
            NO,
            SOURCE,
            NAME
        }

        @Override
        public boolean any(ApiCall call, Predicate<String> test) {
            String value = reader.apply(call);
            return value != null && test.test(value);
        }

        @Override
        public boolean exists(ApiCall call) {
            return reader.apply(call) != null;
        }

        @Override
        public @Nullable String given(String eventSource, String eventName) {
            return switch (known) {
                case NO -> null;
                case SOURCE -> eventSource;
                case NAME -> eventName;
            };
        }
    }

    /** One part of every member of {@code resources}. */
    record Resource(String name, Function<io.keywatch.schemas.v1.ResourceRef, @Nullable String> reader)
            implements Field {
        @Override
        public boolean any(ApiCall call, Predicate<String> test) {
            for (io.keywatch.schemas.v1.ResourceRef resource : call.getResources()) {
                String value = reader.apply(resource);
                if (value != null && test.test(value)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean exists(ApiCall call) {
            return any(call, value -> true);
        }
    }

    /** A field that events may have and Keywatch leaves behind: always absent, and told so when the rule is loaded. */
    record NotKept(String name, @Nullable String nearest) implements Field {
        @Override
        public boolean any(ApiCall call, Predicate<String> test) {
            return false;
        }

        @Override
        public boolean exists(ApiCall call) {
            return false;
        }
    }
}
