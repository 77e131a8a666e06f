package io.keywatch.detect.people;

import io.keywatch.detect.access.SecretReads;
import io.keywatch.detect.call.EventClock;
import io.keywatch.detect.call.Outcome;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.detect.correlate.Leaver;
import io.keywatch.detect.correlate.Use;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.people.PersonLedger.Change;
import io.keywatch.detect.people.PersonLedger.Read;
import io.keywatch.detect.people.PersonLedger.Told;
import io.keywatch.detect.people.PersonLedger.Way;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rotate after departure, first half: notices that a person has left, raises what that person's credentials still do,
 * and passes on which secrets they had read. All clues of one person must come to the same instance. Not thread-safe.
 */
public final class Departures {
    static final RuleSpec RULE = RuleSpec.access(
                    "access.used-after-departure", "D7", "Credential of somebody who has left is in use")
            .severity(Severity.HIGH)
            .confidence(0.9)
            .attack(Technique.VALID_CLOUD_ACCOUNT)
            .nist(Controls.DEPARTURE)
            .baseline("nobody calls in the name of {person} since {departed} ({cause})")
            .deviation("{count} uses by key, address and hour since; {distinct} secrets read")
            .says("{person} left at {departed} ({cause}), and {actor} is in use since, first from {ip} at {from}; "
                    + "secrets read since: {distinct}.");

    private static final long MEMORY = 90 * TimeKeys.DAY;
    private static final long SWEEP_INTERVAL = TimeKeys.HOUR / 12;
    private static final int SWEEP_AT_ONCE = 1_000;
    private static final int MAX_EVIDENCE = 20;

    private final Table<PersonLedger> ledgers;
    private final Rounds<PersonLedger> rounds;
    private final Episodes episodes;
    private final EventClock clock = new EventClock();
    private long sweptAt = Long.MIN_VALUE;

    /** The memory of departures. */
    public record Memory(TableSpec<PersonLedger> people, TableSpec<Finding> findings, TableSpec<Boolean> unpublished) {
        public static Memory specs(Codec<Finding> findings) {
            return new Memory(
                    new TableSpec<>("people-ledgers", PersonLedger.CODEC),
                    new TableSpec<>("people-findings", findings),
                    new TableSpec<>("people-unpublished", Codec.MARK));
        }

        public List<TableSpec<?>> all() {
            return List.of(people, findings, unpublished);
        }
    }

    public Departures(Memory memory, Tables tables) {
        this.ledgers = tables.open(memory.people());
        this.rounds = new Rounds<>(ledgers);
        this.episodes = new Episodes(tables.open(memory.findings()), tables.open(memory.unpublished()));
    }

    public static List<RuleSpec> rules() {
        return List.of(RULE);
    }

    /** @param onward receives {@link Clue.Left} by the key of the secret */
    public void observe(String joinKey, Clue clue, Consumer<Finding> out, BiConsumer<String, Clue> onward) {
        String person = joinKey.substring(Clue.PERSON.length());
        PersonLedger known = ledgers.get(person);
        PersonLedger before = known == null ? PersonLedger.EMPTY : known;
        PersonLedger now = before;
        List<String> read = List.of();
        switch (clue) {
            case Clue.Call(var call) -> {
                read = SecretReads.of(call);
                now = called(person, before, call, read);
                sweep(clock.advance(call));
            }
            case Clue.Departed(var departure) -> now = before.told(told(departure));
            default -> {}
        }
        ledgers.put(person, now);
        tellSecrets(person, before, now, read, onward);
        tellUse(person, now, out);
    }

    public int flush(Consumer<Finding> out) {
        return episodes.flush(out);
    }

    private static PersonLedger called(String person, PersonLedger ledger, ApiCall call, List<String> read) {
        Sighting sighting = Sighting.of(call);
        PersonLedger next = ledger;
        if (Outcome.of(call) == Outcome.ALLOWED && person.equals(Persons.ofChange(call))) {
            next = next.changed(change(call), sighting.ingestedAt());
        }
        List<String> callers = new ArrayList<>();
        Persons.ofCaller(call, callers::add);
        if (!callers.contains(person)) {
            return next;
        }
        Use use = Use.lean(sighting);
        if (call.getPrincipal().getType() == PrincipalType.IAM_USER) {
            String account = String.valueOf(call.getPrincipal().getAccountId());
            String key = call.getPrincipal().getAccessKeyId();
            if (key != null && key.startsWith("AKIA")) {
                next = next.seen(new PersonLedger.Key(key, account, false, sighting.at()));
            }
            String taken = call.getResponse().get("credentials.accessKeyId");
            if (taken != null) {
                next = next.seen(new PersonLedger.Key(taken, account, true, sighting.at()));
            }
        }
        if (call.getPrincipal().getInvokedBy() == null) {
            next = next.used(use, sighting.ingestedAt());
        }
        for (String secret : read) {
            next = next.read(secret, use, sighting.ingestedAt());
        }
        return next;
    }

