package io.keywatch.detect.scan;

import io.keywatch.detect.scan.TextScan.Explain;
import io.keywatch.detect.scan.text.Decoded;
import io.keywatch.detect.scan.unpack.Budget;
import io.keywatch.schemas.Masking;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Names and metadata: scanned like content, and shown in paths without what was found in them. Used by one thread. */
final class NameScan {
    /** Read as assignments, for a name that is one: {@code password=….txt}. */
    private static final String KIND = "name.properties";

    private final TextEngine engine;
    private final String location;
    private final Allowance allowance;
    private final Budget budget;

    /** @param location the object that the names are of */
    NameScan(TextEngine engine, String location, Allowance allowance, Budget budget) {
        this.allowance = allowance;
        this.engine = engine;
        this.location = location;
        this.budget = budget;
    }

    /** A name and what was found in it. */
    record Name(Decoded text, TextEngine.Found found) {
        String masked() {
            return masked(text.length());
        }

        /** The first so many bytes of it. A name that was not read to its end may hold anything. */
        String masked(int length) {
            if (!found.complete() || found.overflowed()) {
                return Masking.MASK;
            }
            BitSet hidden = new BitSet(length);
            found.candidates().forEach(c -> hidden.set(c.start(), c.end()));
            return Masking.without(text.bytes(), length, hidden);
        }

        @Override
        public String toString() {
            return "Name[" + text.length() + " bytes]";
        }
    }

    Name of(String name, int room) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        TextEngine.Found found =
                engine.scan(bytes, bytes.length, KIND, location, room, Explain.NOTHING, allowance, budget::inTime);
        return new Name(Decoded.text(bytes), found);
    }
}
