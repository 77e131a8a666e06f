package io.keywatch.ingest;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets in memory. */
final class FakeS3 implements S3Client {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final Map<String, S3Exception> faults = new ConcurrentHashMap<>();
    /** Objects of which the stream ends early so many times. */
    final Map<String, Integer> cut = new ConcurrentHashMap<>();

    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile @Nullable CountDownLatch gate;
    volatile boolean withoutLength;

    void put(String bucket, String key, byte[] bytes) {
        objects.put(bucket + "/" + key, bytes);
    }

    static S3Exception fault(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .message(code)
                .build();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
        String name = request.bucket() + "/" + request.key();
        asked.add(name);
        CountDownLatch waited = gate;
        if (waited != null) {
            try {
                waited.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        S3Exception fault = faults.get(name);
        if (fault != null) {
            throw fault;
        }
        byte[] bytes = objects.get(name);
        if (bytes == null) {
            throw fault(404, "NoSuchKey");
        }
        int given = cut.merge(name, -1, Integer::sum) >= 0 ? bytes.length / 2 : bytes.length;
        return new ResponseInputStream<>(
                GetObjectResponse.builder()
                        .contentLength(withoutLength ? null : Long.valueOf(bytes.length))
                        .build(),
                new ByteArrayInputStream(bytes, 0, given));
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {}
}