    private static Told told(Departure departure) {
        return new Told(departure.getLeft(), departure.getAt().toEpochMilli(), departure.getSource());
    }

    private static Change change(ApiCall call) {
        boolean store = !call.getEventSource().startsWith("iam.");
        String name = call.getEventName();
        boolean inactive = "Inactive".equalsIgnoreCase(call.getParameters().get("status"));
        Way way = switch (name) {
            case "DeleteUser", "DisableUser" -> Way.USER_DELETED;
            case "DeleteLoginProfile" -> Way.LOGIN_DELETED;
            case "CreateLoginProfile" -> Way.LOGIN_CREATED;
            case "CreateAccessKey" -> Way.KEY_ON;
            case "DeleteAccessKey" -> Way.KEY_OFF;
            case "UpdateAccessKey" -> inactive ? Way.KEY_OFF : Way.KEY_ON;
            default -> Way.USER_CREATED;
        };
        String key = call.getParameters().get("accessKeyId");
        String created = call.getResponse().get("accessKey.accessKeyId");
        return new Change(
                way,
                store ? Standing.EVERYWHERE : call.getRecipientAccountId(),
                key != null ? key : created != null ? created : "",
                call.getEventTime().toEpochMilli(),
                call.getEventId(),
                name);
    }

    private static void tellSecrets(
            String person, PersonLedger before, PersonLedger now, List<String> read, BiConsumer<String, Clue> onward) {
        Standing was = Standing.of(before);
        Standing is = Standing.of(now);
        Standing standing = is != null ? is : was;
        if (standing == null) {
            return;
        }
        boolean changed = !Objects.equals(was, is);
        for (Read known : now.reads()) {
            if ((changed || read.contains(known.secret())) && standing.covers(known.use(), now)) {
                Leaver leaver = new Leaver(
                        person,
                        is != null && !is.around(),
                        standing.at(),
                        standing.cause(),
                        known.use(),
                        now.ingestedAt());
                onward.accept(Clue.SECRET + known.secret(), new Clue.Left(leaver));
            }
        }
    }

    private void tellUse(String person, PersonLedger ledger, Consumer<Finding> out) {
        Standing left = Standing.of(ledger);
        String id = FindingIds.anomaly(RULE.id(), person, "", Instant.EPOCH);
        List<Use> uses = left == null
                ? List.of()
                : ledger.uses().stream()
                        .filter(use -> left.after(use) && left.covers(use, ledger))
                        .toList();
        List<Read> reads = left == null
                ? List.of()
                : ledger.reads().stream()
                        .filter(read -> left.after(read.use()) && left.covers(read.use(), ledger))
                        .toList();
        if (left == null || (uses.isEmpty() && reads.isEmpty())) {
            withdraw(id, out);
            return;
        }
        List<Evidence> evidence = new ArrayList<>();
        reads.forEach(read -> evidence.add(Evidence.newBuilder(read.use().evidence())
                .setResource(read.secret())
                .build()));
        uses.stream()
                .filter(use ->
                        reads.stream().noneMatch(read -> read.use().eventId().equals(use.eventId())))
                .forEach(use -> evidence.add(use.evidence()));
        evidence.sort(Comparator.comparing(Evidence::getTime).thenComparing(Evidence::getEventId));
        List<Use> all = new ArrayList<>(uses);
        reads.forEach(read -> all.add(read.use()));
        all.sort(Use.OLDEST_FIRST);
        Use first = all.getFirst();
        Finding finding = Parts.of(RULE, id)
                .count(Math.max(1, uses.size()))
                .evidence(evidence.stream().limit(MAX_EVIDENCE).toList())
                .resources(reads.stream().map(Departures::resource).toList())
                .fact("person", person)
                .fact("departed", Instant.ofEpochMilli(left.at()).toString())
                .fact("cause", left.cause())
                .by(first.caller(), first.at(), all.getLast().at(), first.at(), ledger.ingestedAt());
        episodes.replace(RULE, Episodes.NO_DAY, finding, out);
    }

    /** A late event showed that nobody had left, or the person is back. */
    private void withdraw(String id, Consumer<Finding> out) {
        @Nullable Finding known = episodes.find(Episodes.NO_DAY, id);
        if (known != null && known.getState() == FindingState.OPEN) {
            episodes.replace(
                    RULE,
                    Episodes.NO_DAY,
                    Finding.newBuilder(known).setState(FindingState.RESOLVED).build(),
                    out);
        }
    }

    private static ResourceRef resource(Read read) {
        return ResourceRef.newBuilder()
                .setArn(read.secret())
                .setAccountId(read.use().caller().trailAccount())
                .build();
    }

    private void sweep(long now) {
        if (now < sweptAt + SWEEP_INTERVAL) {
            return;
        }
        sweptAt = now;
        rounds.forget(now, SWEEP_AT_ONCE, ledger -> ledger.lastTouched() < now - MEMORY);
    }
}
