package io.keywatch.ingest.cloudtrail;

import org.jspecify.annotations.Nullable;

/** The parts of an event that hold what callers and services wrote. */
enum ParameterPart {
    REQUEST("requestParameters", ""),
    RESPONSE("responseElements", "responseElements."),
    ADDITIONAL("additionalEventData", "additionalEventData."),
    SERVICE("serviceEventDetails", "serviceEventDetails.");

    private final String field;
    private final String prefix;

    ParameterPart(String field, String prefix) {
        this.field = field;
        this.prefix = prefix;
    }

    /** The part that a field is, or is in; null for a field of another kind. */
    static @Nullable ParameterPart ofField(String field) {
        for (ParameterPart part : values()) {
            if (field.equals(part.field) || field.startsWith(part.field + ".")) {
                return part;
            }
        }
        return null;
    }

    /** As CloudTrail names the part. */
    String field() {
        return field;
    }

    /** Stands before the names of what was left out. */
    String prefix() {
        return prefix;
    }

    AllowedParameters of(ParameterAllowList.Event event) {
        return switch (this) {
            case REQUEST -> event.request();
            case RESPONSE -> event.response();
            case ADDITIONAL -> event.additional();
            case SERVICE -> event.service();
        };
    }
}
