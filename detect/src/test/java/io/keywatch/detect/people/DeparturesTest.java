package io.keywatch.detect.people;

import static io.keywatch.detect.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeparturesTest {
    private static final String FORGOTTEN = "AKIA" + "FORGOTTENFORGOTT";
    private final Replay replay = new Replay(AccessSettings.defaults());

    @ParameterizedTest
    @ValueSource(strings = {"DeleteUser", "DeleteLoginProfile", "UpdateAccessKey"})
    void takesNobodyWhoRemovesOthersForGone(String change) {
        accept(call("s3", "ListBuckets").by("alice"), 0);
        accept(changed(change, "bob").by("alice"), 1);
        accept(changed("DeleteLoginProfile", "carol").by("alice"), 2);
        accept(call("s3", "ListBuckets").by("alice"), 30);

        assertThat(findings()).isZero();
    }

    @Test
    void seesTheForgottenKeyOfOneWhoUsedToRemoveOthers() {
        accept(call("s3", "ListBuckets").by("alice"), 0);
        accept(changed("UpdateAccessKey", "bob").by("alice"), 24);
        accept(changed("DeleteLoginProfile", "alice").by("root-of-all"), 48);
        accept(
                call("iam", "DeleteAccessKey")
                        .with("userName", "alice")
                        .with("accessKeyId", Calls.KEY)
                        .by("root-of-all"),
                49);
        accept(call("s3", "ListBuckets").by("alice").withKey(FORGOTTEN), 72);

        assertThat(findings()).isOne();
    }

    @Test
    void takesNobodyForGoneWhomItWasRefusedToRemove() {
        accept(call("s3", "ListBuckets").by("alice"), 0);
        accept(call("iam", "DeleteUser").by("alice").denied(), 24);
        accept(call("s3", "ListBuckets").by("alice"), 30);

        assertThat(findings()).isZero();
    }

    private static Calls changed(String change, String user) {
        return call("iam", change)
                .with("userName", user)
                .with("accessKeyId", "AKIA" + "OFSOMEBODYELSE00")
                .with("status", "Inactive");
    }

    private void accept(Calls call, int hours) {
        replay.accept(call.after(Duration.ofHours(hours)).make());
    }

    private long findings() {
        return replay.findings().stream()
                .filter(finding -> finding.getRule().getId().equals(Departures.RULE.id()))
                .count();
    }
}
