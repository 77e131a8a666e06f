package io.keywatch.detect.posture;

import io.keywatch.detect.access.FirstUses;
import io.keywatch.detect.access.SecretReads;
import io.keywatch.detect.call.FirstTimes;
import io.keywatch.detect.call.Outcome;
import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.people.Persons;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.VaultValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What of the stream concerns a secret, a key, a person or a trail, by join key; nothing for nearly every call. It keeps
 * only what saves sending the same thing again, see {@link FirstTimes}. Not thread-safe.
 */
public final class PostureClues {
    /** Slots for reads and heartbeats: 1 MB a task. */
    private static final int SLOTS = 1 << 16;

    /** A secret may be rotated and read again on one day: the new value is then known, too. */
    static final long READ_AGAIN = Duration.ofMinutes(10).toMillis();

    private final FirstUses uses = new FirstUses();
    private final FirstTimes times = new FirstTimes(SLOTS);

    public void of(ApiCall call, BiConsumer<String, Clue> out) {
        long at = call.getEventTime().toEpochMilli();
        boolean allowed = Outcome.of(call) == Outcome.ALLOWED;
        if (allowed) {
            for (String secret : secretsChanged(call)) {
                out.accept(Clue.SECRET + secret, new Clue.Call(call));
            }
            keyChanged(call, out);
            if (LogSilence.tampers(call)) {
                out.accept(LogSilence.KEY, new Clue.Call(call));
            }
            String person = Persons.ofChange(call);
            if (person != null) {
                out.accept(Clue.PERSON + person, new Clue.Call(call));
            }
        }
        if (FirstUses.byHolder(call)) {
            byPerson(call, allowed, at, out);
        }
        // last: it tells the time, at which the rest must be known
        if (times.add("trail", call.getRecipientAccountId(), call.getAwsRegion(), at, LogSilence.BEAT)) {
            out.accept(LogSilence.KEY, Clue.bare(call));
        }
    }

    public static void of(Exposure exposure, BiConsumer<String, Clue> out) {
        Clue clue = new Clue.Exposed(exposure);
        if (exposure.getAccessKeyId() != null) {
            out.accept(Clue.ACCESS_KEY + exposure.getAccessKeyId(), clue);
        } else if (exposure.getFingerprint() != null) {
            out.accept(Clue.FINGERPRINT + exposure.getFingerprint(), clue);
        }
    }

    public static void of(Departure departure, BiConsumer<String, Clue> out) {
        out.accept(Clue.PERSON + Persons.key(departure.getPerson()), new Clue.Departed(departure));
    }

    public static void of(VaultValue value, BiConsumer<String, Clue> out) {
        out.accept(Clue.FINGERPRINT + value.getFingerprint(), new Clue.Held(value));
    }

    private void byPerson(ApiCall call, boolean allowed, long at, BiConsumer<String, Clue> out) {
        boolean first = uses.add(call);
        boolean assumed = allowed
                && "AssumeRole".equals(call.getEventName())
                && call.getPrincipal().getType() == PrincipalType.IAM_USER;
        List<String> read = SecretReads.of(call);
        if (!first && !assumed && read.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>(2);
        Persons.ofCaller(call, names::add);
        for (String name : names) {
            boolean reads = false;
            for (String secret : read) {
                reads |= times.add(name, call.getPrincipal().getId(), secret, at, READ_AGAIN);
            }
            // without its parameters what was done to somebody else would look done to the caller
            if (assumed || reads || Persons.ofChange(call) != null) {
                out.accept(Clue.PERSON + name, new Clue.Call(call));
            } else if (first) {
                out.accept(Clue.PERSON + name, Clue.bare(call));
            }
        }
    }

    /** The secrets and parameters whose value or rotation this changed. */
    private static List<String> secretsChanged(ApiCall call) {
        return switch (call.getEventName()) {
            case "CancelRotateSecret", "RotateSecret", "DeleteSecret", "PutSecretValue", "UpdateSecret" ->
                secrets(call, Params.text(call, "secretId"));
            case "RotationSucceeded", "RotationFailed", "RotationAbandoned" -> secrets(call, rotated(call));
            case "PutParameter", "DeleteParameter" -> parameters(call, Params.list(call, "name"));
            case "DeleteParameters" -> parameters(call, Params.list(call, "names"));
            default -> List.of();
        };
    }

    private static List<String> secrets(ApiCall call, @Nullable String id) {
        return id == null ? List.of() : List.of(ResourceNames.secret(call, id));
    }

    private static List<String> parameters(ApiCall call, List<String> names) {
        return names.stream().map(name -> ResourceNames.parameter(call, name)).toList();
    }

    /** What Secrets Manager tells of itself stands outside the request. */
    private static @Nullable String rotated(ApiCall call) {
        String told = Params.response(call, "SecretId");
        String id = told != null ? told : Params.response(call, "secretId");
        return id != null ? id : Params.firstOf(call, "secretId", "SecretId");
    }

    private static void keyChanged(ApiCall call, BiConsumer<String, Clue> out) {
        if (Clue.KEY_CHANGES.contains(call.getEventName())) {
            String key = Params.text(call, "accessKeyId");
            if (key != null) {
                out.accept(Clue.ACCESS_KEY + key, new Clue.Call(call));
            }
        }
    }
}
