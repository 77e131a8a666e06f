package io.keywatch.detect.incident;

import static io.keywatch.detect.call.Calls.assume;
import static io.keywatch.detect.call.Calls.call;
import static io.keywatch.detect.call.Calls.readSecret;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.call.Calls;
import io.keywatch.detect.replay.Replay;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Alice of one account, a role of a second, a role of a third: and what is done with the last key. */
public final class Chain {
    public static final String SECOND = "222233334444";
    public static final String THIRD = "333344445555";
    public static final String ALICE = "arn:aws:iam::" + Calls.ACCOUNT + ":user/alice";
    static final String HUB_KEY = "ASIA" + "HUBHUBHUBHUBHUB0";
    static final String VAULT_KEY = "ASIA" + "VAULTVAULTVAULT0";

    private Chain() {}

    /** Both hops. */
    public static List<ApiCall> links() {
        return links(Duration.ZERO);
    }

    static List<ApiCall> links(Duration at) {
        return List.of(
                assume(SECOND, "hub", HUB_KEY).after(at).make(),
                assume(THIRD, "vault", VAULT_KEY)
                        .bySession(SECOND, "hub", "work", HUB_KEY)
                        .after(at.plusMinutes(2))
                        .make());
    }

    /** A bulk read, a key for another user, and the trail stopped, by the last role. */
    public static List<ApiCall> attack() {
        return attack(Duration.ZERO);
    }

    static List<ApiCall> attack(Duration at) {
        List<ApiCall> calls = new ArrayList<>(bulkRead(at));
        calls.add(byVault(call("iam", "CreateAccessKey").with("userName", "backup"))
                .after(at.plusMinutes(20))
                .make());
        calls.add(byVault(call("cloudtrail", "StopLogging").with("name", "main"))
                .after(at.plusMinutes(25))
                .make());
        return calls;
    }

    static List<ApiCall> bulkRead(Duration at) {
        List<ApiCall> calls = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            calls.add(byVault(readSecret("app/" + i))
                    .after(at.plusMinutes(5).plusSeconds(i))
                    .make());
        }
        return calls;
    }

    static Calls byVault(Calls call) {
        return call.bySession(THIRD, "vault", "work", VAULT_KEY);
    }

    static List<Finding> incidents(List<ApiCall> calls) {
        return incidents(findings(calls));
    }

    static Collection<Finding> findings(List<ApiCall> calls) {
        Replay replay = new Replay(AccessSettings.defaults());
        calls.forEach(replay::accept);
        return replay.findings();
    }

    static List<Finding> incidents(Collection<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.getFindingClass() == FindingClass.SEQUENCE)
                .toList();
    }
}
