package io.keywatch.ingest.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.ingest.vault.ValueChanges.ValueChange;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrailChangesTest {
    @ParameterizedTest
    @CsvSource({
        "PutSecretValue, secretId, SECRET",
        "UpdateSecret, secretId, SECRET",
        "UpdateSecretVersionStage, secretId, SECRET",
        "RestoreSecret, secretId, SECRET",
        "PutParameter, name, PARAMETER",
    })
    void knowsWhichCallsChangeAValue(String event, String parameter, ValueChange.Kind kind) {
        assertThat(TrailChanges.of(call(event, Map.of(parameter, "shop/db"), Map.of())))
                .isEqualTo(new ValueChange("111122223333", "eu-central-1", kind, "shop/db"));
    }

    @ParameterizedTest
    @CsvSource({"CreateSecret, arn", "RotationSucceeded, SecretId"})
    void takesTheNameFromTheAnswerWhereItStandsThere(String event, String name) {
        assertThat(TrailChanges.of(call(event, Map.of(), Map.of(name, "arn:x"))))
                .isEqualTo(new ValueChange("111122223333", "eu-central-1", ValueChange.Kind.SECRET, "arn:x"));
    }

    @Test
    void passesOverReadsAndWhatWasRefused() {
        ApiCall refused = call("PutSecretValue", Map.of("secretId", "shop/db"), Map.of());
        refused.setErrorCode("AccessDeniedException");

        assertThat(TrailChanges.of(refused)).isNull();
        assertThat(TrailChanges.of(call("GetSecretValue", Map.of("secretId", "shop/db"), Map.of())))
                .isNull();
    }

    private static ApiCall call(String event, Map<String, String> parameters, Map<String, String> response) {
        return ApiCall.newBuilder()
                .setEventId("id")
                .setEventTime(Instant.EPOCH)
                .setIngestedAt(Instant.EPOCH)
                .setEventSource("secretsmanager.amazonaws.com")
                .setEventName(event)
                .setAwsRegion("eu-central-1")
                .setRecipientAccountId("111122223333")
                .setPrincipal(Principal.newBuilder()
                        .setId("arn:aws:iam::111122223333:role/app")
                        .setType(PrincipalType.ASSUMED_ROLE)
                        .build())
                .setNetwork(Network.newBuilder().build())
                .setParameters(parameters)
                .setResponse(response)
                .setOrigin(Origin.LIVE)
                .build();
    }
}
