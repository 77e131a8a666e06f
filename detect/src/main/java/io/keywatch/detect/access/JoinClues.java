package io.keywatch.detect.access;

import io.keywatch.detect.call.Arn;
import io.keywatch.detect.call.FirstTimes;
import io.keywatch.detect.call.Outcome;
import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.ResourceNames;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.correlate.Clue;
import io.keywatch.schemas.v1.ApiCall;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What of a call must meet what others tell: reads of objects, rights given, versions and replicas of secrets. One map
 * look-up for every call that tells none of it. Not thread-safe.
 */
final class JoinClues {
    /** Slots: 1 MB a task. */
    private static final int SLOTS = 1 << 16;

    private interface Sender {
        void send(ApiCall call, BiConsumer<String, Clue> out);
    }

    private final Map<String, Sender> senders;
    private final FirstTimes reads = new FirstTimes(SLOTS);
    private final boolean objectReads;

    JoinClues(boolean objectReads) {
        this.objectReads = objectReads;
        this.senders = Map.ofEntries(
                Map.entry("GetObject", this::object),
                Map.entry("CopyObject", this::copied),
                Map.entry("PutResourcePolicy", (call, out) -> granted(call, "resourcePolicy", out)),
                Map.entry("PutKeyPolicy", (call, out) -> granted(call, "policy", out)),
                Map.entry("AttachRolePolicy", (call, out) -> allowed(call, "roleName", "role/", out)),
                Map.entry("PutRolePolicy", (call, out) -> allowed(call, "roleName", "role/", out)),
                Map.entry("AttachUserPolicy", (call, out) -> allowed(call, "userName", "user/", out)),
                Map.entry("PutUserPolicy", (call, out) -> allowed(call, "userName", "user/", out)),
                Map.entry("GetSecretValue", JoinClues::oldVersion),
                Map.entry("PutSecretValue", JoinClues::version),
                Map.entry("UpdateSecretVersionStage", JoinClues::version),
                Map.entry("RotationSucceeded", JoinClues::version),
                Map.entry("ReplicateSecretToRegions", JoinClues::replica),
                Map.entry("CreateSecret", JoinClues::replica));
    }

    void of(ApiCall call, BiConsumer<String, Clue> out) {
        Sender sender = senders.get(call.getEventName());
        if (sender != null && Outcome.of(call) == Outcome.ALLOWED) {
            sender.send(call, out);
        }
    }

    private void object(ApiCall call, BiConsumer<String, Clue> out) {
        read(call, Params.text(call, "bucketName"), Params.text(call, "key"), out);
    }

    /** The source is named as {@code bucket/key} or {@code /bucket/key}, perhaps with a version. */
    private void copied(ApiCall call, BiConsumer<String, Clue> out) {
        String source = Params.text(call, "x-amz-copy-source");
        if (source == null) {
            return;
        }
        String path = source.startsWith("/") ? source.substring(1) : source;
        int version = path.indexOf("?versionId=");
        path = version < 0 ? path : path.substring(0, version);
        int slash = path.indexOf('/');
        if (slash > 0) {
            read(call, path.substring(0, slash), path.substring(slash + 1), out);
        }
    }

    /** Services that read on somebody's behalf hand nothing on to people. */
    private void read(ApiCall call, @Nullable String bucket, @Nullable String key, BiConsumer<String, Clue> out) {
        if (!objectReads || bucket == null || key == null || call.getPrincipal().getInvokedBy() != null) {
            return;
        }
        long at = call.getEventTime().toEpochMilli();
        if (reads.add(bucket, key, call.getPrincipal().getId(), at, TimeKeys.HOUR)) {
            out.accept(Clue.OBJECT + bucket + "/" + key, Clue.bare(call));
        }
    }

    /** A policy of a secret or key: whoever it lets in may read what it protects. */
    private static void granted(ApiCall call, String parameter, BiConsumer<String, Clue> out) {
        boolean ours = call.getEventSource().startsWith("secretsmanager.")
                || call.getEventSource().startsWith("kms.");
        PolicyText policy = ours ? PolicyText.parse(Params.text(call, parameter)) : null;
        if (policy == null) {
            return;
        }
        for (String principal : new TreeSet<>(policy.principals())) {
            String grantee = grantee(principal, call.getRecipientAccountId());
            if (grantee != null) {
                out.accept(Clue.GRANTEE + grantee, new Clue.Call(call));
            }
        }
    }

    /** A user's or role's ARN as it stands; another account as a whole; nobody for this one, which is the default. */
    private static @Nullable String grantee(String principal, String ownAccount) {
        if (principal.contains(":role/") || principal.contains(":user/")) {
            return principal;
        }
        // whoever wrote the policy may have written anything
        Arn arn = Arn.of(principal);
        String account = arn != null && arn.resource().equals("root")
                ? arn.account()
                : principal.length() == 12 ? principal : null;
        return account == null || account.equals(ownAccount) ? null : account;
    }

    private static void allowed(ApiCall call, String parameter, String kind, BiConsumer<String, Clue> out) {
        String name = Params.text(call, parameter);
        if (name != null && call.getEventSource().startsWith("iam.")) {
            out.accept(
                    Clue.GRANTEE + "arn:aws:iam::" + call.getRecipientAccountId() + ":" + kind + name,
                    new Clue.Call(call));
        }
    }

    private static void oldVersion(ApiCall call, BiConsumer<String, Clue> out) {
        if (Params.text(call, "versionId") != null || Params.text(call, "versionStage") != null) {
            version(call, out);
        }
    }

    private static void version(ApiCall call, BiConsumer<String, Clue> out) {
        String told = Params.firstOf(call, "secretId", "SecretId");
        String id = told != null ? told : Params.response(call, "SecretId");
        if (id != null && call.getEventSource().startsWith("secretsmanager.")) {
            out.accept(Clue.SECRET + ResourceNames.secret(call, id), new Clue.Call(call));
        }
    }

    private static void replica(ApiCall call, BiConsumer<String, Clue> out) {
        List<String> regions = Params.matching(call, "addReplicaRegions", ".region");
        String id = Params.firstOf(call, "secretId", "name");
        if (id != null && !regions.isEmpty()) {
            Clue.Call replicated = new Clue.Call(call);
            out.accept(Clue.replica(ResourceNames.secret(call, id)), replicated);
            out.accept(Clue.REPLICATIONS, replicated);
        }
    }
}
