package io.keywatch.detect.scan.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every check on values that end anywhere: none throws, and none looks at what stands around the value. */
class PartialValuesTest {
    private static final int LONGEST = 130;

    private static final List<String> VALUES = values();

    static Set<String> checks() {
        return Checks.names();
    }

    private static List<String> values() {
        Random random = new Random(5);
        Stream<String> forged = Stream.of(
                        "discord",
                        "grafana-api-key",
                        "grafana-cloud-token",
                        "sentry-token",
                        "mapbox-token",
                        "onepassword-token",
                        "aws-bedrock-key",
                        "aws-eks-token",
                        "aws-session-token",
                        "pypi-macaroon",
                        "jwt",
                        "github-server-token",
                        "basic-credentials")
                .map(check -> Forge.valid(check, "", random));
        Stream<String> odd = Stream.of(
                Forge.valid("aws-bedrock-key", "ABSK", random),
                Forge.putty(3, random),
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END",
                "{\"type\": \"service_account\", \"private_key\": \"-----BEGIN\"}",
                "........",
                "========",
                "--------",
                "1".repeat(LONGEST),
                "a".repeat(LONGEST),
                "\0\0\0\0",
                "\u00ff\u00fe");
        Stream<String> published = CheckVectorsTest.vectors().map(vector -> (String) vector.get()[1]);
        return Stream.of(forged, odd, published).flatMap(each -> each).collect(Collectors.toList());
    }

    @ParameterizedTest
    @MethodSource("checks")
    void rejectsAnEmptyValue(String name) {
        assertThat(check(name).of(new byte[0], 0, 0).rejected()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void judgesAPartOfAValueByNothingBehindIt(String name) {
        OfflineCheck check = check(name);
        for (String value : VALUES) {
            for (int length = 0; length <= Math.min(value.length(), LONGEST); length++) {
                byte[] alone = bytes(value.substring(0, length));
                byte[] amid = bytes("x" + value + value);
                assertThat(check.of(alone, 0, length))
                        .as("%d characters", length)
                        .isEqualTo(check.of(amid, 1, 1 + length));
            }
        }
    }

    private static OfflineCheck check(String name) {
        return Objects.requireNonNull(Checks.named(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
