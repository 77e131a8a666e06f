package io.keywatch.detect.correlate;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.episode.Parts;
import io.keywatch.detect.rule.Controls;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.Technique;
import io.keywatch.detect.rule.Wording;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.schemas.FindingIds;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An instance's role session used where the instance is not. Keyed on the instance and not on the access key: stolen
 * credentials have another key id than the agent's on the same machine.
 *
 * <p>Two ways to tell, neither needing a list of AWS's addresses: the session appears at the very address from which
 * somebody had just run a command on the instance, and was not seen there before; or it appears on two public networks
 * within hours. VPC endpoints and private addresses are left out.
 */
final class InstanceSessions {
    static final RuleSpec LIFTED = RuleSpec.access(
                    "access.instance-credential-lifted",
                    "D5",
                    "Instance credential used by whoever ran a command on it")
            .severity(Severity.HIGH)
            .confidence(0.9)
            .attack(Technique.INSTANCE_METADATA, Technique.ACCESS_TOKEN, Technique.VALID_CLOUD_ACCOUNT)
            .nist(Controls.STOLEN_SESSION)
            .baseline("an instance calls from its own address, not from that of a person")
            .deviation("used from {ip} {seconds} s after {by} ran {command} from the same address")
            .says(
                    "The role session of {instance} ({actor}) is used from {ip}, where it was never seen before, {seconds} s "
                            + "after {by} ran {command} on the instance from that address: its credential was taken off it.");

    static final RuleSpec SPLIT = RuleSpec.access(
                    "access.instance-session-two-networks", "D5", "Instance session used on two networks")
            .severity(Severity.HIGH)
            .confidence(0.8)
            .attack(Technique.INSTANCE_METADATA, Technique.ACCESS_TOKEN, Technique.VALID_CLOUD_ACCOUNT)
            .nist(Controls.STOLEN_SESSION)
            .baseline("an instance has one way out")
            .deviation("{networks} public networks within {hours} hours")
            .says(
                    "The role session of {instance} ({actor}) is used on {networks} public networks within {hours} hours: "
                            + "a machine does not move, its credential can.");

    private static final long AFTER_COMMAND = TimeKeys.HOUR;
    private static final int MAX_RAISED = 8;
    private static final long MEMORY = 3 * TimeKeys.DAY;

    private final Table<InstanceLedger> ledgers;
    private final int hours;
    private final Episodes episodes;
    private final Rounds<InstanceLedger> rounds;

    /** @param hours within which an instance has one way out */
    InstanceSessions(Table<InstanceLedger> ledgers, int hours, Episodes episodes) {
        this.hours = hours;
        this.ledgers = ledgers;
        this.rounds = new Rounds<>(ledgers);
        this.episodes = episodes;
    }

    void observe(String instance, Clue clue, Consumer<Finding> out) {
        switch (clue) {
            case Clue.Used used -> observe(instance, used, out);
            case Clue.Call(var call) -> observe(instance, Clue.Used.of(call), out);
            default -> {}
        }
    }

    private void observe(String instance, Clue.Used told, Consumer<Finding> out) {
        Use use = told.use();
        InstanceLedger known = ledgers.get(instance);
        InstanceLedger ledger = known == null ? InstanceLedger.EMPTY : known;
        boolean own = instance.equals(use.caller().sessionName());
        InstanceLedger next = own ? ledger.used(use, told.ingestedAt()) : ledger.commanded(use, told.ingestedAt());
        List<String> valid = new ArrayList<>();
        lifted(instance, next, valid, out);
        split(instance, next, valid, out);
        for (String earlier : ledger.raised()) {
            if (!valid.contains(earlier) && !withdrawn(earlier, use.at(), out)) {
                valid.add(earlier);
            }
        }
        ledgers.put(instance, next.raised(valid.stream().limit(MAX_RAISED).toList()));
    }

    void forget(long now, int limit) {
        rounds.forget(now, limit, ledger -> {
            long last = Math.max(
                    ledger.uses().isEmpty()
                            ? Long.MIN_VALUE
                            : ledger.uses().getLast().at(),
                    ledger.commands().isEmpty()
                            ? Long.MIN_VALUE
                            : ledger.commands().getLast().at());
            return last < now - MEMORY;
        });
    }

