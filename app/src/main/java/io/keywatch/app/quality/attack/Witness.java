package io.keywatch.app.quality.attack;

import io.keywatch.app.quality.Actor;
import io.keywatch.app.quality.Caller;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the stream has shown of one principal: what an attacker who took it over would look like and could reach. */
final class Witness {
    /** Enough to know where and when somebody works, little enough for thousands of principals. */
    private static final int RECENT = 24;

    record Moment(Caller caller, Instant at) {}

    final Actor actor;
    final Instant firstSeen;
    Instant lastSeen;
    long calls;
    final Deque<Moment> recent = new ArrayDeque<>();
    final Set<String> read = new HashSet<>();
    final Set<String> longTermKeys = new HashSet<>();
    /** The last role session that carries this user's name. */
    @Nullable
    Moment namedSession;

    boolean taken;

    Witness(Actor actor, Instant firstSeen) {
        this.actor = actor;
        this.firstSeen = firstSeen;
        this.lastSeen = firstSeen;
    }

    void see(ApiCall call) {
        calls++;
        if (call.getPrincipal().getInvokedBy() != null) {
            String arn = secretOf(call);
            if (!arn.isEmpty()) {
                read.add(arn);
            }
            return;
        }
        lastSeen = call.getEventTime();
        String key = call.getPrincipal().getAccessKeyId();
        if (key != null && key.startsWith("AKIA")) {
            longTermKeys.add(key);
        }
        recent.addLast(new Moment(new Caller(call.getPrincipal(), call.getNetwork(), call.getAwsRegion()), lastSeen));
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
    }

    List<Moment> moments() {
        return new ArrayList<>(recent);
    }

    static String secretOf(ApiCall call) {
        String arn = call.getParameters().get("encryptionContext.SecretARN");
        if (arn == null) {
            arn = call.getParameters().get("encryptionContext.PARAMETER_ARN");
        }
        return arn == null ? "" : arn;
    }
}
