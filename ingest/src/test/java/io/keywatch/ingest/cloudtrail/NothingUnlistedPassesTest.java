package io.keywatch.ingest.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.keywatch.ingest.ApiCallEncoder;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.ApiCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The promise of the allow-list, on the very bytes that go to Kafka: a value under a name that is not listed is not there. */
final class NothingUnlistedPassesTest {
    private static final AvroSerde<ApiCall> SERDE = AvroSerde.of(Topics.CLOUDTRAIL, ids());

    /** Names under which AWS or callers put content, on events that are listed with other names. */
    private static final List<String> NAMES = List.of(
            "secretString",
            "SecretString",
            "secretBinary",
            "value",
            "Value",
            "password",
            "environment",
            "userData",
            "content",
            "policyDocument",
            "resourcePolicy",
            "policy",
            "tags",
            "description",
            "externalId",
            "plaintext",
            "ciphertextBlob",
            "sessionToken",
            "secretAccessKey",
            "masterUserPassword",
            "zipFile",
            "definition",
            "defaultArguments",
            "parameters",
            "webIdentityToken",
            "token",
            "clientRequestToken",
            "x-amz-security-token");

    private static final List<String> EVENTS = List.of(
            "secretsmanager GetSecretValue",
            "secretsmanager CreateSecret",
            "secretsmanager PutSecretValue",
            "secretsmanager PutResourcePolicy",
            "ssm PutParameter",
            "ssm SendCommand",
            "ssm CreateDocument",
            "iam CreateAccessKey",
            "iam CreateLoginProfile",
            "iam PutUserPolicy",
            "iam UpdateAssumeRolePolicy",
            "sts AssumeRole",
            "lambda UpdateFunctionConfiguration20150331v2",
            "lambda CreateFunction20150331",
            "ec2 RunInstances",
            "ec2 ModifyInstanceAttribute",
            "ec2 CreateLaunchTemplate",
            "kms Decrypt",
            "kms PutKeyPolicy",
            "s3 PutBucketPolicy",
            "s3 PutObject",
            "rds CreateDBSnapshot",
            "codebuild CreateProject",
            "states CreateStateMachine",
            "glue CreateJob",
            "unheard OfEvent",
            "signin ConsoleLogin");

    private static SchemaIds ids() {
        SchemaIds ids = new SchemaIds(new MockSchemaRegistryClient());
        ids.registerAll();
        return ids;
    }

    @Property(tries = 1500)
    void aValueUnderANameThatIsNotListedIsNotInTheRecord(
            @ForAll("event") String event,
            @ForAll("part") String part,
            @ForAll("canary") String canary,
            @ForAll("shape") Shape shape) {
        String[] names = event.split(" ");
        ApiCall call = ParameterAllowListTest.call(names[0], names[1], "\"" + part + "\":{" + shape.wrap(canary) + "}");

        assertThat(text(SERDE.serializer().serialize(Topics.CLOUDTRAIL.name(), call)))
                .doesNotContain(canary);
        assertThat(text(new ApiCallEncoder(SERDE.schemaId()).encode(call))).doesNotContain(canary);
        assertThat(call.toString()).doesNotContain(canary);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Where the canary stands: as a value, in a list, deep in objects, or as a name that a caller chose. */
    record Shape(String name, int kind) {
        String wrap(String canary) {
            return switch (kind) {
                case 0 -> "\"%s\":\"%s\"".formatted(name, canary);
                case 1 -> "\"%s\":[\"x\",[\"%s\"]]".formatted(name, canary);
                case 2 -> "\"%s\":{\"variables\":{\"K\":\"%s\"}}".formatted(name, canary);
                case 3 -> "\"%s\":{\"variables\":{\"%s\":\"v\"}}".formatted(name, canary);
                case 4 -> "\"encryptionContext\":{\"%s\":\"%s\"}".formatted(canary, canary);
                case 5 -> "\"secretId\":\"known\",\"%s\":{\"secretId\":\"%s\"}".formatted(name, canary);
                case 6 ->
                    "\"%s\":\"{\\\"Statement\\\":[{\\\"Sid\\\":\\\"%s\\\",\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"%s\\\",\\\"Condition\\\":{\\\"StringEquals\\\":{\\\"%s\\\":\\\"%s\\\"}}}]}\""
                            .formatted(name, canary, canary, canary, canary);
                default ->
                    "\"bucketPolicy\":{\"Statement\":{\"Action\":\"%s\",\"Principal\":{\"AWS\":[\"%s\"],\"%s\":\"*\"}}}"
                            .formatted(canary, canary, canary);
            };
        }
    }

    @Provide
    Arbitrary<String> event() {
        return Arbitraries.of(EVENTS);
    }

    @Provide
    Arbitrary<String> part() {
        return Arbitraries.of("requestParameters", "responseElements", "additionalEventData", "serviceEventDetails");
    }

    /** Long enough not to be anywhere by chance; letters, digits and marks that JSON leaves alone. */
    @Provide
    Arbitrary<String> canary() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars("+/=_-!#$%&*().,:;<>?@^{}|~")
                .ofMinLength(12)
                .ofMaxLength(60)
                .map(body -> "q" + body + "Q~");
    }

    @Provide
    Arbitrary<Shape> shape() {
        return Combinators.combine(Arbitraries.of(NAMES), Arbitraries.integers().between(0, 7))
                .as(Shape::new);
    }
}
