package io.keywatch.ingest.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CredentialShapeTest {
    private final Random random = new Random(1);

    @Test
    void knowsShapesThatNoNameHas() {
        assertThat(List.of(
                        random(40),
                        "ghp" + "_" + random(36),
                        "xoxb" + "-" + random(40),
                        "sk" + "_live_" + random(24),
                        "eyJ" + random(20) + "." + random(40) + "." + random(30),
                        "IQoJ" + random(300),
                        "-----BEGIN " + "PRIVATE KEY-----",
                        "postgres://user:" + random(12) + "@db.example:5432/x"))
                .allSatisfy(value -> assertThat(CredentialShape.fits(value)).isTrue());
    }

    @Test
    void letsNamesPass() {
        assertThat(List.of(
                        "prod/payments/db",
                        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/payments/db-AbCdEf",
                        "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
                        "AKI" + "A".repeat(17),
                        "2c26b46b68ffc68ff99b453c1d30413413422d70",
                        "prod/payments/database/credentials/main1",
                        "/aws/reference/secretsmanager/prod/db",
                        "s3://bucket/some/key@2",
                        "https://sqs.eu-central-1.amazonaws.com/111122223333/queue",
                        "some-user@example.com"))
                .allSatisfy(value -> assertThat(CredentialShape.fits(value)).isFalse());
    }

    /** Letters and digits as random keys have them. */
    private String random(int length) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        StringBuilder text = new StringBuilder("Aa0Bb1Cc2Dd3");
        while (text.length() < length) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
