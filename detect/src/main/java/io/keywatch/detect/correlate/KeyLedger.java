package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.Exposure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one access key: where it stands in content, who used it from where, and whether it still works.
 *
 * @param uses first use of each address and day, oldest first
 * @param stateAt time of the newest change of the key; {@link Long#MIN_VALUE} for none
 * @param revoked what that change said
 */
record KeyLedger(List<Place> places, List<Use> uses, long stateAt, boolean revoked, long ingestedAt) {
    static final KeyLedger EMPTY = new KeyLedger(List.of(), List.of(), Long.MIN_VALUE, false, 0);

    /** A key in more places than this is one story all the same. */
    static final int MAX_PLACES = 20;

    static final int MAX_USES = 128;

    /** An exposure of the key. */
    record Place(
            String exposureId,
            String findingId,
            String resourceId,
            long firstSeen,
            @Nullable String accountId) {}

    KeyLedger exposed(Exposure exposure) {
        List<Place> next = new ArrayList<>(places);
        next.removeIf(place -> place.exposureId().equals(exposure.getId()));
        if (next.size() < MAX_PLACES) {
            long first = places.stream()
                    .filter(place -> place.exposureId().equals(exposure.getId()))
                    .mapToLong(Place::firstSeen)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            next.add(new Place(
                    exposure.getId(),
                    exposure.getFindingId(),
                    exposure.getResourceId(),
                    Math.min(first, exposure.getFirstSeen().toEpochMilli()),
                    exposure.getAccountId()));
        }
        return new KeyLedger(next, uses, stateAt, revoked, ingestedAt);
    }

    KeyLedger used(Use use, long ingested) {
        long day = 24 * 3_600_000L;
        return new KeyLedger(
                places,
                Use.with(uses, use, of -> Math.floorDiv(of.at(), day) + "|" + of.ip(), MAX_USES),
                stateAt,
                revoked,
                Math.max(ingestedAt, ingested));
    }

    KeyLedger changed(long at, boolean nowRevoked, long ingested) {
        return at < stateAt ? this : new KeyLedger(places, uses, at, nowRevoked, Math.max(ingestedAt, ingested));
    }

    long lastTouched() {
        return Math.max(
                stateAt, uses.isEmpty() ? Long.MIN_VALUE : uses.getLast().at());
    }

    static final Codec<KeyLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(KeyLedger ledger) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .number(ledger.stateAt)
                    .number(ledger.revoked ? 1 : 0)
                    .number(ledger.ingestedAt)
                    .number(ledger.places.size());
            for (Place place : ledger.places) {
                out.text(place.exposureId())
                        .text(place.findingId())
                        .text(place.resourceId())
                        .number(place.firstSeen())
                        .text(place.accountId());
            }
            Use.writeAll(ledger.uses, out);
            return out.bytes();
        }

        @Override
        public KeyLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long stateAt = in.number();
            boolean revoked = in.number() == 1;
            long ingestedAt = in.number();
            List<Place> places =
                    in.list(() -> new Place(in.text(), in.text(), in.text(), in.number(), in.textOrNull()));
            return new KeyLedger(places, Use.readAll(in), stateAt, revoked, ingestedAt);
        }
    };
}
