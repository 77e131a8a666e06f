package io.keywatch.detect.access;

import io.keywatch.detect.access.DecryptLedger.Decrypt;
import io.keywatch.detect.call.Outcome;
import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Use;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Expiring;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A secret was decrypted, and nothing was read around that time that would explain it. Through the service it mostly
 * means that the read is not in the log, which is only noted. Asked of KMS by the principal itself it means that it holds
 * the ciphertext: read without decryption, which is in nobody's list, and decrypted apart. Judged two hours later, when
 * late events have come; one finding a principal and day.
 */
final class DecryptsWithoutRead {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.decrypt-without-read", "D7", "Secret decrypted without a read that explains it")
            .severity(Severity.INFORMATIONAL)
            .confidence(0.6)
            .attack(Technique.CLOUD_SECRETS)
            .nist(Controls.KEY_MANAGEMENT)
            .baseline("a decryption comes within {minutes} minutes of a read by the same principal")
            .deviation("{count} decryptions without one; asked of KMS directly: {direct}")
            .says(
                    "{actor} decrypted {resource} at {from} from {ip} without reading it within {minutes} minutes; asked of KMS "
                            + "directly: {direct}.");

    static final long GRACE = 2 * TimeKeys.HOUR;

    /** Reads by filter and by path name no secret: they explain whatever the principal decrypts around then. */
    private static final String ANY = "*";

    private static final List<Touch.Kind> EXPLAINING =
            List.of(Touch.Kind.SECRET, Touch.Kind.PARAMETER, Touch.Kind.SECRET_WRITTEN, Touch.Kind.PARAMETER_WRITTEN);

    /** Clocks of two services, and of a client that reads in batches. */
    private final long tolerance;

    private final Table<DecryptLedger> ledgers;
    private final Rounds<DecryptLedger> rounds;
    private final Expiring<Boolean> pending;
    private final Episodes episodes;

    DecryptsWithoutRead(Duration tolerance, Table<DecryptLedger> ledgers, Table<Boolean> pending, Episodes episodes) {
        this.tolerance = tolerance.toMillis();
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
        this.pending = new Expiring<>(pending);
        this.episodes = episodes;
    }

    void observe(ApiCall call, Sighting sighting, List<Touch> touches) {
        if ("Decrypt".equals(call.getEventName())) {
            String secret = decrypted(call);
            if (secret != null && Outcome.of(call) == Outcome.ALLOWED) {
                decrypted(call, sighting, secret);
            }
            return;
        }
        String principal = sighting.caller().id();
        for (Touch touch : touches) {
            if (touch.kind() == Touch.Kind.BATCH_FILTER) {
                explain(principal, ANY, sighting.at());
            } else if (EXPLAINING.contains(touch.kind())) {
                for (String resource : touch.resources()) {
                    explain(principal, resource.endsWith("/*") ? ANY : resource, sighting.at());
                }
            }
        }
    }

    /** Judges what was decrypted a grace ago. */
    void settle(long now, int limit, Consumer<Finding> out) {
        for (Table.Entry<Boolean> due : pending.takeBefore(TimeKeys.minute((now - GRACE) / 60_000), limit)) {
            String[] parts = due.key().split("\\|", 3);
            String key = parts[1] + "|" + parts[2];
            DecryptLedger ledger = ledgers.get(key);
            if (ledger != null) {
                judge(parts[1], parts[2], key, ledger, now - GRACE, out);
            }
        }
    }

    void forget(long now, int limit) {
        rounds.forget(now, limit, ledger -> {
            List<Long> reads = ledger.reads();
            boolean old = reads.isEmpty() || reads.getLast() * DecryptLedger.STRETCH < now - 2 * GRACE;
            return old && ledger.decrypts().isEmpty();
        });
    }

    private void decrypted(ApiCall call, Sighting sighting, String secret) {
        String principal = sighting.caller().id();
        String key = principal + "|" + secret;
        if (explained(principal, key, sighting.at())) {
            return;
        }
        boolean direct = call.getPrincipal().getInvokedBy() == null;
        Decrypt decrypt = new Decrypt(Use.lean(sighting), direct, sighting.ingestedAt());
        ledgers.put(key, at(key).decrypted(decrypt));
        pending.put(TimeKeys.minute(sighting.at() / 60_000) + "|" + key, Boolean.TRUE);
    }

    private void explain(String principal, String secret, long at) {
        String key = principal + "|" + secret;
        DecryptLedger known = at(key);
        DecryptLedger next = known.read(at);
        List<Decrypt> explained = next.decrypts().stream()
                .filter(decrypt -> next.explains(decrypt.use().at(), tolerance))
                .toList();
        if (!next.equals(known)) {
            ledgers.put(key, explained.isEmpty() ? next : next.without(explained));
        }
    }

    private void judge(
            String principal, String secret, String key, DecryptLedger ledger, long until, Consumer<Finding> out) {
        List<Decrypt> judged = new ArrayList<>();
        for (Decrypt decrypt : ledger.decrypts()) {
            if (decrypt.use().at() < until) {
                judged.add(decrypt);
                if (!explained(principal, key, decrypt.use().at())) {
                    raise(principal, secret, decrypt, out);
                }
            }
        }
        ledgers.put(key, ledger.without(judged));
    }

    private boolean explained(String principal, String key, long at) {
        return at(key).explains(at, tolerance) || at(principal + "|" + ANY).explains(at, tolerance);
    }

    private void raise(String principal, String secret, Decrypt decrypt, Consumer<Finding> out) {
        Use use = decrypt.use();
        long day = TimeKeys.dayOf(use.at());
        String id = FindingIds.anomaly(RULE.id(), principal, "", Instant.ofEpochMilli(day * TimeKeys.DAY));
        Finding part = Parts.of(RULE, id)
                .severity(decrypt.direct() ? Severity.MEDIUM : Severity.INFORMATIONAL)
                .evidence(List.of(
                        Evidence.newBuilder(use.evidence()).setResource(secret).build()))
                .resources(List.of(ResourceRef.newBuilder()
                        .setArn(secret)
                        .setAccountId(use.caller().trailAccount())
                        .build()))
                .fact("direct", decrypt.direct() ? "yes" : "no")
                .fact("minutes", Long.toString(tolerance / 60_000))
                .by(use.caller(), use.at(), use.at(), use.at() + GRACE, decrypt.ingestedAt());
        episodes.contribute(RULE, day, part, out);
    }

    private DecryptLedger at(String key) {
        DecryptLedger known = ledgers.get(key);
        return known == null ? DecryptLedger.EMPTY : known;
    }

    private static @Nullable String decrypted(ApiCall call) {
        String secret = Params.text(call, "encryptionContext.SecretARN");
        if (secret != null) {
            return ResourceNames.secret(call, secret);
        }
        String parameter = Params.text(call, "encryptionContext.PARAMETER_ARN");
        return parameter == null ? null : ResourceNames.parameter(call, parameter);
    }
}
