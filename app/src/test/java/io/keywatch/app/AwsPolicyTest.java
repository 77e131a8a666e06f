package io.keywatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The policy that operators copy. */
final class AwsPolicyTest {
    /** What a call or the answer to it needs: see the readers, queues and sinks of the modules. */
    private static final Set<String> NEEDED = Set.of(
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:GetObjectTagging",
            "s3:GetObjectVersionTagging",
            "s3:GetBucketTagging",
            "s3:ListBucket",
            "lambda:GetFunctionConfiguration",
            "ec2:DescribeInstanceAttribute",
            "kms:Decrypt",
            "sns:Publish",
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "cloudwatch:PutMetricData");

    @Test
    void grantsWhatTheCallsNeedAndNothingElse() throws IOException {
        JsonNode policy =
                new JsonMapper().readTree(Path.of("../deploy/aws/policy.json").toFile());

        Set<String> granted = new TreeSet<>();
        for (JsonNode statement : policy.path("Statement")) {
            assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
            JsonNode action = statement.path("Action");
            if (action.isTextual()) {
                granted.add(action.asText());
            }
            action.forEach(each -> granted.add(each.asText()));
        }

        assertThat(policy.path("Version").asText()).isEqualTo("2012-10-17");
        assertThat(granted).containsExactlyInAnyOrderElementsOf(NEEDED);
    }
}
