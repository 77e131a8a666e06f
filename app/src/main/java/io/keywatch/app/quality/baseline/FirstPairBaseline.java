package io.keywatch.app.quality.baseline;

import io.keywatch.app.quality.judge.Contender;
import io.keywatch.app.quality.judge.DetectorUnderTest;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The rule that peers had and dropped for its noise: the first read of a secret by a principal, here for ever rather than
 * in five days, one alert per principal and day.
 */
public final class FirstPairBaseline implements DetectorUnderTest {
    private static final Duration EVER = Duration.ofDays(3_650);
    private static final Duration QUIET = Duration.ofDays(1);

    private final Once once = new Once();
    private final NewTerm pairs = new NewTerm(EVER);
    private final NewTerm alerted = new NewTerm(QUIET);

    private FirstPairBaseline() {}

    public static Contender contender() {
        return new Contender(
                "first-pair",
                Contender.Kind.BASELINE,
                "First read of a secret by a principal, one alert per principal and day: Elastic's rule before 2025",
                briefing -> new FirstPairBaseline());
    }

    @Override
    public void exposure(Exposure exposure) {
        // Knows reads only.
    }

    @Override
    public List<Finding> accept(ApiCall call, Instant deliveredAt) {
        boolean read = call.getEventName().equals("GetSecretValue")
                || call.getEventName().equals("GetParameter");
        if (!read || call.getErrorCode() != null || !once.first(call, deliveredAt)) {
            return List.of();
        }
        String who = call.getPrincipal().getId();
        String what = call.getParameters()
                .getOrDefault("secretId", call.getParameters().getOrDefault("name", ""));
        if (pairs.add(who + " " + what, call.getEventTime()) && alerted.add(who, call.getEventTime())) {
            return List.of(Alerts.of("first-pair", "First read of a secret by a principal", who, List.of(call)));
        }
        return List.of();
    }

    @Override
    public List<Finding> end() {
        return List.of();
    }
}
