package io.keywatch.detect.incident;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.KeyIssue;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leads, their addresses, and signals in the few bytes that are kept of them. */
final class Leads {
    static final String KEY = "key|";
    static final String ACTOR = "actor|";

    static final Comparator<Signal> OLDEST_FIRST = Comparator.comparing(Signal::getAt)
            .thenComparing(Signal::getId)
            .thenComparing(Leads::start)
            .thenComparing(Signal::getVia);

    private Leads() {}

    static Lead of(Signal signal) {
        return Lead.newBuilder().setSignal(signal).build();
    }

    static Lead of(KeyIssue issue) {
        return Lead.newBuilder().setIssue(issue).build();
    }

    /** Where a signal starts: at the key that was used; at the actor when there was none. */
    static String start(Signal signal) {
        String key = signal.getActor().getAccessKeyId();
        return key == null ? ACTOR + signal.getActor().getId() : KEY + key;
    }

    /**
     * Whether the one takes the place of the other: on the way up, signals of several keys meet, and none may take back or
     * hide another's.
     */
    static boolean replaces(Signal one, Signal other) {
        return one.getId().equals(other.getId()) && start(one).equals(start(other));
    }

    /** Who holds the key that a signal has come to. */
    static Principal holder(Signal signal) {
        return signal.getPath().isEmpty()
                ? signal.getActor()
                : signal.getPath().getLast().getBy();
    }

    /** Whether the two tell the same, however they came. */
    static boolean same(@Nullable Signal one, @Nullable Signal other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return arrived(one).equals(arrived(other));
    }

    private static Signal arrived(Signal signal) {
        return Signal.newBuilder(signal).setIngestedAt(Instant.EPOCH).build();
    }

    /** Of a weak signal the earliest counts; of a finding the newest word. */
    static Signal merged(@Nullable Signal known, Signal next) {
        if (known == null || Recon.of(next.getKind()) == null) {
            return next;
        }
        boolean earlier = Comparator.comparing(Signal::getAt)
                        .thenComparing(Leads::eventId)
                        .compare(known, next)
                <= 0;
        return earlier ? known : next;
    }

    private static String eventId(Signal signal) {
        return signal.getEvidence() == null
                ? ""
                : String.valueOf(signal.getEvidence().getEventId());
    }

    static Signal withdrawn(Signal signal) {
        return Signal.newBuilder(signal).setWithdrawn(true).build();
    }

    static Signal rooted(Signal signal, String via) {
        return Signal.newBuilder(signal).setVia(via).build();
    }

    static Signal passedUp(Signal signal, KeyIssue issue) {
        List<KeyIssue> path = new ArrayList<>(signal.getPath());
        path.add(issue);
        return Signal.newBuilder(signal).setPath(path).build();
    }

    static void writeAll(List<Signal> signals, Codec<Lead> leads, BinaryOut out) {
        out.number(signals.size());
        signals.forEach(signal -> out.block(leads.encode(of(signal))));
    }

    static List<Signal> readAll(Codec<Lead> leads, BinaryIn in) {
        return in.list(() -> leads.decode(in.block()).getSignal());
    }

    /** Without what no story tells. */
    static Principal lean(Principal principal) {
        return Principal.newBuilder()
                .setId(principal.getId())
                .setType(principal.getType())
                .setAccountId(principal.getAccountId())
                .setAccessKeyId(principal.getAccessKeyId())
                .setSessionName(principal.getSessionName())
                .build();
    }

    static Network lean(@Nullable Network network) {
        return network == null
                ? Network.newBuilder().build()
                : Network.newBuilder()
                        .setIp(network.getIp())
                        .setVpcEndpointId(network.getVpcEndpointId())
                        .build();
    }
}
