package io.keywatch.ingest.cloudtrail;

import static io.keywatch.ingest.cloudtrail.TestLog.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.keywatch.ingest.cloudtrail.ParameterAllowList.Keeps;
import io.keywatch.schemas.v1.ApiCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of an event, event by event, and the format of the list. */
final class ParameterAllowListTest {
    @Test
    void keepsWhatWasReadAndNeverWhatItSaid() {
        ApiCall call = call(
                "secretsmanager",
                "GetSecretValue",
                "\"requestParameters\":{\"secretId\":\"prod/db\",\"versionStage\":\"AWSPREVIOUS\",\"note\":\"n\"},"
                        + "\"responseElements\":{\"aRN\":\"x\",\"arn\":\"arn:aws:x\",\"secretString\":\"s\"}");

        assertThat(call.getParameters())
                .containsOnly(entry("secretId", "prod/db"), entry("versionStage", "AWSPREVIOUS"));
        assertThat(call.getResponse()).containsOnly(entry("arn", "arn:aws:x"));
        assertThat(call.getRedacted()).containsExactly("note", "responseElements.aRN", "responseElements.secretString");
    }

    @Test
    void numbersTheMembersOfLists() {
        ApiCall batch = call(
                "secretsmanager",
                "BatchGetSecretValue",
                "\"requestParameters\":{\"secretIdList\":[\"a\",\"b\"],\"filters\":[{\"key\":\"tag-key\",\"values\":[\"!x\",\"y\"]},"
                        + "{\"key\":\"name\",\"values\":[\"z\"],\"extra\":\"w\"}]}");

        assertThat(batch.getParameters())
                .containsOnly(
                        entry("secretIdList[0]", "a"),
                        entry("secretIdList[1]", "b"),
                        entry("filters[0].key", "tag-key"),
                        entry("filters[0].values[0]", "!x"),
                        entry("filters[0].values[1]", "y"),
                        entry("filters[1].key", "name"),
                        entry("filters[1].values[0]", "z"));
        assertThat(batch.getRedacted()).containsExactly("filters[1].*");
    }

    @Test
    void keepsTheContextThatNamesTheSecretAndNoOther() {
        ApiCall call = call(
                "kms",
                "Decrypt",
                "\"requestParameters\":{\"encryptionContext\":{\"SecretARN\":\"arn:s\",\"PARAMETER_ARN\":\"arn:p\","
                        + "\"customer chose this\":\"and this\"},\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}");

        assertThat(call.getParameters())
                .containsOnly(
                        entry("encryptionContext.SecretARN", "arn:s"),
                        entry("encryptionContext.PARAMETER_ARN", "arn:p"),
                        entry("encryptionAlgorithm", "SYMMETRIC_DEFAULT"));
        assertThat(call.getRedacted()).containsExactly("encryptionContext.*");
    }

    @Test
    void keepsOfContentOnlyThatItWasThere() {
        ApiCall put = call(
                "ssm",
                "PutParameter",
                "\"requestParameters\":{\"name\":\"/app/url\",\"type\":\"String\",\"value\":\"content\",\"description\":\"text\"}");
        assertThat(put.getParameters())
                .containsOnly(entry("name", "/app/url"), entry("type", "String"), entry("value", "[present]"));
        assertThat(put.getRedacted()).containsExactly("value", "description");

        ApiCall update = call(
                "lambda",
                "UpdateFunctionConfiguration20150331v2",
                "\"requestParameters\":{\"functionName\":\"f\",\"environment\":{\"variables\":{\"K\":\"V\"}}},"
                        + "\"responseElements\":{\"functionArn\":\"arn:f\",\"environment\":{\"variables\":{\"K\":\"V\"}}}");
        assertThat(update.getParameters()).containsOnly(entry("functionName", "f"), entry("environment", "[present]"));
        assertThat(update.getResponse()).containsOnly(entry("functionArn", "arn:f"));
        assertThat(update.getRedacted()).containsExactly("environment", "responseElements.environment");
    }

