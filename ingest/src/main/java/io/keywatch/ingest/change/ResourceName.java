package io.keywatch.ingest.change;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Origin;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a change is about, as detect wants it named. */
sealed interface ResourceName {

    /** @param part null where the resource has only one content */
    record Arn(String arn, @Nullable String part) implements ResourceName {}

    /** @param key null for the bucket itself */
    record InBucket(
            String bucket, @Nullable String key, @Nullable String versionId) implements ResourceName {}

    default ObjectChange change(ApiCall call, Route route) {
        ObjectChange.Builder change = ObjectChange.newBuilder()
                .setSurface(route.surface())
                .setChange(route.change())
                .setEventTime(call.getEventTime())
                .setIngestedAt(call.getIngestedAt())
                .setAccountId(call.getRecipientAccountId())
                .setRegion(call.getAwsRegion())
                .setCause(call.getEventName())
                .setPrincipalId(call.getPrincipal().getId())
                .setEventId(call.getEventId())
                .setPointer(call.getPointer())
                .setOrigin(call.getOrigin() == Origin.UNKNOWN ? Origin.LIVE : call.getOrigin());
        return switch (this) {
            case Arn(String arn, String part) ->
                change.setResourceId(part == null ? arn : arn + "#" + part)
                        .setArn(arn)
                        .setPart(part)
                        .build();
            case InBucket(String bucket, String key, String versionId) ->
                change.setResourceId(key == null ? bucket : bucket + "/" + key)
                        .setBucket(bucket)
                        .setKey(key)
                        .setVersionId(versionId)
                        .build();
        };
    }

    /** {@code arn:aws:<service>:<region>:<account>:<rest>} in the partition of the call. */
    static String arn(ApiCall call, String service, String rest) {
        String region = call.getAwsRegion().toLowerCase(Locale.ROOT);
        String partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
        return "arn:" + partition + ":" + service + ":" + call.getAwsRegion() + ":" + call.getRecipientAccountId() + ":"
                + rest;
    }
}
