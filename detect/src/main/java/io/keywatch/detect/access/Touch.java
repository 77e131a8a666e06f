package io.keywatch.detect.access;

import java.util.List;

/** What a call laid hands on, of one kind. */
record Touch(Kind kind, List<String> resources, boolean allowed) {
    enum Kind {
        SECRET,
        PARAMETER,
        /** What the principal has long been reading, or wrote itself. */
        USUAL_SECRET,
        USUAL_PARAMETER,
        SECRET_WRITTEN,
        PARAMETER_WRITTEN,
        SECRET_DELETED,
        /** A batch read by filter: what it returned is not in the event. */
        BATCH_FILTER,
        /** A batch read whose filter matches everything. */
        BATCH_CATCH_ALL,
        /** A region in which something was read. */
        REGION,
        PASSWORD_DATA,
        USER_DATA,
        LAUNCH_TEMPLATE,
        FUNCTION_CONFIGURATION,
        BUILD_PROJECT,
        SOURCE_CODE,
        SSO_CREDENTIALS;

        /** Counted by call, as what was touched is unknown. */
        boolean countsCalls() {
            return this == BATCH_FILTER || this == BATCH_CATCH_ALL;
        }

        boolean isSecret() {
            return this == SECRET || this == PARAMETER;
        }

        /** Whether reading the same thing again on later days is what a machine does. */
        boolean growsUsual() {
            return switch (this) {
                case SECRET,
                        PARAMETER,
                        BATCH_FILTER,
                        REGION,
                        USER_DATA,
                        LAUNCH_TEMPLATE,
                        FUNCTION_CONFIGURATION,
                        BUILD_PROJECT -> true;
                default -> false;
            };
        }

        boolean namesResources() {
            return !countsCalls() && this != REGION;
        }
    }
}
