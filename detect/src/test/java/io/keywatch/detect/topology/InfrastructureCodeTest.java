package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.call.Calls;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Terraform creates, reads and deletes twenty secrets: the calls that its AWS provider makes, by behaviour alone. */
class InfrastructureCodeTest {
    private static final int SECRETS = 20;
    private static final Duration FIRST_DAY = Duration.ofDays(1);

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void raisesNothingForARoleThatPutsUpReadsAndTakesDownItsOwn() {
        for (int day = 0; day < 10; day++) {
            Duration morning = Duration.ofDays(day);
            String stack = "preview" + day;
            apply(stack, morning);
            plan(stack, morning.plusHours(2));
            destroy(stack, morning.plusHours(5));
        }

        assertThat(ways.all()).isEmpty();
    }

    @Test
    void isOnlyNotedWhenItTakesDownWhatItPutUpLongAgo() {
        apply("shop", Duration.ZERO);
        for (int day = 1; day < 10; day++) {
            plan("shop", Duration.ofDays(day));
        }
        assertThat(ways.all()).isEmpty();
        destroy("shop", Duration.ofDays(10));

        assertThat(ways.all().values())
                .hasSize(SECRETS)
                .allSatisfy(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.LOW));
    }

    @Test
    void explainsANewRoleOnceThatRefreshesWhatOthersHavePutUp() {
        // its first evening, over midnight, and the days after
        for (int run = 0; run < 20; run++) {
            plan("shop", Duration.ofHours(11L + 7L * run));
        }

        List<Finding> findings = List.copyOf(ways.all().values());
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.getRule().getId()).isEqualTo("access.bulk-secret-read");
            assertThat(finding.getDetectedAt()).isBefore(Calls.MORNING.plus(FIRST_DAY));
            assertThat(finding.getExplanation()).contains("role/terraform read 20 different secrets");
        });
    }

    @Test
    void staysLowWhenALearnedRoleGrowsByAStack() {
        for (int day = 0; day < 14; day++) {
            plan("shop", Duration.ofDays(day));
        }
        Collection<Finding> firstDay = ways.all().values();
        apply("bank", Duration.ofDays(14));
        plan("bank", Duration.ofDays(14).plusHours(1));
        plan("shop", Duration.ofDays(15));
        plan("bank", Duration.ofDays(15));

        assertThat(firstDay).hasSize(1);
        assertThat(ways.all().values())
                .filteredOn(finding -> finding.getSeverity().compareTo(Severity.LOW) > 0)
                .hasSize(1);
    }

    @Test
    void takesBackWhatItSaidOfADeletionWhoseCreationComesLate() {
        List<ApiCall> delivered = new ArrayList<>(run("preview", Duration.ZERO, "CreateSecret", "PutSecretValue"));
        delivered.addAll(deletions("preview", Duration.ofMinutes(3)));
        Collections.shuffle(delivered, new Random(7));
        delivered.forEach(ways::send);

        assertThat(ways.all().values())
                .allSatisfy(finding -> assertThat(finding.getFacts()).containsKey("withdrawn"));
    }

    @Test
    void raisesTheDeletionOfSomebodyElsesSecrets() {
        apply("shop", Duration.ZERO);
        deletions("shop", Duration.ofDays(3)).stream()
                .map(call -> ApiCall.newBuilder(call)
                        .setPrincipal(call("sts", "x")
                                .byRole("intruder", "run")
                                .make()
                                .getPrincipal())
                        .build())
                .forEach(ways::send);

        assertThat(ways.findings("access.secret-force-deleted"))
                .hasSize(SECRETS)
                .allSatisfy(finding -> assertThat(finding.getSeverity()).isEqualTo(Severity.MEDIUM));
    }

    /** Ten at a time, as Terraform does. */
    private void apply(String stack, Duration at) {
        run(stack, at, "CreateSecret", "PutSecretValue", "DescribeSecret", "GetResourcePolicy", "GetSecretValue")
                .forEach(ways::send);
    }

    private void plan(String stack, Duration at) {
        run(stack, at, "DescribeSecret", "GetResourcePolicy", "GetSecretValue").forEach(ways::send);
    }

    private void destroy(String stack, Duration at) {
        plan(stack, at);
        deletions(stack, at.plusSeconds(30)).forEach(ways::send);
    }

    private static List<ApiCall> run(String stack, Duration at, String... events) {
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            for (int step = 0; step < events.length; step++) {
                String name = stack + "/secret" + i;
                Calls call = switch (events[step]) {
                    case "GetSecretValue" -> readSecret(name);
                    case "CreateSecret" ->
                        call("secretsmanager", "CreateSecret").with("name", name);
                    default -> call("secretsmanager", events[step]).with("secretId", name);
                };
                calls.add(terraform(call, at.plusSeconds(i / 10 * 4L).plusMillis(200L * step)));
            }
        }
        return calls;
    }

    private static List<ApiCall> deletions(String stack, Duration at) {
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            calls.add(terraform(
                    call("secretsmanager", "DeleteSecret")
                            .with("secretId", stack + "/secret" + i)
                            .with("forceDeleteWithoutRecovery", "true"),
                    at.plusMillis(100L * i)));
        }
        return calls;
    }

    private static ApiCall terraform(Calls call, Duration at) {
        return call.byRole("terraform", "ci").after(at).make();
    }
}
