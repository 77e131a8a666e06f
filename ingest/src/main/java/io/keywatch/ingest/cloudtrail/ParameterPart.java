package io.keywatch.ingest.cloudtrail;

/** The parts of an event that hold what callers and services wrote. */
enum ParameterPart {
    REQUEST(""),
    RESPONSE("responseElements."),
    ADDITIONAL("additionalEventData."),
    SERVICE("serviceEventDetails.");

    private final String prefix;

    ParameterPart(String prefix) {
        this.prefix = prefix;
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
