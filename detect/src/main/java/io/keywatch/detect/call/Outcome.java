package io.keywatch.detect.call;

import io.keywatch.schemas.v1.ApiCall;

/** How a call ended. A failure for another reason than permission says nothing about rights and is left alone. */
public enum Outcome {
    ALLOWED,
    DENIED,
    FAILED;

    public static Outcome of(ApiCall call) {
        String code = call.getErrorCode();
        if (code == null || code.isEmpty()) {
            return ALLOWED;
        }
        return code.contains("AccessDenied") || code.contains("Unauthorized") || code.contains("Forbidden")
                ? DENIED
                : FAILED;
    }
}
