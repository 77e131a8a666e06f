package io.keywatch.standins;

import static io.keywatch.standins.Outcome.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** SNS: standard topics in memory, with queues as their only subscribers. Not FIFO, not SMS. */
final class Sns implements Service {
    // docs.aws.amazon.com/sns/latest/api/API_Publish.html and API_PublishBatch.html
    static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_BATCH = 10;
    private static final int MAX_SUBJECT = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]*");
    private static final Pattern QUEUE_ARN = Pattern.compile("arn:aws[a-z-]*:sqs:[^:]+:\\d{12}:[A-Za-z0-9_-]+");
    private static final String INVALID = "InvalidParameter";

    /** A message attribute; a binary value is still in base64. */
    record Attribute(String type, String value) {}

    private record Message(String body, String subject, Map<String, Attribute> attributes) {
        int bytes() {
            return utf8(body)
                    + attributes.entrySet().stream()
                            .mapToInt(entry -> utf8(entry.getKey())
                                    + utf8(entry.getValue().type())
                                    + utf8(entry.getValue().value()))
                            .sum();
        }

        private static int utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private final String account;
    private final OrderedFailures failures;
    private final QueueDelivery delivery;
    private final Map<String, Map<String, Subscription>> topics = new ConcurrentHashMap<>();

    Sns(String account, OrderedFailures failures, QueueDelivery delivery) {
        this.account = account;
        this.failures = failures;
        this.delivery = delivery;
    }

    @Override
    public Outcome handle(Call call) {
        return switch (call.operation()) {
            case "CreateTopic" -> createTopic(call);
            case "DeleteTopic" -> {
                topics.remove(call.text("TopicArn"));
                yield new Outcome.Xml("");
            }
            case "ListTopics" ->
                new Outcome.Xml("<Topics>"
                        + members(topics.keySet().stream()
                                .sorted()
                                .map(arn -> Xml.element("TopicArn", arn))
                                .toList())
                        + "</Topics>");
            case "GetTopicAttributes" -> withTopic(call, this::topicAttributes);
            case "Subscribe" -> withTopic(call, arn -> subscribe(call, arn));
            case "Unsubscribe" -> {
                topics.values().forEach(subscriptions -> subscriptions.remove(call.text("SubscriptionArn")));
                yield new Outcome.Xml("");
            }
            case "ListSubscriptionsByTopic" -> withTopic(call, this::subscriptions);
            case "Publish" -> publish(call);
            case "PublishBatch" -> withTopic(call, arn -> publishBatch(call, arn));
            default -> AwsApi.unknown(call);
        };
    }

    private interface OnTopic {
        Outcome of(String topicArn);
    }

    private Outcome withTopic(Call call, OnTopic answer) {
        String arn = call.text("TopicArn");
        if (arn.isEmpty()) {
            return badRequest(INVALID, "Invalid parameter: TopicArn");
        }
        return topics.containsKey(arn) ? answer.of(arn) : new Outcome.Refusal(404, "NotFound", "Topic does not exist");
    }

    private Outcome createTopic(Call call) {
        String name = call.text("Name");
        if (!NAME.matcher(name).matches()) {
            return badRequest(INVALID, "Invalid parameter: Topic Name");
        }
        String arn = "arn:aws:sns:" + call.region() + ":" + account + ":" + name;
        topics.putIfAbsent(arn, new ConcurrentHashMap<>());
        return new Outcome.Xml(Xml.element("TopicArn", arn));
    }

    private Outcome topicAttributes(String arn) {
        int confirmed = topics.getOrDefault(arn, Map.of()).size();
        return new Outcome.Xml("<Attributes>" + entry("TopicArn", arn) + entry("Owner", account)
                + entry("SubscriptionsConfirmed", Integer.toString(confirmed)) + "</Attributes>");
    }

    private Outcome subscribe(Call call, String topicArn) {
        if (!call.text("Protocol").equals("sqs")) {
            return badRequest(INVALID, "Invalid parameter: only the protocol sqs is stood in for");
        }
        if (!QUEUE_ARN.matcher(call.text("Endpoint")).matches()) {
            return badRequest(INVALID, "Invalid parameter: SQS endpoint ARN");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        Call.members(call.input().path("Attributes").path("entry"))
                .forEach(entry -> attributes.put(
                        entry.path("key").asText(), entry.path("value").asText()));
        String arn = topicArn + ":" + UUID.randomUUID();
        return switch (Subscription.of(arn, call.text("Endpoint"), attributes)) {
            case Subscription.Refused(var why) -> badRequest(INVALID, "Invalid parameter: " + why);
            case Subscription.Accepted(var subscription) -> {
                topics.getOrDefault(topicArn, new ConcurrentHashMap<>()).put(arn, subscription);
                yield new Outcome.Xml(Xml.element("SubscriptionArn", arn));
            }
        };
    }

    private Outcome subscriptions(String topicArn) {
        return new Outcome.Xml("<Subscriptions>"
                + members(topics.getOrDefault(topicArn, Map.of()).values().stream()
                        .map(subscription -> Xml.element("TopicArn", topicArn)
                                + Xml.element("Protocol", "sqs")
                                + Xml.element("SubscriptionArn", subscription.arn())
                                + Xml.element("Owner", account)
                                + Xml.element("Endpoint", subscription.queueArn()))
                        .toList())
                + "</Subscriptions>");
    }

    private Outcome publish(Call call) {
        String arn = call.text("TopicArn").isEmpty() ? call.text("TargetArn") : call.text("TopicArn");
        if (arn.isEmpty()) {
            return badRequest(
                    INVALID, "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
        }
        if (!topics.containsKey(arn)) {
            return new Outcome.Refusal(404, "NotFound", "Topic does not exist");
        }
        Message message = message(call.input());
        Optional<Outcome.Refusal> problem = problem(message);
        if (problem.isPresent()) {
            return problem.get();
        }
        return new Outcome.Xml(Xml.element("MessageId", deliver(arn, message)));
    }

    private Outcome publishBatch(Call call, String topicArn) {
        List<JsonNode> entries =
                Call.members(call.input().path("PublishBatchRequestEntries").path("member"));
        if (entries.isEmpty()) {
            return badRequest("EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }
        if (entries.size() > MAX_BATCH) {
            return badRequest(
                    "TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> ids.add(entry.path("Id").asText()));
        if (ids.size() < entries.size()) {
            return badRequest("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
        }
        if (entries.stream().mapToInt(entry -> message(entry).bytes()).sum() > MAX_BYTES) {
            return badRequest(
                    "BatchRequestTooLong", "The length of all the batch messages put together is more than the limit.");
        }
        var successful = new StringBuilder();
        var failed = new StringBuilder();
        for (JsonNode entry : entries) {
            Message message = message(entry);
            String id = Xml.element("Id", entry.path("Id").asText());
            problem(message)
                    .or(() -> failures.take("sns", "PublishBatch.entry").map(OrderedFailures.Order::refusal))
                    .ifPresentOrElse(
                            refusal -> failed.append("<member>")
                                    .append(id)
                                    .append(Xml.element("Code", refusal.code()))
                                    .append(Xml.element("Message", refusal.message()))
                                    .append(Xml.element("SenderFault", Boolean.toString(refusal.status() < 500)))
                                    .append("</member>"),
                            () -> successful
                                    .append("<member>")
                                    .append(id)
                                    .append(Xml.element("MessageId", deliver(topicArn, message)))
                                    .append("</member>"));
        }
        return new Outcome.Xml("<Successful>" + successful + "</Successful><Failed>" + failed + "</Failed>");
    }

    private static Message message(JsonNode input) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (JsonNode entry : Call.members(input.path("MessageAttributes").path("entry"))) {
            JsonNode value = entry.path("Value");
            attributes.put(
                    entry.path("Name").asText(),
                    new Attribute(
                            value.path("DataType").asText(""),
                            value.path("StringValue")
                                    .asText(value.path("BinaryValue").asText(""))));
        }
        return new Message(
                input.path("Message").asText(""), input.path("Subject").asText(""), attributes);
    }

    private static Optional<Outcome.Refusal> problem(Message message) {
        if (message.body().isEmpty()) {
            return Optional.of(badRequest(INVALID, "Invalid parameter: Empty message"));
        }
        if (message.bytes() > MAX_BYTES) {
            return Optional.of(badRequest(INVALID, "Invalid parameter: Message too long"));
        }
        if (!message.subject().isEmpty()
                && (message.subject().length() > MAX_SUBJECT
                        || !SUBJECT.matcher(message.subject()).matches())) {
            return Optional.of(badRequest(INVALID, "Invalid parameter: Subject"));
        }
        return message.attributes().entrySet().stream()
                .filter(entry -> entry.getKey().isEmpty()
                        || !entry.getValue().type().matches("(String|String\\.Array|Number|Binary)(\\..+)?")
                        || entry.getValue().value().isEmpty())
                .map(entry -> badRequest(
                        "ParameterValueInvalid",
                        "The message attribute '" + entry.getKey() + "' must have a type and a non-empty value."))
                .findFirst();
    }

    private String deliver(String topicArn, Message message) {
        String id = UUID.randomUUID().toString();
        for (Subscription subscription : topics.getOrDefault(topicArn, Map.of()).values()) {
            if (!subscription.wants(message.attributes())) {
                continue;
            }
            if (subscription.raw()) {
                delivery.send(subscription.queueArn(), message.body(), message.attributes());
            } else {
                delivery.send(subscription.queueArn(), notification(topicArn, id, message), Map.of());
            }
        }
        return id;
    }

    private static String notification(String topicArn, String id, Message message) {
        ObjectNode notification = JsonNodeFactory.instance.objectNode();
        notification.put("Type", "Notification");
        notification.put("MessageId", id);
        notification.put("TopicArn", topicArn);
        if (!message.subject().isEmpty()) {
            notification.put("Subject", message.subject());
        }
        notification.put("Message", message.body());
        notification.put(
                "Timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        if (!message.attributes().isEmpty()) {
            ObjectNode attributes = notification.putObject("MessageAttributes");
            message.attributes()
                    .forEach((name, attribute) -> attributes
                            .putObject(name)
                            .put("Type", attribute.type())
                            .put("Value", attribute.value()));
        }
        return notification.toString();
    }

    private static String members(List<String> members) {
        var xml = new StringBuilder();
        members.forEach(member -> xml.append("<member>").append(member).append("</member>"));
        return xml.toString();
    }

    private static String entry(String key, String value) {
        return "<entry>" + Xml.element("key", key) + Xml.element("value", value) + "</entry>";
    }
}