    @Test
    void keepsTheIdOfANewAccessKeyAndNothingElseOfIt() {
        ApiCall call = call(
                "iam",
                "CreateAccessKey",
                "\"requestParameters\":{\"userName\":\"bob\"},\"responseElements\":{\"accessKey\":{\"accessKeyId\":\"AKI123\","
                        + "\"status\":\"Active\",\"userName\":\"bob\",\"secretAccessKey\":\"never\"}}");

        assertThat(call.getResponse())
                .containsOnly(
                        entry("accessKey.accessKeyId", "AKI123"),
                        entry("accessKey.status", "Active"),
                        entry("accessKey.userName", "bob"));
        assertThat(call.getRedacted()).containsExactly("responseElements.accessKey.*");
    }

    @Test
    void readsPartsThatStandBeforeTheNameOfTheEvent() {
        String sorted =
                "{\"additionalEventData\":{\"LoginTo\":\"u\",\"MFAUsed\":\"No\"},\"eventID\":\"a\",\"eventName\":"
                        + "\"ConsoleLogin\",\"eventSource\":\"signin.amazonaws.com\",\"eventTime\":\"2026-11-24T11:59:00Z\","
                        + "\"responseElements\":{\"ConsoleLogin\":\"Success\"}}";

        ApiCall call = read(sorted).events().calls().getFirst();

        assertThat(call.getResponse()).containsOnly(entry("MFAUsed", "No"), entry("ConsoleLogin", "Success"));
        assertThat(call.getRedacted()).containsExactly("additionalEventData.LoginTo");
    }

    @Test
    void keepsOfAnEventItDoesNotKnowOnlyTheNames() {
        ApiCall call = call(
                "unknown",
                "DoSomething",
                "\"requestParameters\":{\"one\":\"1\",\"two\":{\"three\":\"3\"},\"four\":null}");

        assertThat(call.getParameters()).isEmpty();
        assertThat(call.getRedacted()).containsExactly("one", "two");
    }

    @Test
    void acceptsOtherSpellingsOfTheFirstLetter() {
        ApiCall call = call("secretsmanager", "GetSecretValue", "\"requestParameters\":{\"SecretId\":\"a\"}");

        assertThat(call.getParameters()).containsOnly(entry("secretId", "a"));
    }

    @Test
    void cutsLongValuesAtTwoKibibytes() {
        assertThat(secretId("x".repeat(2047))).hasSize(2047);
        assertThat(secretId("x".repeat(2048))).hasSize(2048);
        assertThat(secretId("x".repeat(2049))).hasSize(2048);
        // half a character would not be UTF-8 any more
        assertThat(secretId("x".repeat(2047) + "\uD83D\uDD11")).isEqualTo("x".repeat(2047));
    }

    private static @Nullable String secretId(String value) {
        return call("secretsmanager", "GetSecretValue", "\"requestParameters\":{\"secretId\":\"" + value + "\"}")
                .getParameters()
                .get("secretId");
    }

    @Test
    void keepsNoMoreThanARecordMayHold() {
        String many = "\"v\",".repeat(400) + "\"v\"";
        ApiCall call = call("ssm", "GetParameters", "\"requestParameters\":{\"names\":[" + many + "]}");
        assertThat(call.getParameters()).hasSize(Kept.MAX_VALUES);
        assertThat(call.getRedacted()).hasSize(Kept.MAX_REDACTED).contains("names[256]");

        String large = ("\"" + "v".repeat(2048) + "\",").repeat(50) + "\"v\"";
        ApiCall wide = call("ssm", "GetParameters", "\"requestParameters\":{\"names\":[" + large + "]}");
        assertThat(wide.getParameters().values().stream()
                        .mapToInt(String::length)
                        .sum())
                .isEqualTo(Kept.MAX_CHARS);
    }

