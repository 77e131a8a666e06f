package io.keywatch.detect.posture;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.ExposureState;
import io.keywatch.schemas.v1.VaultValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one value is, told by its fingerprint: which secrets hold it and where it stands in content. About 150 bytes a
 * place.
 */
record ValuePlaces(List<Holder> holders, List<Place> places) {
    static final ValuePlaces EMPTY = new ValuePlaces(List.of(), List.of());
    /** A value in more places than this is one story all the same. */
    static final int MAX_EACH = 20;

    /** @param at epoch milliseconds since when it is so */
    record Holder(String secretArn, @Nullable String accountId, boolean current, long at) {}

    /** @param lastSeen epoch milliseconds; the newest state counts */
    record Place(
            String resourceId,
            String findingId,
            @Nullable String accountId,
            boolean open,
            long firstSeen,
            long lastSeen) {}

    ValuePlaces held(VaultValue value) {
        Holder holder = new Holder(
                value.getSecretArn(),
                value.getAccountId(),
                value.getCurrent(),
                value.getSeenAt().toEpochMilli());
        List<Holder> next = new ArrayList<>(holders);
        for (Holder known : holders) {
            if (known.secretArn().equals(holder.secretArn())) {
                next.remove(known);
                holder = known.at() > holder.at() ? known : holder;
            }
        }
        next.add(holder);
        next.sort(Comparator.comparing(Holder::secretArn));
        return new ValuePlaces(next.size() <= MAX_EACH ? next : List.copyOf(next.subList(0, MAX_EACH)), places);
    }

    ValuePlaces exposed(Exposure exposure) {
        Place place = new Place(
                exposure.getResourceId(),
                exposure.getFindingId(),
                exposure.getAccountId(),
                exposure.getState() != ExposureState.GONE,
                exposure.getFirstSeen().toEpochMilli(),
                exposure.getLastSeen().toEpochMilli());
        List<Place> next = new ArrayList<>(places);
        for (Place known : places) {
            if (known.resourceId().equals(place.resourceId())) {
                next.remove(known);
                Place newer = known.lastSeen() > place.lastSeen() ? known : place;
                place = new Place(
                        newer.resourceId(),
                        newer.findingId(),
                        newer.accountId(),
                        newer.open(),
                        Math.min(known.firstSeen(), place.firstSeen()),
                        newer.lastSeen());
            }
        }
        next.add(place);
        next.sort(Comparator.comparingLong(Place::firstSeen).thenComparing(Place::resourceId));
        return new ValuePlaces(holders, next.size() <= MAX_EACH ? next : List.copyOf(next.subList(0, MAX_EACH)));
    }

    List<Holder> current() {
        return holders.stream().filter(Holder::current).toList();
    }

    static final Codec<ValuePlaces> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(ValuePlaces value) {
            BinaryOut out = new BinaryOut().version(VERSION).number(value.holders.size());
            for (Holder holder : value.holders) {
                out.text(holder.secretArn())
                        .text(holder.accountId())
                        .number(holder.current() ? 1 : 0)
                        .number(holder.at());
            }
            out.number(value.places.size());
            for (Place place : value.places) {
                out.text(place.resourceId())
                        .text(place.findingId())
                        .text(place.accountId())
                        .number(place.open() ? 1 : 0)
                        .number(place.firstSeen())
                        .number(place.lastSeen());
            }
            return out.bytes();
        }

        @Override
        public ValuePlaces decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            List<Holder> holders = in.list(() -> new Holder(in.text(), in.textOrNull(), in.number() == 1, in.number()));
            List<Place> places = in.list(
                    () -> new Place(in.text(), in.text(), in.textOrNull(), in.number() == 1, in.number(), in.number()));
            return new ValuePlaces(holders, places);
        }
    };
}
