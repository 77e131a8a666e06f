package io.keywatch.standins;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Answers that a test wrote itself, for services and operations that nothing here stands in for. The newest wins. */
final class CannedAnswers {
    private record Canned(String service, String operation, String match, Outcome.Bytes answer) {}

    private final Deque<Canned> answers = new ConcurrentLinkedDeque<>();

    /** {@code {"service","operation","match"?,"status"?,"contentType"?,"body"}}; a body that is not text is JSON. */
    void add(JsonNode order, String service) {
        JsonNode body = order.path("body");
        answers.addFirst(new Canned(
                service,
                order.path("operation").asText(),
                order.path("match").asText(""),
                new Outcome.Bytes(
                        order.path("status").asInt(200),
                        order.path("contentType").asText(body.isTextual() ? "text/xml" : "application/json"),
                        (body.isTextual() ? body.asText() : body.toString()).getBytes(StandardCharsets.UTF_8))));
    }

    void clear() {
        answers.clear();
    }

    Optional<Outcome> find(Call call) {
        return answers.stream()
                .filter(canned -> canned.service().equals(call.service())
                        && canned.operation().equals(call.operation())
                        && (canned.match().isEmpty() || call.input().toString().contains(canned.match())))
                .<Outcome>map(Canned::answer)
                .findFirst();
    }
}
