package io.keywatch.detect.topology;

import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotate after departure, and the credential that outlives it. Alice is who leaves. */
class DepartureTest {
    private static final String ITEM = "posture.rotate-after-departure";
    private static final String USED = "access.used-after-departure";
    private static final String FORGOTTEN = "AKIA" + "FORGOTTENFORGOT0";

    private final TwoWays ways = new TwoWays();

    @AfterEach
    void stop() {
        ways.close();
    }

    @Test
    void makesOneWorkItemForEachSecretThatADeletedUserHasRead() {
        send(
                readSecret("shop/db"),
                readSecret("shop/mail").after(hours(1)),
                deleteUser().after(hours(5)));

        List<Finding> items = ways.findings(ITEM);
        assertThat(items).hasSize(2).allSatisfy(item -> {
            assertThat(item.getFindingClass()).isEqualTo(FindingClass.POSTURE);
            assertThat(item.getState()).isEqualTo(FindingState.OPEN);
            assertThat(item.getSeverity()).isEqualTo(Severity.LOW);
            assertThat(item.getFacts())
                    .containsEntry("person", "alice")
                    .containsEntry(
                            "dueBy",
                            Calls.MORNING
                                    .plus(hours(5))
                                    .plus(Duration.ofDays(7))
                                    .toString());
        });
        assertThat(items)
                .extracting(item -> item.getResources().getFirst().getArn())
                .anyMatch(arn -> arn.endsWith(":secret:shop/db"))
                .anyMatch(arn -> arn.endsWith(":secret:shop/mail"));
    }

    @Test
    void closesAWorkItemWithTheRotationOfItsSecret() {
        send(readSecret("shop/db"), readSecret("shop/mail"), deleteUser().after(hours(5)));
        send(rotated("shop/db").after(hours(30)));

        assertThat(ways.findings(ITEM))
                .extracting(Finding::getState)
                .containsExactlyInAnyOrder(FindingState.OPEN, FindingState.RESOLVED);
    }

