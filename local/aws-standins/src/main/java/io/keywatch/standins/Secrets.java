package io.keywatch.standins;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Secrets Manager as far as reading goes: the secrets that a test told it of, and whether they may be read. */
final class Secrets implements Service {
    private static final int MAX_PAGE = 100;
    private static final int MAX_BATCH = 20;

    private final String account;
    private final SortedMap<String, JsonNode> secrets = new TreeMap<>();

    Secrets(String account) {
        this.account = account;
    }

    /** {@code {"value": text, "denied": true?, "binary": true?}}; names with a slash come as {@code %2F}. */
    synchronized void put(String name, JsonNode secret) {
        secrets.put(name, secret);
    }

    synchronized void remove(String name) {
        secrets.remove(name);
    }

    @Override
    public synchronized Outcome handle(Call call) {
        return switch (call.operation()) {
            case "ListSecrets" -> list(call);
            case "GetSecretValue" -> one(call);
            case "BatchGetSecretValue" -> batch(call);
            default -> AwsApi.unknown(call);
        };
    }

    private Outcome list(Call call) {
        int size = Math.min(MAX_PAGE, call.input().path("MaxResults").asInt(MAX_PAGE));
        List<String> names = new ArrayList<>(secrets.keySet());
        int from = call.input().path("NextToken").asInt(0);
        int to = Math.min(names.size(), from + size);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "SecretList",
                names.subList(from, to).stream()
                        .map(name -> Map.of("ARN", arn(call, name), "Name", name))
                        .toList());
        if (to < names.size()) {
            answer.put("NextToken", Integer.toString(to));
        }
        return new Outcome.Answer(answer);
    }

    private Outcome one(Call call) {
        String name = name(call.text("SecretId"));
        JsonNode secret = secrets.get(name);
        if (secret == null) {
            return Outcome.badRequest("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        }
        if (secret.path("denied").asBoolean()) {
            return Outcome.badRequest("AccessDeniedException", "not authorized to perform: GetSecretValue");
        }
        return new Outcome.Answer(value(call, name, secret));
    }

    private Outcome batch(Call call) {
        JsonNode ids = call.input().path("SecretIdList");
        if (ids.isEmpty() || ids.size() > MAX_BATCH) {
            return Outcome.badRequest("ValidationException", "SecretIdList must have 1 to 20 members");
        }
        List<Object> values = new ArrayList<>();
        List<Object> errors = new ArrayList<>();
        for (JsonNode id : ids) {
            String name = name(id.asText());
            JsonNode secret = secrets.get(name);
            if (secret == null || secret.path("denied").asBoolean()) {
                errors.add(Map.of(
                        "SecretId",
                        id.asText(),
                        "ErrorCode",
                        secret == null ? "ResourceNotFoundException" : "AccessDeniedException",
                        "Message",
                        "the stand-in says so"));
            } else {
                values.add(value(call, name, secret));
            }
        }
        return new Outcome.Answer(Map.of("SecretValues", values, "Errors", errors));
    }

    private Map<String, Object> value(Call call, String name, JsonNode secret) {
        String field = secret.path("binary").asBoolean() ? "SecretBinary" : "SecretString";
        return Map.of(
                "ARN",
                arn(call, name),
                "Name",
                name,
                "VersionStages",
                List.of("AWSCURRENT"),
                "CreatedDate",
                Instant.EPOCH,
                field,
                secret.path("value").asText());
    }

    private String arn(Call call, String name) {
        return "arn:aws:secretsmanager:" + call.region() + ":" + account + ":secret:" + name + "-StAnDn";
    }

    /** A name or an ARN. */
    private static String name(String id) {
        if (!id.startsWith("arn:")) {
            return id;
        }
        String named = id.substring(id.indexOf(":secret:") + ":secret:".length());
        return named.substring(0, named.lastIndexOf('-'));
    }
}