    @Test
    void aValueThatIsShapedLikeACredentialDoesNotPass() {
        String token = "ghp" + "_" + "a1B2".repeat(9);
        ApiCall call =
                call("secretsmanager", "GetSecretValue", "\"requestParameters\":{\"secretId\":\"" + token + "\"}");

        assertThat(call.getParameters()).isEmpty();
        assertThat(call.getRedacted()).containsExactly("secretId");
    }

    @Test
    void findsEventsOfEveryVersionAndPartition() {
        assertThat(ParameterAllowList.withoutVersion("UpdateFunctionCode20150331v2"))
                .isEqualTo("UpdateFunctionCode");
        assertThat(ParameterAllowList.withoutVersion("CreateFunction20150331")).isEqualTo("CreateFunction");
        assertThat(ParameterAllowList.withoutVersion("GetObject")).isEqualTo("GetObject");
        assertThat(ParameterAllowList.withoutVersion("ListObjectsV2")).isEqualTo("ListObjectsV2");
        assertThat(ParameterAllowList.withoutVersion("20150331v2")).isEqualTo("20150331v2");
        ParameterAllowList list = ParameterAllowList.bundled();
        assertThat(list.of("secretsmanager.amazonaws.com.cn", "GetSecretValue"))
                .isSameAs(list.of("secretsmanager.amazonaws.com", "GetSecretValue"));
        assertThat(list.of("secretsmanager", "Unheard")).isSameAs(ParameterAllowList.Event.NOTHING);
        assertThat(list.of("", "")).isSameAs(ParameterAllowList.Event.NOTHING);
    }

    @Test
    void saysWhatItKeepsOfAField() {
        ParameterAllowList list = ParameterAllowList.parse("""
                rds ModifyDBInstance request dBInstanceIdentifier masterUserPassword:present filters.key
                rds ModifyDBInstance response pendingModifiedValues.masterUserPassword:present
                iam CreatePolicyVersion request policyDocument:policy
                """);
        String rds = "rds.amazonaws.com";
        assertThat(list.keeps(rds, "ModifyDBInstance", "requestParameters.dbinstanceidentifier"))
                .isEqualTo(Keeps.VALUE);
        assertThat(list.keeps(rds, "ModifyDBInstance20150331", "requestParameters.filters[0].key"))
                .isEqualTo(Keeps.VALUE);
        assertThat(list.keeps(rds, "ModifyDBInstance", "requestParameters.filters"))
                .isEqualTo(Keeps.VALUE);
        assertThat(list.keeps(rds, "ModifyDBInstance", "requestParameters")).isEqualTo(Keeps.VALUE);
        assertThat(list.keeps(rds, "ModifyDBInstance", "requestParameters.masterUserPassword"))
                .isEqualTo(Keeps.PRESENCE);
        assertThat(list.keeps(rds, "ModifyDBInstance", "responseElements.pendingModifiedValues.masterUserPassword"))
                .isEqualTo(Keeps.PRESENCE);
        assertThat(list.keeps("iam.amazonaws.com", "CreatePolicyVersion", "requestParameters.policyDocument"))
                .isEqualTo(Keeps.VALUE);
        assertThat(list.keeps("iam.amazonaws.com", "CreatePolicyVersion", "requestParameters.policyDocument.Statement"))
                .isEqualTo(Keeps.NOTHING);
        assertThat(list.keeps(rds, "ModifyDBInstance", "requestParameters.filters.other"))
                .isEqualTo(Keeps.NOTHING);
        assertThat(list.keeps(rds, "ModifyDBInstance", "userIdentity.arn")).isEqualTo(Keeps.NOTHING);
    }