    @Test
    void closesAWorkItemWhenItsParameterIsDeletedAmongOthers() {
        send(
                call("ssm", "GetParameter").with("name", "/shop/db").with("withDecryption", "true"),
                deleteUser().after(hours(5)));
        send(call("ssm", "DeleteParameters")
                .by("bob")
                .withKey("AKIA" + "BOB")
                .with("names[0]", "/shop/mail")
                .with("names[1]", "/shop/db")
                .after(hours(6)));

        assertThat(ways.findings(ITEM)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
    }

    @Test
    void asksForNothingWhereTheSecretWasRotatedSinceItWasRead() {
        send(
                readSecret("shop/db"),
                rotated("shop/db").after(hours(2)),
                deleteUser().after(hours(5)));

        assertThat(ways.findings(ITEM)).isEmpty();
    }

    @Test
    void asksForTheNewValueThatWasReadOnTheDayOfTheRotation() {
        send(
                readSecret("shop/db"),
                rotated("shop/db").after(hours(1)),
                readSecret("shop/db").after(hours(2)),
                deleteUser().after(hours(5)));

        assertThat(ways.findings(ITEM))
                .singleElement()
                .satisfies(item -> assertThat(item.getFacts())
                        .containsEntry("lastRead", Calls.MORNING.plus(hours(2)).toString()));
    }

    @Test
    void isOverdueAfterAWeek() {
        send(readSecret("shop/db"), deleteUser().after(hours(5)));
        send(call("s3", "ListBuckets").by("bob").withKey("AKIA" + "BOB").after(Duration.ofDays(7)));
        assertThat(ways.findings(ITEM)).extracting(Finding::getSeverity).containsExactly(Severity.LOW);
        send(call("s3", "ListBuckets")
                .by("bob")
                .withKey("AKIA" + "BOB")
                .after(Duration.ofDays(7).plusHours(8)));

        assertThat(ways.findings(ITEM)).singleElement().satisfies(item -> {
            assertThat(item.getSeverity()).isEqualTo(Severity.MEDIUM);
            assertThat(item.getFacts()).containsEntry("overdue", "yes");
        });
    }

    @Test
    void countsPasswordAndAllKeysGoneAsADeparture() {
        send(readSecret("shop/db"), admin("DeleteLoginProfile").after(hours(5)));
        assertThat(ways.findings(ITEM)).isEmpty();
        send(admin("UpdateAccessKey")
                .with("accessKeyId", Calls.KEY)
                .with("status", "Inactive")
                .after(hours(6)));

        assertThat(ways.findings(ITEM)).hasSize(1);
    }

    @Test
    void doesNotCountTheReplacementOfAKey() {
        send(
                readSecret("shop/db"),
                admin("DeleteLoginProfile").after(hours(1)),
                admin("CreateAccessKey")
                        .answered("accessKey.accessKeyId", FORGOTTEN)
                        .after(hours(2)),
                admin("DeleteAccessKey").with("accessKeyId", Calls.KEY).after(hours(3)));

        assertThat(ways.findings(ITEM)).isEmpty();
    }

    @Test
    void believesThePersonnelSystemAndItsCorrections() {
        send(readSecret("shop/db").byRole("AWSReservedSSO_Dev", "alice@example.com"));
        ways.send(told(true, 4));
        assertThat(ways.findings(ITEM)).extracting(Finding::getState).containsExactly(FindingState.OPEN);
        ways.send(told(false, 5));

        assertThat(ways.findings(ITEM)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
    }

    @Test
    void knowsAPersonByTheIdInTheIdentityStore() {
        ApiCall read =
                readSecret("shop/db").byRole("AWSReservedSSO_Dev", "alice").make();
        read.getPrincipal().setFederatedUser("906700000-1111");
        ways.send(read);
        send(call("sso-directory", "DisableUser")
                .by("admin")
                .withKey("ASIA" + "ADMIN")
                .with("userId", "906700000-1111")
                .after(hours(3)));

        assertThat(ways.findings(ITEM)).hasSize(1);
    }

    @Test
    void raisesAForgottenKeyThatIsUsedAfterTheDeparture() {
        send(
                readSecret("shop/db"),
                admin("DeleteLoginProfile").after(hours(5)),
                admin("DeleteAccessKey").with("accessKeyId", Calls.KEY).after(hours(5)));
        assertThat(ways.findings(USED)).isEmpty();
        ApiCall late = readSecret("shop/db").withKey(FORGOTTEN).after(hours(50)).make();
        ways.send(late);

        assertThat(ways.findings(USED)).singleElement().satisfies(finding -> {
            assertThat(finding.getSeverity()).isEqualTo(Severity.HIGH);
            assertThat(finding.getEvidence()).extracting("eventId").contains(late.getEventId());
            assertThat(finding.getExplanation()).contains("alice left at", "password and all keys gone");
            assertThat(finding.getResources()).hasSize(1);
        });
    }

    @Test
    void raisesARoleSessionThatOutlivesTheDeletedUser() {
        String session = "ASIA" + "SESSIONOFSHOP";
        send(
                call("sts", "AssumeRole").answered("credentials.accessKeyId", session),
                deleteUser().after(hours(1)),
                readSecret("shop/db").byRole("shop", "alice").withKey(session).after(hours(3)));

        assertThat(ways.findings(USED)).hasSize(1);
    }

    @Test
    void saysNothingAboutSomebodyWhoSignsInAnewAnotherWay() {
        send(readSecret("shop/db"), deleteUser().after(hours(1)));
        ApiCall anew = readSecret("shop/db")
                .byRole("AWSReservedSSO_Dev", "alice")
                .after(hours(3))
                .make();
        anew.getPrincipal().setSessionCreated(Calls.MORNING.plus(hours(3)));
        ways.send(anew);

        assertThat(ways.findings(USED)).isEmpty();
        assertThat(ways.findings(ITEM)).extracting(Finding::getState).containsExactly(FindingState.RESOLVED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void endsTheSameInAnyOrderAndTwice(long seed) {
        List<ApiCall> story = List.of(
                readSecret("shop/db").make(),
                readSecret("shop/mail").after(hours(1)).make(),
                rotated("shop/mail").after(hours(2)).make(),
                call("sts", "AssumeRole")
                        .answered("credentials.accessKeyId", "ASIA" + "TAKEN")
                        .after(hours(3))
                        .make(),
                admin("DeleteLoginProfile").after(hours(4)).make(),
                admin("DeleteAccessKey")
                        .with("accessKeyId", Calls.KEY)
                        .after(hours(4))
                        .make(),
                readSecret("shop/db")
                        .byRole("shop", "alice")
                        .withKey("ASIA" + "TAKEN")
                        .after(hours(5))
                        .make());
        story.forEach(ways::send);
        List<ApiCall> shuffled = new ArrayList<>(story);
        shuffled.addAll(story);
        Collections.shuffle(shuffled, new Random(seed));
        Replay other = new Replay(AccessSettings.defaults());
        shuffled.forEach(other::accept);

        assertThat(open(TwoWays.lastStates(other.findings())))
                .isEqualTo(open(ways.all()))
                .hasSize(2);
    }

    private static Map<String, Finding> open(Map<String, Finding> findings) {
        Map<String, Finding> open = new TreeMap<>(findings);
        open.values()
                .removeIf(finding -> finding.getState() != FindingState.OPEN
                        || !List.of(ITEM, USED).contains(finding.getRule().getId()));
        return open;
    }

    private void send(Calls... calls) {
        for (Calls each : calls) {
            ways.send(each.make());
        }
    }

    private static Calls admin(String event) {
        return call("iam", event).by("admin").withKey("ASIA" + "ADMIN").with("userName", "alice");
    }

    private static Calls deleteUser() {
        return admin("DeleteUser");
    }

    private static Calls rotated(String secret) {
        return call("secretsmanager", "RotationSucceeded")
                .withKey(null)
                .answered(
                        "SecretId",
                        "arn:aws:secretsmanager:eu-central-1:" + Calls.ACCOUNT + ":secret:" + secret + "-AbCdEf");
    }

    private static Departure told(boolean left, int hour) {
        return Departure.newBuilder()
                .setPerson("Alice@example.com")
                .setAt(Calls.MORNING.plus(hours(hour)))
                .setSource("personnel")
                .setLeft(left)
                .build();
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }
}
