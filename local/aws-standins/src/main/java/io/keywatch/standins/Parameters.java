package io.keywatch.standins;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parameter Store as far as reading goes: the parameters that a test told it of, and whether they may be read. */
final class Parameters implements Service {
    private static final int MAX_PAGE = 50;
    private static final int MAX_NAMES = 10;

    private final String account;
    private final SortedMap<String, JsonNode> parameters = new TreeMap<>();

    Parameters(String account) {
        this.account = account;
    }

    /** {@code {"value": text, "type": "SecureString" or another, "denied": true?}}. */
    synchronized void put(String name, JsonNode parameter) {
        parameters.put(name, parameter);
    }

    synchronized void remove(String name) {
        parameters.remove(name);
    }

    @Override
    public synchronized Outcome handle(Call call) {
        return switch (call.operation()) {
            case "DescribeParameters" -> describe(call);
            case "GetParameters" -> get(call);
            default -> AwsApi.unknown(call);
        };
    }

    private Outcome describe(Call call) {
        List<String> wanted = new ArrayList<>();
        for (JsonNode filter : call.input().path("ParameterFilters")) {
            if (!filter.path("Key").asText().equals("Type")) {
                return AwsApi.unknown(call);
            }
            filter.path("Values").forEach(value -> wanted.add(value.asText()));
        }
        List<String> names = parameters.keySet().stream()
                .filter(name -> wanted.isEmpty() || wanted.contains(type(name)))
                .toList();
        int from = call.input().path("NextToken").asInt(0);
        int size = Math.min(MAX_PAGE, call.input().path("MaxResults").asInt(10));
        int to = Math.min(names.size(), from + size);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "Parameters",
                names.subList(from, to).stream()
                        .map(name -> Map.of("Name", name, "ARN", arn(call, name), "Type", type(name)))
                        .toList());
        if (to < names.size()) {
            answer.put("NextToken", Integer.toString(to));
        }
        return new Outcome.Answer(answer);
    }

    /** One name that may not be read has the whole call refused, as AWS does. */
    private Outcome get(Call call) {
        JsonNode names = call.input().path("Names");
        if (names.isEmpty() || names.size() > MAX_NAMES) {
            return Outcome.badRequest("ValidationException", "names must have 1 to 10 members");
        }
        List<Object> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (JsonNode asked : names) {
            String name = asked.asText();
            JsonNode parameter = parameters.get(name);
            if (parameter == null) {
                invalid.add(name);
            } else if (parameter.path("denied").asBoolean()) {
                return Outcome.badRequest("AccessDeniedException", "not authorized to perform: ssm:GetParameters");
            } else {
                found.add(Map.of(
                        "Name", name,
                        "ARN", arn(call, name),
                        "Type", type(name),
                        "Version", 1,
                        "Value", parameter.path("value").asText()));
            }
        }
        return new Outcome.Answer(Map.of("Parameters", found, "InvalidParameters", invalid));
    }

    private String type(String name) {
        JsonNode parameter = parameters.get(name);
        return parameter == null ? "" : parameter.path("type").asText("SecureString");
    }

    private String arn(Call call, String name) {
        return "arn:aws:ssm:" + call.region() + ":" + account + ":parameter"
                + (name.startsWith("/") ? name : "/" + name);
    }
}
