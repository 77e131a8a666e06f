package io.keywatch.standins;

import static io.keywatch.standins.Outcome.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** CloudWatch Logs in memory, with the limits of PutLogEvents. A filter pattern is plain text here. */
final class CloudWatchLogs implements Service {
    // docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
    static final int MAX_BATCH_BYTES = 1_048_576;
    static final int MAX_BATCH_EVENTS = 10_000;
    private static final int OVERHEAD_BYTES = 26;
    private static final Duration MAX_SPAN = Duration.ofHours(24);
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);
    private static final String INVALID = "InvalidParameterException";
    private static final String EXISTS = "ResourceAlreadyExistsException";

    private record Event(long timestamp, String message, long ingestionTime) {}

    private final String account;
    private final SortedMap<String, SortedMap<String, List<Event>>> groups = new TreeMap<>();

    CloudWatchLogs(String account) {
        this.account = account;
    }

    @Override
    public synchronized Outcome handle(Call call) {
        String group = call.text("logGroupName");
        return switch (call.operation()) {
            case "CreateLogGroup" ->
                group.isEmpty()
                        ? badRequest(INVALID, "logGroupName is required")
                        : groups.putIfAbsent(group, new TreeMap<>()) == null
                                ? new Outcome.Answer(Map.of())
                                : badRequest(EXISTS, "The specified log group already exists");
            case "DeleteLogGroup" -> groups.remove(group) == null ? noGroup() : new Outcome.Answer(Map.of());
            case "DescribeLogGroups" -> describeGroups(call);
            case "PutRetentionPolicy" -> withGroup(group, streams -> new Outcome.Answer(Map.of()));
            case "CreateLogStream" ->
                withGroup(
                        group,
                        streams -> streams.putIfAbsent(call.text("logStreamName"), new ArrayList<>()) == null
                                ? new Outcome.Answer(Map.of())
                                : badRequest(EXISTS, "The specified log stream already exists"));
            case "DescribeLogStreams" -> withGroup(group, streams -> describeStreams(call, streams));
            case "PutLogEvents" -> withStream(call, events -> put(call, events));
            case "GetLogEvents" -> withStream(call, events -> get(call, events));
            case "FilterLogEvents" -> withGroup(group, streams -> filter(call, streams));
            default -> AwsApi.unknown(call);
        };
    }

    private interface OnGroup {
        Outcome of(SortedMap<String, List<Event>> streams);
    }

    private interface OnStream {
        Outcome of(List<Event> events);
    }

    private Outcome withGroup(String group, OnGroup answer) {
        SortedMap<String, List<Event>> streams = groups.get(group);
        return streams == null ? noGroup() : answer.of(streams);
    }

    private Outcome withStream(Call call, OnStream answer) {
        return withGroup(call.text("logGroupName"), streams -> {
            List<Event> events = streams.get(call.text("logStreamName"));
            return events == null
                    ? badRequest("ResourceNotFoundException", "The specified log stream does not exist.")
                    : answer.of(events);
        });
    }

    private static Outcome noGroup() {
        return badRequest("ResourceNotFoundException", "The specified log group does not exist.");
    }

    private Outcome describeGroups(Call call) {
        return new Outcome.Answer(Map.of(
                "logGroups",
                groups.keySet().stream()
                        .filter(startsWith(call.text("logGroupNamePrefix")))
                        .map(name -> Map.of(
                                "logGroupName",
                                name,
                                "arn",
                                "arn:aws:logs:" + call.region() + ":" + account + ":log-group:" + name + ":*"))
                        .toList()));
    }

    private static Outcome describeStreams(Call call, SortedMap<String, List<Event>> streams) {
        List<Object> described = new ArrayList<>();
        streams.forEach((name, events) -> {
            if (startsWith(call.text("logStreamNamePrefix")).test(name)) {
                Map<String, Object> stream = new LinkedHashMap<>();
                stream.put("logStreamName", name);
                if (!events.isEmpty()) {
                    stream.put("firstEventTimestamp", events.getFirst().timestamp());
                    stream.put("lastEventTimestamp", events.getLast().timestamp());
                }
                stream.put("uploadSequenceToken", "unused");
                described.add(stream);
            }
        });
        return new Outcome.Answer(Map.of("logStreams", described));
    }

    private static Outcome put(Call call, List<Event> events) {
        JsonNode sent = call.input().path("logEvents");
        if (sent.isEmpty() || sent.size() > MAX_BATCH_EVENTS) {
            return badRequest(
                    INVALID, "1 validation error: 'logEvents' must have 1 to " + MAX_BATCH_EVENTS + " members");
        }
        long now = System.currentTimeMillis();
        long bytes = 0;
        long last = Long.MIN_VALUE;
        List<Event> accepted = new ArrayList<>();
        int tooOld = 0;
        int tooNew = 0;
        for (JsonNode event : sent) {
            String message = event.path("message").asText("");
            long at = event.path("timestamp").asLong(Long.MIN_VALUE);
            bytes += message.getBytes(StandardCharsets.UTF_8).length + OVERHEAD_BYTES;
            if (message.isEmpty() || at == Long.MIN_VALUE) {
                return badRequest(INVALID, "a log event needs a message and a timestamp");
            }
            if (at < last) {
                return badRequest(
                        INVALID, "Log events in a single PutLogEvents request must be in chronological order.");
            }
            last = at;
            if (at < now - OLDEST.toMillis()) {
                tooOld++;
            } else if (at > now + NEWEST.toMillis()) {
                tooNew++;
            } else {
                accepted.add(new Event(at, message, now));
            }
        }
        if (bytes > MAX_BATCH_BYTES) {
            return badRequest(INVALID, "Upload too large: " + bytes + " bytes exceeds limit of " + MAX_BATCH_BYTES);
        }
        if (last - sent.path(0).path("timestamp").asLong() > MAX_SPAN.toMillis()) {
            return badRequest(
                    INVALID,
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
        events.addAll(accepted);
        events.sort(Comparator.comparingLong(Event::timestamp));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("nextSequenceToken", "unused");
        Map<String, Object> rejected = new LinkedHashMap<>();
        if (tooOld > 0) {
            rejected.put("tooOldLogEventEndIndex", tooOld);
        }
        if (tooNew > 0) {
            rejected.put("tooNewLogEventStartIndex", sent.size() - tooNew);
        }
        if (!rejected.isEmpty()) {
            answer.put("rejectedLogEventsInfo", rejected);
        }
        return new Outcome.Answer(answer);
    }

    /** Everything from the head on; a token says how much of it was read before. */
    private static Outcome get(Call call, List<Event> events) {
        List<Event> wanted = events.stream().filter(within(call)).toList();
        String token = call.text("nextToken");
        boolean forward = token.startsWith("f/");
        int from = forward ? Math.min(Integer.parseInt(token.substring(2)), wanted.size()) : 0;
        boolean backward = token.startsWith("b/");
        // paginators stop where a token comes back unchanged
        return new Outcome.Answer(Map.of(
                "events",
                backward
                        ? List.of()
                        : wanted.subList(from, wanted.size()).stream()
                                .map(CloudWatchLogs::described)
                                .toList(),
                "nextForwardToken",
                "f/" + wanted.size(),
                "nextBackwardToken",
                "b/0"));
    }

    private static Outcome filter(Call call, SortedMap<String, List<Event>> streams) {
        String pattern = call.text("filterPattern").replace("\"", "");
        List<Object> found = new ArrayList<>();
        streams.forEach((name, events) -> events.stream()
                .filter(within(call))
                .filter(event -> event.message().contains(pattern))
                .forEach(event -> {
                    Map<String, Object> described = described(event);
                    described.put("logStreamName", name);
                    described.put("eventId", Integer.toString(found.size()));
                    found.add(described);
                }));
        return new Outcome.Answer(Map.of("events", found, "searchedLogStreams", List.of()));
    }

    private static Predicate<Event> within(Call call) {
        long from = call.input().path("startTime").asLong(Long.MIN_VALUE);
        long to = call.input().path("endTime").asLong(Long.MAX_VALUE);
        return event -> event.timestamp() >= from && event.timestamp() < to;
    }

    private static Predicate<String> startsWith(String prefix) {
        return name -> name.startsWith(prefix);
    }

    private static Map<String, Object> described(Event event) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("timestamp", event.timestamp());
        described.put("message", event.message());
        described.put("ingestionTime", event.ingestionTime());
        return described;
    }
}
