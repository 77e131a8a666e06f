package io.keywatch.detect.fetch;

import io.keywatch.schemas.v1.ObjectChange;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * What people write on an S3 object besides its content: user metadata, tags, and the headers that take any text. S3
 * allows 2 KB of metadata and ten tags, so that this is bounded by itself. Keys say which is which:
 * {@code metadata:k}, {@code tag:k}, {@code header:k}.
 *
 * @param unseen what could not be read, and why; null where all was
 */
record ObjectLabels(Map<String, String> values, @Nullable String unseen) {

    /** @throws AwsServiceException for all but a refusal: the object will be tried again */
    static ObjectLabels read(S3Client s3, ObjectChange change, GetObjectResponse head) {
        Map<String, String> values = new TreeMap<>();
        head.metadata().forEach((key, value) -> values.put("metadata:" + key, value));
        header(values, "content-disposition", head.contentDisposition());
        header(values, "website-redirect-location", head.websiteRedirectLocation());
        // S3 leaves out what is not ASCII or too long
        Integer missing = head.missingMeta();
        String unseen = missing != null && missing > 0 ? "user metadata that S3 does not return" : null;
        // S3 counts the tags only for who may read them: no count and no tags look the same here
        Integer tags = head.tagCount();
        if (tags != null && tags > 0) {
            try {
                GetObjectTaggingRequest request = GetObjectTaggingRequest.builder()
                        .bucket(change.getBucket())
                        .key(change.getKey())
                        .versionId(change.getVersionId())
                        .build();
                for (Tag tag : s3.getObjectTagging(request).tagSet()) {
                    values.put("tag:" + tag.key(), tag.value());
                }
            } catch (AwsServiceException e) {
                if (!AwsContentReader.isDenied(e)) {
                    throw e;
                }
                unseen = "access to the tags denied";
            }
        }
        return new ObjectLabels(values, unseen);
    }

    private static void header(Map<String, String> values, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            values.put("header:" + name, value);
        }
    }

    /** Without the values: each may hold a secret. */
    @Override
    public String toString() {
        return "ObjectLabels[" + values.size() + "]";
    }
}
