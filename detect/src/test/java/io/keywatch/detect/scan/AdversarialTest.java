package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.keywatch.detect.scan.check.Forge;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts made to be slow: the work counted must grow with their length and no faster. */
@Execution(ExecutionMode.CONCURRENT)
class AdversarialTest {
    private static final TextEngine ENGINE = new TextEngine(RuleSet.builtin());

    /** Steps of patterns for each byte of input, at most. */
    private static final long STEPS_PER_BYTE = 200;

    /** Base64 of what begins like a key. */
    private static final String BODY = "MIIE".repeat(16) + "\n";

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Arguments> unit() {
        Random random = new Random(9);
        return Stream.of(
                Arguments.of("keywords only", "password secret token api_key "),
                Arguments.of("one line of assignments", "password=\"a\",secret:'b',token=c;"),
                Arguments.of("prefixes", "ghp_glpat-xoxb-sk-AKIASK eyJhbGci.eyJ."),
                Arguments.of("long runs of base64", Forge.text(997, random) + "+/"),
                Arguments.of("web tokens that do not end", "eyJ" + Forge.text(300, random) + "."),
                Arguments.of("a prefix in what may follow it", "fm1_"),
                Arguments.of("keys that do not end", "-----BEGIN PRIVATE KEY-----"),
                Arguments.of("keys that do not end, with a body", "-----BEGIN RSA PRIVATE KEY-----\n" + BODY),
                Arguments.of("keys in keys", "-----BEGIN PRIVATE KEY-----BEGIN private key private key-----END -----"),
                Arguments.of(
                        "keys in accounts", "{\"type\":\"service_account\",\"k\":\"-----BEGIN PRIVATE KEY-----" + BODY),
                Arguments.of("keys of PuTTY", "PuTTY-User-Key-File-3: a\nEncryption: none\nPrivate-Lines: 1\nAAAA\n"),
                Arguments.of("urls", "https://a:b@c.d/e?password=f&token=g"),
                Arguments.of("tags that do not end", "<password a=\"b\" c='d' "),
                Arguments.of("names without values", "password:\n  - \ntoken =\n\n secrets:"),
                Arguments.of("commands", "docker login redis-cli ldapsearch -w mysql( echo a:bcde "),
                Arguments.of("curl commands", "curl -s -u curl --user "),
                Arguments.of("context words", "aws_secret heroku gitlab_token datadog twilio "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unit")
    void workGrowsWithTheLengthOnly(String name, String unit) {
        long small = steps(unit, 200_000);
        long large = steps(unit, 2_000_000);
        assertThat(large).isLessThanOrEqualTo(2_000_000 * STEPS_PER_BYTE);
        assertThat(large).isLessThanOrEqualTo(15 * small + 100_000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unit")
    void memoryGrowsWithTheLengthOnly(String name, String unit) {
        allocated(unit, 10_000);
        long small = allocated(unit, 10_000);
        assertThat(allocated(unit, 100_000)).isLessThanOrEqualTo(15 * small + 1_000_000);
    }

    private static long allocated(String unit, int length) {
        long before = THREAD.getCurrentThreadAllocatedBytes();
        steps(unit, length);
        return THREAD.getCurrentThreadAllocatedBytes() - before;
    }

    private static long steps(String unit, int length) {
        byte[] text =
                unit.repeat(length / unit.length() + 1).substring(0, length).getBytes(StandardCharsets.US_ASCII);
        TextEngine.Found found = ENGINE.scan(text, text.length, "content", 1000, () -> true);
        assertThat(found.work().literalHits()).isLessThanOrEqualTo(text.length);
        return found.work().patternSteps();
    }
}
