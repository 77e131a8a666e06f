package io.keywatch.detect.scan.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.keywatch.schemas.v1.Severity;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header and payload must be JSON objects, the header with an {@code alg}. Expired tokens are of low severity. */
final class JsonWebToken implements OfflineCheck {
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(1 << 16)
                    .build())
            .build();

    private final InstantSource clock;

    JsonWebToken(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int first = dot(bytes, from, to);
        int second = first < 0 ? -1 : dot(bytes, first + 1, to);
        if (second < 0) {
            return Verdict.REJECTED;
        }
        Map<String, String> header = scalars(Alphabets.base64(bytes, from, first));
        if (header == null || !header.containsKey("alg")) {
            return Verdict.REJECTED;
        }
        if (header.containsKey("enc")) {
            // encrypted: the payload cannot be read
            return Verdict.STRUCTURE_OK;
        }
        Map<String, String> payload = scalars(Alphabets.base64(bytes, first + 1, second));
        if (payload == null) {
            return Verdict.REJECTED;
        }
        if (header.get("alg").equalsIgnoreCase("none") || second + 1 >= to) {
            return Verdict.STRUCTURE_OK.as(Severity.LOW);
        }
        return expired(payload.get("exp")) ? Verdict.STRUCTURE_OK.as(Severity.LOW) : Verdict.STRUCTURE_OK;
    }

    private boolean expired(@Nullable String exp) {
        try {
            return exp != null && Double.parseDouble(exp) < clock.instant().getEpochSecond();
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static int dot(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    /** Scalar members of a JSON object; null where it is none. */
    static @Nullable Map<String, String> scalars(byte @Nullable [] json) {
        if (json == null) {
            return null;
        }
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isScalarValue()) {
                    members.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return parser.currentToken() == JsonToken.END_OBJECT ? members : null;
        } catch (IOException notJson) {
            return null;
        }
    }
}
