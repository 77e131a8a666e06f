package io.keywatch.detect.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Surface;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

class ObjectLabelsTest {
    private static final ObjectChange CHANGE = ObjectChange.newBuilder()
            .setResourceId("bucket/key")
            .setSurface(Surface.S3_OBJECT)
            .setChange(ChangeKind.CREATED)
            .setEventTime(Instant.EPOCH)
            .setIngestedAt(Instant.EPOCH)
            .setBucket("bucket")
            .setKey("key")
            .build();

    @Test
    void asksForTagsOnlyWhereS3CountsSome() {
        GetObjectResponse head =
                GetObjectResponse.builder().metadata(Map.of("owner", "a")).build();
        ObjectLabels labels = ObjectLabels.read(s3("AnyCall"), CHANGE, head);
        assertThat(labels.values()).containsExactly(Map.entry("metadata:owner", "a"));
        assertThat(labels.unseen()).isNull();
    }

    @Test
    void readsTagsMetadataAndFreeHeaders() {
        GetObjectResponse head = GetObjectResponse.builder()
                .metadata(Map.of("owner", "a"))
                .websiteRedirectLocation("/x")
                .tagCount(1)
                .build();
        assertThat(ObjectLabels.read(s3(null), CHANGE, head).values())
                .containsOnly(
                        Map.entry("metadata:owner", "a"),
                        Map.entry("tag:team", "red"),
                        Map.entry("header:website-redirect-location", "/x"));
    }

    @Test
    void saysWhatItMayNotRead() {
        GetObjectResponse head = GetObjectResponse.builder().tagCount(1).build();
        assertThat(ObjectLabels.read(s3("AccessDenied"), CHANGE, head).unseen()).isEqualTo("access to the tags denied");
    }

    @Test
    void saysThatS3LeftMetadataOut() {
        GetObjectResponse head = GetObjectResponse.builder().missingMeta(1).build();
        assertThat(ObjectLabels.read(s3(null), CHANGE, head).unseen()).contains("does not return");
    }

    @Test
    void leavesAFaultOnTheWayToTheReader() {
        GetObjectResponse head = GetObjectResponse.builder().tagCount(1).build();
        assertThatExceptionOfType(S3Exception.class).isThrownBy(() -> ObjectLabels.read(s3("SlowDown"), CHANGE, head));
    }

    private static S3Client s3(@Nullable String error) {
        return new S3Client() {
            @Override
            public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
                if (error != null) {
                    throw S3Exception.builder()
                            .statusCode(error.equals("SlowDown") ? 503 : 403)
                            .awsErrorDetails(
                                    AwsErrorDetails.builder().errorCode(error).build())
                            .build();
                }
                return GetObjectTaggingResponse.builder()
                        .tagSet(Tag.builder().key("team").value("red").build())
                        .build();
            }

            @Override
            public String serviceName() {
                return "s3";
            }

            @Override
            public void close() {}
        };
    }
}
