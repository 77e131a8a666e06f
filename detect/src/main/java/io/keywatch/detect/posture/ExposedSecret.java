package io.keywatch.detect.posture;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.Exposure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exposed key or value and whether it still works: about 150 bytes a place.
 *
 * @param places at most {@link #MAX_PLACES}, oldest first
 * @param stateAt newest change of the key or of the vault; {@link Long#MIN_VALUE} for none
 * @param revoked what that change said
 */
record ExposedSecret(List<Place> places, long stateAt, boolean revoked, String eventId, String action) {
    static final ExposedSecret EMPTY = new ExposedSecret(List.of(), Long.MIN_VALUE, false, "", "");

    /** A key in more places than this is one story all the same. */
    static final int MAX_PLACES = 20;

    record Place(
            String resourceId,
            String findingId,
            String ruleId,
            @Nullable String accountId,
            long firstSeen) {}

    ExposedSecret exposed(Exposure exposure) {
        Place place = new Place(
                exposure.getResourceId(),
                exposure.getFindingId(),
                exposure.getRuleId(),
                exposure.getAccountId(),
                exposure.getFirstSeen().toEpochMilli());
        List<Place> next = new ArrayList<>(places);
        for (Place known : places) {
            if (known.resourceId().equals(place.resourceId())) {
                next.remove(known);
                place = known.firstSeen() <= place.firstSeen() ? known : place;
            }
        }
        next.add(place);
        next.sort(Comparator.comparingLong(Place::firstSeen).thenComparing(Place::resourceId));
        return new ExposedSecret(
                next.size() <= MAX_PLACES ? next : new ArrayList<>(next.subList(0, MAX_PLACES)),
                stateAt,
                revoked,
                eventId,
                action);
    }

    ExposedSecret changed(long at, boolean nowRevoked, String byEvent, String byAction) {
        return at < stateAt ? this : new ExposedSecret(places, at, nowRevoked, byEvent, byAction);
    }

    static final Codec<ExposedSecret> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(ExposedSecret secret) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .number(secret.stateAt)
                    .number(secret.revoked ? 1 : 0)
                    .text(secret.eventId)
                    .text(secret.action)
                    .number(secret.places.size());
            for (Place place : secret.places) {
                out.text(place.resourceId())
                        .text(place.findingId())
                        .text(place.ruleId())
                        .text(place.accountId())
                        .number(place.firstSeen());
            }
            return out.bytes();
        }

        @Override
        public ExposedSecret decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long stateAt = in.number();
            boolean revoked = in.number() == 1;
            String eventId = in.text();
            String action = in.text();
            List<Place> places =
                    in.list(() -> new Place(in.text(), in.text(), in.text(), in.textOrNull(), in.number()));
            return new ExposedSecret(places, stateAt, revoked, eventId, action);
        }
    };
}