    @Test
    void theNameOfAnythingAtTheTopStays() {
        ParameterAllowList list = ParameterAllowList.parse("kms Decrypt request keyId");
        assertThat(list.keeps("kms.amazonaws.com", "Decrypt", "requestParameters.note"))
                .isEqualTo(Keeps.PRESENCE);
        assertThat(list.keeps("other.amazonaws.com", "Unheard", "requestParameters.note"))
                .isEqualTo(Keeps.PRESENCE);
        assertThat(list.keeps("other.amazonaws.com", "Unheard", "requestParameters.note.below"))
                .isEqualTo(Keeps.NOTHING);
    }

    @Test
    void anEventThatIsNotNamedMayBeAny() {
        ParameterAllowList list = ParameterAllowList.parse("""
                kms Decrypt request keyId
                kms Encrypt request plaintext.of:present
                """);
        assertThat(list.keeps(null, null, "requestParameters.keyId")).isEqualTo(Keeps.VALUE);
        assertThat(list.keeps(null, "Decrypt", "requestParameters.keyId")).isEqualTo(Keeps.VALUE);
        assertThat(list.keeps("kms.amazonaws.com", null, "requestParameters.plaintext.of"))
                .isEqualTo(Keeps.PRESENCE);
        assertThat(list.keeps("iam.amazonaws.com", null, "requestParameters.plaintext.of"))
                .isEqualTo(Keeps.NOTHING);
        assertThat(list.keeps(null, "Decrypt", "requestParameters.plaintext.of"))
                .isEqualTo(Keeps.NOTHING);
    }

    @Test
    void keepsTheOutcomeOfDatabaseChangesAndNoPassword() {
        ApiCall modified = call(
                "rds",
                "ModifyDBInstance",
                "\"responseElements\":{\"pendingModifiedValues\":{\"masterUserPassword\":\"stars\"}}");
        assertThat(modified.getResponse()).containsOnly(entry("pendingModifiedValues.masterUserPassword", "[present]"));
        ApiCall restored =
                call("rds", "RestoreDBInstanceFromDBSnapshot", "\"responseElements\":{\"publiclyAccessible\":true}");
        assertThat(restored.getResponse()).containsOnly(entry("publiclyAccessible", "true"));
        ApiCall sent = call("ssm", "SendCommand", "\"responseElements\":{\"command\":{\"status\":\"Pending\"}}");
        assertThat(sent.getResponse()).containsOnly(entry("command.status", "Pending"));
        ApiCall version = call(
                "iam",
                "CreatePolicyVersion",
                "\"requestParameters\":{\"setAsDefault\":true,\"policyDocument\":\"{\\\"Statement\\\":[{\\\"Effect\\\":"
                        + "\\\"Allow\\\",\\\"Action\\\":\\\"x\\\"}]}\"}");
        assertThat(version.getParameters())
                .containsEntry("setAsDefault", "true")
                .extractingByKey("policyDocument")
                .asString()
                .contains("Allow")
                .doesNotContain("Action");
    }

    @Test
    void tellsEveryBadLineOfAListAtOnce() {
        assertThatThrownBy(() -> ParameterAllowList.parse("""
                        # fine
                        kms Decrypt request keyId
                        KMS Decrypt request keyId
                        kms decrypt request keyId
                        kms Decrypt reply keyId
                        kms Decrypt request
                        kms Decrypt request a..b
                        kms Decrypt request keyId:present
                        """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 3: expected SOURCE")
                .hasMessageContaining("line 4: expected SOURCE")
                .hasMessageContaining("line 5: no such part: reply")
                .hasMessageContaining("line 6: no paths")
                .hasMessageContaining("line 7: no path: a..b")
                .hasMessageContaining("line 8: keyId is listed in two ways");
    }

    static ApiCall call(String service, String name, String parts) {
        String event = TestLog.event("id")
                .replace("secretsmanager.amazonaws.com", service + ".amazonaws.com")
                .replace("GetSecretValue", name);
        return read(event.substring(0, event.length() - 1) + "," + parts + "}")
                .events()
                .calls()
                .getFirst();
    }
}
