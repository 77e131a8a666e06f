package io.keywatch.detect.scan;

import io.keywatch.detect.scan.TextScan.Explain;
import io.keywatch.detect.scan.text.Decoded;
import io.keywatch.detect.scan.unpack.Budget;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Names and metadata: scanned like content, and shown in paths without what was found in them. Used by one thread. */
final class NameScan {
    /** Stands where a match stood. */
    static final String MASK = "…";

    private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.UTF_8);

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
                return MASK;
            }
            boolean[] hidden = new boolean[length];
            for (Candidate c : found.candidates()) {
                for (int i = c.start(); i < Math.min(c.end(), length); i++) {
                    hidden[i] = true;
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(length);
            for (int i = 0; i < length; i++) {
                if (!hidden[i]) {
                    out.write(text.bytes()[i]);
                } else if (i == 0 || !hidden[i - 1]) {
                    out.writeBytes(MASK_BYTES);
                }
            }
            return out.toString(StandardCharsets.UTF_8);
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
