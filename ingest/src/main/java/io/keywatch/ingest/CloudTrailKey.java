package io.keywatch.ingest;

import io.keywatch.schemas.v1.ApiCall;

/** The key of {@code cloudtrail.v1}: account and principal, so that all calls of one principal come in one partition. */
public final class CloudTrailKey {
    private CloudTrailKey() {}

    public static String of(ApiCall call) {
        String account = call.getPrincipal().getAccountId();
        return (account == null ? call.getRecipientAccountId() : account) + "/"
                + call.getPrincipal().getId();
    }
}
