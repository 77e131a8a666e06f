package io.keywatch.ingest.vault;

import io.keywatch.ingest.vault.ValueChanges.ValueChange;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.VaultValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads every value now and then, and what CloudTrail says was changed at once; tells the fingerprints that are new or
 * no longer true. What may not be read is counted and becomes a dead letter once. One thread.
 */
final class VaultReader {
    static final String STAGE = "vault";

    /** With doubling waits from five seconds on, over a minute: throttling passes in that time. */
    static final int ATTEMPTS = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(VaultReader.class);

    private final List<VaultSite> sites;
    private final Fingerprints fingerprints;
    private final VaultBook book;
    private final ValueOutlet outlet;
    private final VaultMetrics metrics;
    private final InstantSource clock;
    private final Pause pause;
    private final Duration betweenCalls;
    private final Set<String> refused = new HashSet<>();
    private volatile @Nullable String trouble = "the first round is under way";

    /** Waits; {@code Thread::sleep} but for tests. */
    interface Pause {
        void wait(Duration time) throws InterruptedException;
    }

    VaultReader(
            VaultSettings settings,
            List<VaultSite> sites,
            Fingerprints fingerprints,
            VaultBook book,
            ValueOutlet outlet,
            VaultMetrics metrics,
            InstantSource clock,
            Pause pause) {
        this.sites = sites;
        this.fingerprints = fingerprints;
        this.book = book;
        this.outlet = outlet;
        this.metrics = metrics;
        this.clock = clock;
        this.pause = pause;
        this.betweenCalls = SECOND.dividedBy(settings.callsPerSecond());
    }

    /** Null while the last round saw everything. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** All values of all sites. Whether everything could be listed and asked for; what is denied counts as asked for. */
    boolean round() throws InterruptedException {
        String found = null;
        for (VaultSite site : sites) {
            for (Vault vault : site.vaults()) {
                String of = round(site, vault);
                found = found == null ? of : found;
            }
        }
        trouble = found;
        metrics.round(found == null);
        return found == null;
    }

    /** What was changed, where it is one of the sites'. */
    void refresh(List<ValueChange> changes) throws InterruptedException {
        for (ValueChange change : new LinkedHashSet<>(changes)) {
            for (VaultSite site : sites) {
                if (site.region().equals(change.region()) && site.account().equals(change.account())) {
                    for (Vault vault : site.vaults()) {
                        if (vault.takes(change.kind())) {
                            read(vault, List.of(change.id()), new Round());
                        }
                    }
                }
            }
        }
    }

    /** What a round over one vault has met. */
    private static final class Round {
        private final Set<String> met = new HashSet<>();
        private boolean whole = true;
    }

    private @Nullable String round(VaultSite site, Vault vault) throws InterruptedException {
        Round round = new Round();
        try {
            for (List<String> page : vault.pages()) {
                for (int from = 0; from < page.size(); from += vault.batch()) {
                    read(vault, page.subList(from, Math.min(page.size(), from + vault.batch())), round);
                }
            }
            if (round.whole) {
                for (String arn : book.arns(arn -> vault.holds(arn) && site.owns(arn))) {
                    if (!round.met.contains(arn) && !round.met.contains(vault.id(arn))) {
                        tell(arn, Set.of());
                    }
                }
            }
            return round.whole ? null : "some values in " + site.region() + " could not be asked for";
        } catch (SdkException e) {
            LOG.warn(
                    "a vault in {} could not be listed: {}",
                    site.region(),
                    e.getClass().getSimpleName());
            return "a vault in " + site.region() + " could not be listed: "
                    + e.getClass().getSimpleName();
        }
    }

    private void read(Vault vault, List<String> ids, Round round) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            pause.wait(betweenCalls);
            try {
                for (Vault.Reading reading : vault.read(ids)) {
                    take(reading, round);
                }
                return;
            } catch (SdkException e) {
                String what = e.getClass().getSimpleName();
                if (attempt == ATTEMPTS) {
                    round.whole = false;
                    ids.forEach(id -> refuse(id, DeadLetterCause.FAILED, what, ATTEMPTS));
                    return;
                }
                LOG.warn("{} values could not be read, trying again: {}", ids.size(), what);
                pause.wait(FIRST_WAIT.multipliedBy(1L << (attempt - 1)));
            }
        }
    }

    private void take(Vault.Reading reading, Round round) {
        switch (reading) {
            case Vault.Reading.Held(String arn, byte[] value) -> {
                round.met.add(arn);
                Set<String> prints = new TreeSet<>(fingerprints.of(value));
                Arrays.fill(value, (byte) 0);
                tell(arn, prints);
                refused.removeIf(told -> told.startsWith(arn + " "));
                metrics.reading("held");
            }
            case Vault.Reading.Gone(String id) -> {
                if (id.startsWith("arn:")) {
                    tell(id, Set.of());
                }
                metrics.reading("gone");
            }
            case Vault.Reading.Refused(String id, String code, boolean denied) -> {
                round.met.add(id.startsWith("/") ? id.substring(1) : id);
                round.whole &= denied;
                refuse(id, denied ? DeadLetterCause.ACCESS_DENIED : DeadLetterCause.FAILED, code, 1);
            }
        }
    }

    private void tell(String arn, Set<String> prints) {
        Instant now = clock.instant();
        List<VaultValue> changes = book.holds(arn, prints, now);
        if (!changes.isEmpty()) {
            outlet.tell(changes);
            changes.forEach(book::known);
            metrics.told(changes.size());
        }
    }

    private void refuse(String id, DeadLetterCause cause, String code, int attempts) {
        metrics.reading(cause == DeadLetterCause.ACCESS_DENIED ? "denied" : "failed");
        if (refused.add(id + " " + cause)) {
            LOG.warn("the value of {} may not or cannot be read: {}", id, code);
            outlet.letter(DeadLetter.newBuilder()
                    .setId(FindingIds.deadLetter(STAGE, cause.name(), id))
                    .setStage(STAGE)
                    .setCause(cause)
                    .setDetail(code)
                    .setResourceId(id)
                    .setAttempts(attempts)
                    .setAt(clock.instant())
                    .build());
        }
    }
}
