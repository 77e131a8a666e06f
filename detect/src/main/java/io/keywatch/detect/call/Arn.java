package io.keywatch.detect.call;

import org.jspecify.annotations.Nullable;

/**
 * The parts of an Amazon resource name, as they stand in it; any but the resource may be empty.
 *
 * @param resource all that follows the account: {@code role/ci}, {@code secret:prod/db-AbCdEf}
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    private static final int PARTS = 6;

    /** Null where it is none: people and services write other names in the same places. */
    public static @Nullable Arn of(String text) {
        String[] parts = text.split(":", PARTS);
        return parts.length == PARTS && parts[0].equals("arn")
                ? new Arn(parts[1], parts[2], parts[3], parts[4], parts[5])
                : null;
    }
}
