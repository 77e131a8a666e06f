package io.keywatch.standins;

import static io.keywatch.standins.Outcome.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Security Hub: takes findings with the limits of ASFF, and gives back what it took. */
final class SecurityHub implements Service {
    // docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html and API_AwsSecurityFinding.html
    private static final int MAX_BATCH = 100;
    private static final int MAX_TITLE = 256;
    private static final int MAX_DESCRIPTION = 1024;
    private static final List<String> REQUIRED = List.of(
            "AwsAccountId",
            "CreatedAt",
            "Description",
            "GeneratorId",
            "Id",
            "ProductArn",
            "Resources",
            "SchemaVersion",
            "Title",
            "UpdatedAt");

    private final OrderedFailures failures;
    private final Map<String, JsonNode> findings = new LinkedHashMap<>();

    SecurityHub(OrderedFailures failures) {
        this.failures = failures;
    }

    @Override
    public synchronized Outcome handle(Call call) {
        return switch (call.operation()) {
            case "BatchImportFindings" -> importFindings(call);
            case "GetFindings" -> new Outcome.Answer(Map.of("Findings", List.copyOf(findings.values())));
            default -> AwsApi.unknown(call);
        };
    }

    private Outcome importFindings(Call call) {
        JsonNode sent = call.input().path("Findings");
        if (sent.isEmpty() || sent.size() > MAX_BATCH) {
            return badRequest("InvalidInputException", "Findings must have 1 to " + MAX_BATCH + " members");
        }
        List<Object> failed = new ArrayList<>();
        for (JsonNode finding : sent) {
            Optional<Outcome.Refusal> problem = problem(finding)
                    .or(() -> failures.take("securityhub", "BatchImportFindings.entry")
                            .map(OrderedFailures.Order::refusal));
            String id = finding.path("Id").asText();
            problem.ifPresentOrElse(
                    refusal -> failed.add(
                            Map.of("Id", id, "ErrorCode", refusal.code(), "ErrorMessage", refusal.message())),
                    () -> findings.put(id, finding));
        }
        return new Outcome.Answer(Map.of(
                "FailedCount", failed.size(), "SuccessCount", sent.size() - failed.size(), "FailedFindings", failed));
    }

    private static Optional<Outcome.Refusal> problem(JsonNode finding) {
        for (String name : REQUIRED) {
            if (finding.path(name).isMissingNode()) {
                return Optional.of(
                        badRequest("InvalidInput", "Finding does not adhere to the format: " + name + " is missing"));
            }
        }
        if (!finding.has("Severity") && !finding.path("FindingProviderFields").has("Severity")) {
            return Optional.of(
                    badRequest("InvalidInput", "Finding does not adhere to the format: Severity is missing"));
        }
        if (finding.path("Title").asText().length() > MAX_TITLE
                || finding.path("Description").asText().length() > MAX_DESCRIPTION) {
            return Optional.of(badRequest(
                    "InvalidInput", "Finding does not adhere to the format: Title or Description is too long"));
        }
        return Optional.empty();
    }
}
