package io.keywatch.detect.access;

import io.keywatch.schemas.v1.ApiCall;
import java.util.ArrayList;
import java.util.List;

/** Which secrets and parameters a call has read, by ARN; for those who do not count but must know. */
public final class SecretReads {
    private SecretReads() {}

    /** Empty for nearly every call, at the price of one look-up. Decryptions are part of the read that caused them. */
    public static List<String> of(ApiCall call) {
        if (!Touches.relevant(call) || "Decrypt".equals(call.getEventName())) {
            return List.of();
        }
        List<String> read = new ArrayList<>();
        for (Touch touch : Touches.of(call)) {
            if (touch.allowed() && touch.kind().isSecret()) {
                read.addAll(touch.resources());
            }
        }
        return read;
    }
}
