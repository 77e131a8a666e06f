package io.keywatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.fetch.AwsContentReader;
import io.keywatch.detect.fetch.Fetch;
import io.keywatch.detect.fetch.FetchSettings;
import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Surface;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What is read of an S3 object besides its content. */
class ContentReaderIT {
    private static final String BUCKET = "labels";

    private static final AwsContentReader READER = new AwsContentReader(
            () -> ContentReaderIT.s3,
            () -> {
                throw new IllegalStateException("no Lambda here");
            },
            () -> {
                throw new IllegalStateException("no EC2 here");
            },
            FetchSettings.DEFAULTS);

    @TempDir
    static Path folder;

    private static AwsStandinsProcess standins;
    private static S3Client s3;

    @BeforeAll
    static void start() throws IOException {
        standins = AwsStandinsProcess.start(folder);
        s3 = new AwsClients(standins.endpoints()).s3();
        s3.createBucket(request -> request.bucket(BUCKET));
    }

    @AfterAll
    static void stop() throws IOException {
        s3.close();
        standins.close();
    }

    /** The stand-in does not count the tags of an object, as S3 does: those are held in ObjectLabelsTest. */
    @Test
    void readsUserMetadataAndHeadersWithTheContent() {
        s3.putObject(
                request -> request.bucket(BUCKET)
                        .key("app/report.txt")
                        .metadata(Map.of("owner", "orders"))
                        .contentDisposition("attachment; filename=\"report.txt\""),
                RequestBody.fromString("content"));

        Fetch.Content content = content("app/report.txt", 7);

        assertThat(new String(content.bytes(), StandardCharsets.UTF_8)).isEqualTo("content");
        assertThat(content.metadata())
                .containsEntry("metadata:owner", "orders")
                .containsEntry("header:content-disposition", "attachment; filename=\"report.txt\"");
        assertThat(content.unseen()).isNull();
        assertThat(content.name()).isEqualTo(BUCKET + "/app/report.txt");
    }

    @Test
    void readsTheLabelsOfAnEmptyObject() {
        s3.putObject(
                request -> request.bucket(BUCKET).key("empty").metadata(Map.of("owner", "orders")),
                RequestBody.empty());
        assertThat(content("empty", 0).metadata()).containsEntry("metadata:owner", "orders");
    }

    /** The stand-in keeps no tags of a bucket: that they are read is not held here. */
    @Test
    void readsABucketWithoutTags() {
        ObjectChange change = change(Surface.S3_BUCKET, BUCKET, null, 0);
        assertThat(((Fetch.Content) READER.fetch(change)).metadata()).isEmpty();
    }

    private static Fetch.Content content(String key, long size) {
        Fetch fetch = READER.fetch(change(Surface.S3_OBJECT, BUCKET, key, size));
        assertThat(fetch).isInstanceOf(Fetch.Content.class);
        return (Fetch.Content) fetch;
    }

    private static ObjectChange change(Surface surface, String bucket, @Nullable String key, long size) {
        return ObjectChange.newBuilder()
                .setSurface(surface)
                .setChange(ChangeKind.CREATED)
                .setResourceId(key == null ? bucket : bucket + "/" + key)
                .setBucket(bucket)
                .setKey(key)
                .setSize(size)
                .setEventTime(Instant.now())
                .setIngestedAt(Instant.now())
                .build();
    }
}