    private void lifted(String instance, InstanceLedger ledger, List<String> valid, Consumer<Finding> out) {
        for (Use use : ledger.uses()) {
            @Nullable Use command = commandBefore(use, ledger);
            if (command == null) {
                continue;
            }
            String id = id(LIFTED, instance, command.at());
            if (valid.contains(raised(LIFTED, command.at(), id))) {
                continue;
            }
            valid.add(raised(LIFTED, command.at(), id));
            List<Use> uses = ledger.uses().stream()
                    .filter(of -> of.ip().equals(use.ip()) && of.at() >= use.at())
                    .toList();
            List<Use> story = new ArrayList<>(List.of(command));
            story.addAll(uses);
            Finding finding = Parts.of(LIFTED, id)
                    .count(uses.size())
                    .evidence(story.stream().limit(20).map(Use::evidence).toList())
                    .resources(resources(instance, use))
                    .fact("instance", instance)
                    .fact("by", Wording.shortName(command.caller().id()))
                    .fact("command", command.action())
                    .fact("seconds", Long.toString((use.at() - command.at()) / 1_000))
                    .by(use.caller(), use.at(), uses.getLast().at(), use.at(), ledger.ingestedAt());
            episodes.replace(LIFTED, TimeKeys.dayOf(command.at()), finding, out);
        }
    }

    /** Somebody else's latest command from the address at which the session then appears for the first time. */
    private static @Nullable Use commandBefore(Use use, InstanceLedger ledger) {
        if (use.caller().ip() == null || use.caller().vpcEndpointId() != null) {
            return null;
        }
        Use found = null;
        for (Use command : ledger.commands()) {
            boolean fits = command.ip().equals(use.ip())
                    && !command.caller().id().equals(use.caller().id())
                    && command.at() <= use.at()
                    && use.at() - command.at() <= AFTER_COMMAND
                    && ledger.uses().stream().noneMatch(of -> of.ip().equals(use.ip()) && of.at() < command.at());
            if (fits) {
                found = command;
            }
        }
        return found;
    }

    private void split(String instance, InstanceLedger ledger, List<String> valid, Consumer<Finding> out) {
        List<Use> uses = ledger.uses().stream()
                .filter(use -> use.caller().vpcEndpointId() == null
                        && Addresses.publicNetwork(use.caller().ip()) != null)
                .toList();
        // nearly every instance has but one
        if (uses.stream().map(InstanceSessions::network).distinct().limit(2).count() < 2) {
            return;
        }
        // of an hour only the first use is kept
        long together = (hours + 1) * TimeKeys.HOUR;
        for (int i = 1; i < uses.size(); i++) {
            Use second = uses.get(i);
            String network = network(second);
            List<Use> near = uses.subList(0, i + 1).stream()
                    .filter(use -> second.at() - use.at() <= together)
                    .toList();
            if (near.stream().allMatch(use -> network(use).equals(network))) {
                continue;
            }
            String id = id(SPLIT, instance, second.at());
            if (valid.contains(raised(SPLIT, second.at(), id))) {
                continue;
            }
            valid.add(raised(SPLIT, second.at(), id));
            Finding finding = Parts.of(SPLIT, id)
                    .count(near.size())
                    .evidence(near.stream().limit(20).map(Use::evidence).toList())
                    .resources(resources(instance, second))
                    .fact("instance", instance)
                    .fact(
                            "networks",
                            Long.toString(near.stream()
                                    .map(InstanceSessions::network)
                                    .distinct()
                                    .count()))
                    .fact("hours", Integer.toString(hours))
                    .by(second.caller(), near.getFirst().at(), second.at(), second.at(), ledger.ingestedAt());
            episodes.replace(SPLIT, TimeKeys.dayOf(second.at()), finding, out);
        }
    }

    /** A late event showed that nothing was wrong. What merely fell out of the ledger stays as it was said. */
    private boolean withdrawn(String raised, long at, Consumer<Finding> out) {
        String[] parts = raised.split("\\|", 3);
        RuleSpec rule = parts[0].equals(LIFTED.id()) ? LIFTED : SPLIT;
        long day = Long.parseLong(parts[1]);
        Finding known = episodes.find(day, parts[2]);
        if (known == null || at >= known.getDetectedAt().toEpochMilli()) {
            return known == null;
        }
        episodes.replace(
                rule,
                day,
                Finding.newBuilder(known).setState(FindingState.RESOLVED).build(),
                out);
        return true;
    }

    private static String raised(RuleSpec rule, long at, String id) {
        return rule.id() + "|" + TimeKeys.dayOf(at) + "|" + id;
    }

    private static String network(Use use) {
        return String.valueOf(Addresses.publicNetwork(use.caller().ip()));
    }

    private static String id(RuleSpec rule, String instance, long at) {
        return FindingIds.anomaly(rule.id(), instance, "", Instant.ofEpochMilli(TimeKeys.dayOf(at) * TimeKeys.DAY));
    }

    private static List<ResourceRef> resources(String instance, Use use) {
        String account = use.caller().trailAccount();
        return List.of(ResourceRef.newBuilder()
                .setArn("arn:aws:ec2:" + use.caller().region() + ":" + account + ":instance/" + instance)
                .setAccountId(account)
                .build());
    }
}
