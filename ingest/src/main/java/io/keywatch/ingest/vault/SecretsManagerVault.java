package io.keywatch.ingest.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Secrets Manager: values by the batch, and one by one where only {@code GetSecretValue} is allowed. */
final class SecretsManagerVault implements Vault {
    private static final int PAGE = 100;

    /** BatchGetSecretValue takes no more. */
    private static final int BATCH = 20;

    private final SecretsManagerClient client;

    SecretsManagerVault(SecretsManagerClient client) {
        this.client = client;
    }

    @Override
    public boolean holds(String arn) {
        return arn.contains(":secretsmanager:");
    }

    @Override
    public boolean takes(ValueChanges.ValueChange.Kind kind) {
        return kind == ValueChanges.ValueChange.Kind.SECRET;
    }

    @Override
    public String id(String arn) {
        return arn;
    }

    @Override
    public Iterable<List<String>> pages() {
        return () -> client.listSecretsPaginator(request -> request.maxResults(PAGE)).stream()
                .map(page ->
                        page.secretList().stream().map(SecretListEntry::arn).toList())
                .iterator();
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public List<Reading> read(List<String> ids) {
        List<Reading> readings = new ArrayList<>();
        try {
            String token = null;
            do {
                String from = token;
                BatchGetSecretValueResponse page = client.batchGetSecretValue(
                        request -> request.secretIdList(ids).nextToken(from));
                page.secretValues().forEach(value -> add(readings, value));
                page.errors().forEach(error -> readings.add(refused(error)));
                token = page.nextToken();
            } while (token != null);
            return readings;
        } catch (SecretsManagerException refused) {
            if (!denied(code(refused))) {
                throw refused;
            }
        }
        readings.clear();
        ids.forEach(id -> readOne(id, readings));
        return readings;
    }

    private void readOne(String id, List<Reading> readings) {
        try {
            GetSecretValueResponse value = client.getSecretValue(request -> request.secretId(id));
            add(readings, value.arn(), value.secretString(), value.secretBinary());
        } catch (SecretsManagerException refused) {
            String code = code(refused);
            if (!denied(code) && !gone(code)) {
                throw refused;
            }
            readings.add(gone(code) ? new Reading.Gone(id) : new Reading.Refused(id, code, true));
        }
    }

    private static void add(List<Reading> readings, SecretValueEntry value) {
        add(readings, value.arn(), value.secretString(), value.secretBinary());
    }

    private static void add(List<Reading> readings, String arn, @Nullable String text, @Nullable SdkBytes binary) {
        if (text != null) {
            readings.add(new Reading.Held(arn, text.getBytes(StandardCharsets.UTF_8)));
        } else if (binary != null) {
            readings.add(new Reading.Held(arn, binary.asByteArray()));
        }
    }

    private static Reading refused(APIErrorType error) {
        String code = error.errorCode();
        return gone(code)
                ? new Reading.Gone(error.secretId())
                : new Reading.Refused(error.secretId(), code, denied(code));
    }

    private static String code(SecretsManagerException refused) {
        return refused.awsErrorDetails() == null
                ? ""
                : refused.awsErrorDetails().errorCode();
    }

    /** A key that may not be used is a value that may not be read. */
    private static boolean denied(String code) {
        return code.startsWith("AccessDenied") || code.equals("DecryptionFailure");
    }

    /** Scheduled for deletion counts too: its value cannot be asked for. */
    private static boolean gone(String code) {
        return code.equals("ResourceNotFoundException") || code.equals("InvalidRequestException");
    }
}
