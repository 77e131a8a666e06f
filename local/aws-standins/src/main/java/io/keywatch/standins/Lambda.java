package io.keywatch.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lambda: the functions that a test told it of, their settings and their code. */
final class Lambda implements Service {
    static final String CODE_PATH = "/_lambda-code/";

    private final String account;
    private final Map<String, ObjectNode> functions = new ConcurrentHashMap<>();
    private final Map<String, byte[]> code = new ConcurrentHashMap<>();

    Lambda(String account) {
        this.account = account;
    }

    void put(String name, JsonNode settings) {
        ObjectNode function = settings.deepCopy();
        function.put("FunctionName", name);
        functions.put(name, function);
    }

    void putCode(String name, byte[] zip) {
        code.put(name, zip);
    }

    void remove(String name) {
        functions.remove(name);
        code.remove(name);
    }

    @Override
    public Outcome handle(Call call) {
        return switch (call.operation()) {
            case "ListFunctions" ->
                new Outcome.Answer(Map.of(
                        "Functions",
                        functions.values().stream()
                                .map(function -> described(call, function))
                                .toList()));
            case "GetFunctionConfiguration", "GetFunction" -> one(call);
            default -> AwsApi.unknown(call);
        };
    }

    private Outcome one(Call call) {
        String asked = call.text("FunctionName");
        // a name, a partial or a whole ARN
        String name = asked.contains(":function:")
                ? asked.substring(asked.indexOf(":function:") + ":function:".length())
                        .split(":")[0]
                : asked;
        ObjectNode function = functions.get(name);
        if (function == null) {
            return new Outcome.Refusal(404, "ResourceNotFoundException", "Function not found: " + arn(call, name));
        }
        ObjectNode settings = described(call, function);
        if (call.operation().equals("GetFunctionConfiguration")) {
            return new Outcome.Answer(settings);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Configuration", settings);
        if (code.containsKey(name)) {
            answer.put("Code", Map.of("RepositoryType", "S3", "Location", call.endpoint() + CODE_PATH + name));
        }
        return new Outcome.Answer(answer);
    }

    /** The deployment package, where AWS gives a presigned URL of S3. */
    WireFormat.HttpReply code(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        byte[] zip = code.get(path.substring(CODE_PATH.length()));
        return zip == null
                ? new WireFormat.HttpReply(404, "text/plain", Map.of(), new byte[0])
                : new WireFormat.HttpReply(200, "application/zip", Map.of(), zip);
    }

    private ObjectNode described(Call call, ObjectNode function) {
        ObjectNode described = function.deepCopy();
        if (!described.has("FunctionArn")) {
            described.put("FunctionArn", arn(call, function.path("FunctionName").asText()));
        }
        return described;
    }

    private String arn(Call call, String name) {
        return "arn:aws:lambda:" + call.region() + ":" + account + ":function:" + name;
    }
}
