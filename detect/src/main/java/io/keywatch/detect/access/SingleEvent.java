package io.keywatch.detect.access;

import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Severity;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * D8: an event that matters by itself.
 *
 * @param service first label of the event source
 * @param events event names
 * @param when what else must hold; only calls that succeeded are asked
 * @param target ARN or name of what it was done to; findings are one per rule, principal, target and day
 */
record SingleEvent(
        RuleSpec rule,
        String service,
        List<String> events,
        Predicate<ApiCall> when,
        Function<ApiCall, @Nullable String> target,
        Function<ApiCall, Severity> severity) {

    boolean matches(ApiCall call) {
        String source = call.getEventSource();
        return source.startsWith(service)
                && source.length() > service.length()
                && source.charAt(service.length()) == '.'
                && when.test(call);
    }

    static Row on(String service, String... events) {
        return new Row(service, List.of(events));
    }

    /** Collects the parts of a row. */
    static final class Row {
        private final String service;
        private final List<String> events;
        private Predicate<ApiCall> when = call -> true;
        private Function<ApiCall, @Nullable String> target =
                call -> call.getResources().isEmpty()
                        ? null
                        : call.getResources().getFirst().getArn();
        private @Nullable Function<ApiCall, Severity> severity;

        private Row(String service, List<String> events) {
            this.service = service;
            this.events = events;
        }

        Row when(Predicate<ApiCall> condition) {
            this.when = condition;
            return this;
        }

        Row target(Function<ApiCall, @Nullable String> name) {
            this.target = name;
            return this;
        }

        Row severity(Function<ApiCall, Severity> value) {
            this.severity = value;
            return this;
        }

        SingleEvent is(RuleSpec rule) {
            return new SingleEvent(
                    rule, service, events, when, target, severity == null ? call -> rule.severity() : severity);
        }
    }
}
