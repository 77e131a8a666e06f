package io.keywatch.detect.scan;

import io.keywatch.detect.scan.assign.Located;
import io.keywatch.detect.scan.assign.Ruling;
import io.keywatch.detect.scan.judge.Judge;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was ruled of the values of one text: one that stands there again with the same name and the same text around it
 * is not judged again. Used by one thread.
 */
final class RulingMemory {
    private static final int SLOTS = 256;

    /** Bytes of a value that are hashed: the comparison looks at all. */
    private static final int HASHED = 32;

    /**
     * All that a ruling depends on within one text.
     *
     * @param from of all that is looked at; the other offsets are of the name and the value in it
     */
    private record Place(int from, int to, int nameStart, int nameEnd, int start, int end, int form) {
        static Place of(byte[] b, int nameStart, int nameEnd, Located at, int limit) {
            int form = at.operator() << 3 | (at.quoted() ? 4 : 0) | (at.list() ? 2 : 0) | (at.base64() ? 1 : 0);
            int from = Judge.from(b, nameStart);
            int to = Judge.to(b, at.end(), limit);
            return new Place(from, to, nameStart, nameEnd, at.start(), at.end(), form);
        }

        int hash(byte[] b) {
            int hash = end - start;
            for (int i = start; i < Math.min(end, start + HASHED); i++) {
                hash = hash * 31 + b[i];
            }
            return hash ^ hash >>> 8 ^ hash >>> 16;
        }

        boolean looksLike(Place that, byte[] b) {
            return form == that.form
                    && nameStart - from == that.nameStart - that.from
                    && nameEnd - from == that.nameEnd - that.from
                    && start - from == that.start - that.from
                    && end - from == that.end - that.from
                    && Arrays.equals(b, from, to, b, that.from, that.to);
        }
    }

    /**
     * A ruling and what it depends on.
     *
     * @param probability NaN where the classifier was not asked
     */
    record Ruled(Place place, Ruling ruling, double probability) {}

    private final @Nullable Ruled[] slots = new Ruled[SLOTS];

    /** Null where nothing like it was ruled, or not lately. */
    @Nullable
    Ruled recall(byte[] b, int nameStart, int nameEnd, Located at, int limit) {
        Place place = Place.of(b, nameStart, nameEnd, at, limit);
        Ruled ruled = slots[place.hash(b) & (SLOTS - 1)];
        return ruled != null && ruled.place().looksLike(place, b) ? ruled : null;
    }

    void remember(byte[] b, int nameStart, int nameEnd, Located at, int limit, Ruling ruling, double probability) {
        Place place = Place.of(b, nameStart, nameEnd, at, limit);
        slots[place.hash(b) & (SLOTS - 1)] = new Ruled(place, ruling, probability);
    }
}
