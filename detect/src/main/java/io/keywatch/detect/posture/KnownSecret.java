package io.keywatch.detect.posture;

import io.keywatch.detect.correlate.Leaver;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When a secret last got another value, and who of those who left had read it: some 60 bytes for a secret, 250 more for
 * each leaver.
 *
 * @param changedAt epoch milliseconds; {@link Long#MIN_VALUE} when no change was seen
 * @param leavers one entry a person
 */
record KnownSecret(long changedAt, String changeId, String changeAction, List<Leaver> leavers) {
    static final KnownSecret EMPTY = new KnownSecret(Long.MIN_VALUE, "", "", List.of());

    /** A secret that more people than these have read and left with needs one rotation all the same. */
    static final int MAX_LEAVERS = 32;

    KnownSecret changed(long at, String eventId, String action) {
        boolean newer = at > changedAt || (at == changedAt && eventId.compareTo(changeId) > 0);
        return newer ? new KnownSecret(at, eventId, action, leavers) : this;
    }

    KnownSecret with(Leaver leaver) {
        List<Leaver> next = new ArrayList<>(leavers);
        next.removeIf(known -> known.person().equals(leaver.person()));
        next.add(leaver);
        next.sort(Comparator.comparingLong(Leaver::departedAt).thenComparing(Leaver::person));
        return new KnownSecret(
                changedAt,
                changeId,
                changeAction,
                next.size() <= MAX_LEAVERS
                        ? next
                        : new ArrayList<>(next.subList(next.size() - MAX_LEAVERS, next.size())));
    }

    static final Codec<KnownSecret> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(KnownSecret known) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .number(known.changedAt)
                    .text(known.changeId)
                    .text(known.changeAction)
                    .number(known.leavers.size());
            known.leavers.forEach(leaver -> leaver.write(out));
            return out.bytes();
        }

        @Override
        public KnownSecret decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long changedAt = in.number();
            String id = in.text();
            String action = in.text();
            List<Leaver> leavers = in.list(() -> Leaver.read(in));
            return new KnownSecret(changedAt, id, action, leavers);
        }
    };
}
