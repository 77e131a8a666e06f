package io.keywatch.ingest.vault;

import io.keywatch.schemas.v1.VaultValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which secret holds which fingerprints, as the topic has it: what a new reading changes is all that is sent. About 200
 * bytes a secret. Not thread-safe.
 */
final class VaultBook {
    private final Map<String, Set<String>> current = new HashMap<>();

    /** What the topic says already. */
    void known(VaultValue value) {
        if (value.getCurrent()) {
            current.computeIfAbsent(value.getSecretArn(), _ -> new TreeSet<>()).add(value.getFingerprint());
        } else {
            forget(value.getSecretArn(), value.getFingerprint());
        }
    }

    /** What is to be told of a secret that holds these now; none when it held them before. */
    List<VaultValue> holds(String arn, Set<String> prints, Instant at) {
        Set<String> before = current.getOrDefault(arn, Set.of());
        List<VaultValue> changes = new ArrayList<>();
        before.stream()
                .filter(print -> !prints.contains(print))
                .forEach(print -> changes.add(value(arn, print, false, at)));
        prints.stream()
                .filter(print -> !before.contains(print))
                .forEach(print -> changes.add(value(arn, print, true, at)));
        return changes;
    }

    /** Names of everything known that {@code asked} takes. */
    List<String> arns(Predicate<String> asked) {
        return current.keySet().stream().filter(asked).sorted().toList();
    }

    private void forget(String arn, String print) {
        Set<String> prints = current.get(arn);
        if (prints != null && prints.remove(print) && prints.isEmpty()) {
            current.remove(arn);
        }
    }

    private static VaultValue value(String arn, String print, boolean held, Instant at) {
        String[] parts = arn.split(":", 6);
        return VaultValue.newBuilder()
                .setSecretArn(arn)
                .setAccountId(parts.length > 4 && !parts[4].isEmpty() ? parts[4] : null)
                .setFingerprint(print)
                .setSeenAt(at)
                .setCurrent(held)
                .build();
    }
}
