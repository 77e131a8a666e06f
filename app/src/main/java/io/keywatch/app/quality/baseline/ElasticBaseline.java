package io.keywatch.app.quality.baseline;

import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.judge.Contender;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Elastic's rules for reads of secrets, as of August 2026: twenty distinct request parameters of one session in six
 * minutes; first GetSecretValue of a (account, user) in five days; first decrypting GetParameter(s) of one. The wide form
 * adds the first (access key, address) of a long-term key in ten days.
 */
public final class ElasticBaseline implements DetectorUnderTest {
    private static final int DISTINCT = 20;
    private static final Duration WINDOW = Duration.ofMinutes(6);
    private static final Duration HISTORY = Duration.ofDays(5);
    private static final Duration KEY_HISTORY = Duration.ofDays(10);

    private final boolean wide;
    private final Once once = new Once();
    private final DistinctWindow rapid = new DistinctWindow(DISTINCT, WINDOW);
    private final NewTerm readers = new NewTerm(HISTORY);
    private final NewTerm parameterReaders = new NewTerm(HISTORY);
    private final NewTerm keyAddresses = new NewTerm(KEY_HISTORY);

    private ElasticBaseline(boolean wide) {
        this.wide = wide;
    }

    public static Contender secretRules() {
        return new Contender(
                "elastic",
                Contender.Kind.BASELINE,
                "Elastic: >= 20 distinct in 6 min per session, first reader in 5 d (Secrets Manager, SSM)",
                briefing -> new ElasticBaseline(false));
    }

    public static Contender allRules() {
        return new Contender(
                "elastic-wide",
                Contender.Kind.BASELINE,
                "Elastic as above, and first (long-term key, address) in 10 d",
                briefing -> new ElasticBaseline(true));
    }

    @Override
    public void exposure(Exposure exposure) {
        // Its alert index does not know what is exposed.
    }

    @Override
    public List<Finding> accept(ApiCall call, Instant deliveredAt) {
        if (!once.first(call, deliveredAt) || call.getErrorCode() != null) {
            return List.of();
        }
        List<Finding> alerts = new ArrayList<>();
        String who = call.getPrincipal().getId();
        String session = call.getPrincipal().getArn();
        boolean browser = String.valueOf(call.getNetwork().getUserAgent()).startsWith("Mozilla");
        if (call.getEventName().equals("GetSecretValue")) {
            List<ApiCall> burst = browser
                    ? List.of()
                    : rapid.add(
                            session == null ? who : session,
                            call,
                            Set.of(call.getParameters().toString()));
            if (!burst.isEmpty()) {
                alerts.add(Alerts.of("elastic.rapid", "Rapid retrieval of secrets", who, burst));
            }
            if (readers.add(who, call.getEventTime())) {
                alerts.add(Alerts.of("elastic.first-reader", "First secret read by a user", who, List.of(call)));
            }
        }
        boolean decrypting = "true".equals(call.getParameters().get("withDecryption"));
        if (decrypting
                && (call.getEventName().equals("GetParameter")
                        || call.getEventName().equals("GetParameters"))
                && parameterReaders.add(who, call.getEventTime())) {
            alerts.add(Alerts.of("elastic.first-parameter", "First decrypted parameter of a user", who, List.of(call)));
        }
        String key = call.getPrincipal().getAccessKeyId();
        if (wide
                && key != null
                && key.startsWith("AKIA")
                && !call.getEventSource().equals(ApiCalls.KMS)
                && keyAddresses.add(key + " " + call.getNetwork().getIp(), call.getEventTime())) {
            alerts.add(Alerts.of("elastic.key-address", "Long-term key from a new address", who, List.of(call)));
        }
        return alerts;
    }

    @Override
    public List<Finding> end() {
        return List.of();
    }
}
