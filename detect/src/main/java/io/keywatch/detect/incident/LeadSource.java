package io.keywatch.detect.incident;

import io.keywatch.detect.call.FirstTimes;
import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.Rounds;
import io.keywatch.detect.state.Table;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.KeyIssue;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What calls alone tell an incident: who obtained which key, and who looks around. All calls of one principal must come
 * to the same source. A weak signal leaves once per key, kind and day, and again when it turns out to be earlier.
 *
 * <p>Not thread-safe; called on the thread that owns its table.
 */
public final class LeadSource {
    /** Slots of 16 bytes each: 1 MB a task. */
    private static final int SLOTS = 1 << 16;

    private static final long FORGOTTEN_AFTER_DAYS = 90;
    private static final int SWEEP_AT_ONCE = 1_000;

    /** Calls whose answer names an access key that acts for somebody from then on. */
    private static final Set<String> ISSUING = Set.of(
            "AssumeRole",
            "AssumeRoleWithSAML",
            "AssumeRoleWithWebIdentity",
            "AssumeRoot",
            "GetFederationToken",
            "GetSessionToken");

    private final Table<Known> principals;
    private final FirstTimes days = new FirstTimes(SLOTS);
    private final FirstTimes looks = new FirstTimes(SLOTS);
    private final Rounds<Known> rounds;

    /** UTC days on which a principal was first and last seen. */
    record Known(long first, long last) {
        static final Codec<Known> CODEC = new Codec<>() {
            private static final int VERSION = 1;

            @Override
            public byte[] encode(Known known) {
                return new BinaryOut()
                        .version(VERSION)
                        .number(known.first)
                        .number(known.last - known.first)
                        .bytes();
            }

            @Override
            public Known decode(byte[] bytes) {
                BinaryIn in = new BinaryIn(bytes);
                in.version(VERSION);
                long first = in.number();
                return new Known(first, first + in.number());
            }
        };
    }

    /** The source's memory. */
    public record Memory(TableSpec<Known> principals) {
        public static Memory specs() {
            return new Memory(new TableSpec<>("incident-known-principals", Known.CODEC));
        }

        public List<TableSpec<?>> all() {
            return List.of(principals);
        }
    }

    public LeadSource(Memory memory, Tables tables) {
        this.principals = tables.open(memory.principals());
        this.rounds = new Rounds<>(principals);
    }

    /** @param out receives leads by the key of an {@link IncidentDesk} */
    public void observe(ApiCall call, BiConsumer<String, Lead> out) {
        PrincipalType type = call.getPrincipal().getType();
        if (type == PrincipalType.AWS_SERVICE || call.getPrincipal().getInvokedBy() != null) {
            return;
        }
        String principal = call.getPrincipal().getId();
        long at = call.getEventTime().toEpochMilli();
        if (days.add(principal, null, null, at, TimeKeys.DAY)) {
            seen(principal, TimeKeys.dayOf(at));
        }
        KeyIssue issue = issue(call);
        if (issue != null) {
            out.accept(Leads.KEY + issue.getAccessKeyId(), Leads.of(issue));
        }
        String kind = Recon.kindOf(call);
        if (kind != null && looks.add(principal, call.getPrincipal().getAccessKeyId(), kind, at, TimeKeys.DAY)) {
            Signal signal = signal(call, kind, daysKnown(principal, TimeKeys.dayOf(at)));
            out.accept(Leads.start(signal), Leads.of(signal));
        }
    }

    /**
     * Another account's trail tells of the same call with hardly a word on the caller: only the caller's own counts. A
     * new long-term key is followed like a session: who makes one for another user often uses it.
     */
    private static @Nullable KeyIssue issue(ApiCall call) {
        String name = call.getEventName();
        boolean session = ISSUING.contains(name) && call.getEventSource().startsWith("sts.");
        boolean longTerm =
                name.equals("CreateAccessKey") && call.getEventSource().startsWith("iam.");
        if (!(session || longTerm)
                || call.getErrorCode() != null
                || call.getPrincipal().getType() == PrincipalType.AWS_ACCOUNT) {
            return null;
        }
        String key = call.getResponse().get(session ? "credentials.accessKeyId" : "accessKey.accessKeyId");
        if (key == null || key.equals(call.getPrincipal().getAccessKeyId())) {
            return null;
        }
        return KeyIssue.newBuilder()
                .setAccessKeyId(key)
                .setAt(call.getEventTime())
                .setIngestedAt(call.getIngestedAt())
                .setEventId(call.getEventId())
                .setAction(name)
                .setAccountId(call.getRecipientAccountId())
                .setBy(Leads.lean(call.getPrincipal()))
                .setTo(issuedTo(call))
                .build();
    }

    private static String issuedTo(ApiCall call) {
        String role = call.getParameters().get("roleArn");
        if (role != null) {
            return role;
        }
        String user = call.getParameters().get("userName");
        return user == null ? call.getPrincipal().getId() : "user/" + user;
    }

    private static Signal signal(ApiCall call, String kind, long daysKnown) {
        long day = TimeKeys.dayOf(call.getEventTime().toEpochMilli());
        return Signal.newBuilder()
                .setId(kind + "|" + call.getPrincipal().getId() + "|" + TimeKeys.day(day))
                .setKind(kind)
                .setSeverity(Severity.INFORMATIONAL)
                .setDaysKnown(daysKnown)
                .setAt(call.getEventTime())
                .setIngestedAt(call.getIngestedAt())
                .setActor(Leads.lean(call.getPrincipal()))
                .setNetwork(Leads.lean(call.getNetwork()))
                .setAccountId(call.getRecipientAccountId())
                .setRegion(call.getAwsRegion())
                .setEvidence(Evidence.newBuilder()
                        .setEventId(call.getEventId())
                        .setTime(call.getEventTime())
                        .setAction(call.getEventName())
                        .setPointer(call.getPointer())
                        .build())
                .build();
    }

    private void seen(String principal, long day) {
        Known known = principals.get(principal);
        if (known == null) {
            principals.put(principal, new Known(day, day));
        } else if (day > known.last() || day < known.first()) {
            principals.put(principal, new Known(Math.min(day, known.first()), Math.max(day, known.last())));
        }
        rounds.forget(day * TimeKeys.DAY, SWEEP_AT_ONCE, old -> old.last() < day - FORGOTTEN_AFTER_DAYS);
    }

    private long daysKnown(String principal, long day) {
        Known known = principals.get(principal);
        return known == null ? 0 : Math.max(0, day - known.first());
    }
}
