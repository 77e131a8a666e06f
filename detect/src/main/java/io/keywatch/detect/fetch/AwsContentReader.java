package io.keywatch.detect.fetch;

import io.keywatch.schemas.v1.ObjectChange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads S3 objects and buckets, Lambda environments and EC2 user data with Keywatch's own role. Thread-safe. */
public final class AwsContentReader implements ContentReader {
    private static final Set<String> GONE = Set.of(
            "NoSuchKey",
            "NoSuchBucket",
            "NoSuchVersion",
            // GET of a delete marker
            "MethodNotAllowed",
            "ResourceNotFoundException",
            "InvalidInstanceID.NotFound");
    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "AllAccessDisabled",
            // the object's KMS key is disabled or gone
            "KMS.DisabledException",
            "KMS.NotFoundException");

    private final Supplier<S3Client> s3;
    private final Supplier<LambdaClient> lambda;
    private final Supplier<Ec2Client> ec2;
    private final int maxBytes;

    public AwsContentReader(
            Supplier<S3Client> s3, Supplier<LambdaClient> lambda, Supplier<Ec2Client> ec2, FetchSettings settings) {
        this.s3 = s3;
        this.lambda = lambda;
        this.ec2 = ec2;
        this.maxBytes = Math.toIntExact(settings.maxObjectBytes());
    }

    @Override
    public Fetch fetch(ObjectChange change) {
        try {
            return switch (change.getSurface()) {
                case S3_OBJECT -> object(change);
                case S3_BUCKET -> bucket(change);
                case LAMBDA_CONFIGURATION -> environment(change);
                case EC2_USER_DATA -> userData(change);
                default -> new Fetch.Unsupported("no reader for " + change.getSurface());
            };
        } catch (AwsServiceException e) {
            return answered(e);
        } catch (SdkClientException e) {
            // timeouts, refused and cut connections; the message may name a host but never content
            return new Fetch.Failed(e.getClass().getSimpleName(), true);
        }
    }

    private Fetch object(ObjectChange change) {
        Long size = change.getSize();
        if (size != null && size == 0 && String.valueOf(change.getKey()).endsWith("/")) {
            // a folder of the console; other empty objects may carry metadata
            return new Fetch.Content(change.getResourceId(), new byte[0], Map.of(), true);
        }
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(change.getBucket())
                .key(change.getKey())
                .versionId(change.getVersionId());
        if (size != null && size > maxBytes) {
            request.range("bytes=0-" + (maxBytes - 1));
        }
        try (var stream = s3.get().getObject(request.build())) {
            GetObjectResponse head = stream.response();
            Long length = head.contentLength();
            byte[] bytes = stream.readNBytes(maxBytes);
            // a read to the end lets the connection go back to the pool; more than the limit is cut off
            boolean complete = bytes.length < maxBytes || stream.read() < 0;
            if (!complete) {
                stream.abort();
            } else if (length != null && length > bytes.length) {
                return new Fetch.Failed("body ended after " + bytes.length + " of " + length + " bytes", true);
            }
            boolean whole = complete && !(size != null && size > maxBytes);
            ObjectLabels labels = ObjectLabels.read(s3.get(), change, head);
            return new Fetch.Content(change.getResourceId(), bytes, labels.values(), whole, labels.unseen());
        } catch (java.io.IOException e) {
            return new Fetch.Failed(e.getClass().getSimpleName(), true);
        }
    }

    /** A bucket is its name and its tags. */
    private Fetch bucket(ObjectChange change) {
        Map<String, String> tags = new TreeMap<>();
        try {
            s3.get()
                    .getBucketTagging(request -> request.bucket(change.getBucket()))
                    .tagSet()
                    .forEach(tag -> tags.put("tag:" + tag.key(), tag.value()));
        } catch (AwsServiceException e) {
            if (!code(e).equals("NoSuchTagSet")) {
                throw e;
            }
        }
        return new Fetch.Content(change.getResourceId(), new byte[0], tags, true);
    }

    private Fetch environment(ObjectChange change) {
        EnvironmentResponse environment = lambda.get()
                .getFunctionConfiguration(request -> request.functionName(change.getArn()))
                .environment();
        if (environment == null || !environment.hasVariables()) {
            return new Fetch.Content(change.getResourceId(), new byte[0], Map.of(), true);
        }
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(environment.variables())
                .forEach((name, value) ->
                        lines.append(name).append('=').append(value).append('\n'));
        return text(change.getResourceId() + ".env", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Fetch userData(ObjectChange change) {
        String arn = String.valueOf(change.getArn());
        String instanceId = arn.substring(arn.lastIndexOf('/') + 1);
        AttributeValue userData = ec2.get()
                .describeInstanceAttribute(
                        request -> request.instanceId(instanceId).attribute(InstanceAttributeName.USER_DATA))
                .userData();
        if (userData == null || userData.value() == null) {
            return new Fetch.Content(change.getResourceId(), new byte[0], Map.of(), true);
        }
        try {
            return text(change.getResourceId(), Base64.getMimeDecoder().decode(userData.value()));
        } catch (IllegalArgumentException notBase64) {
            return new Fetch.Failed("user data is not base64", false);
        }
    }

    private static Fetch text(String name, byte[] bytes) {
        return new Fetch.Content(name, bytes, Map.of(), true);
    }

    private static Fetch answered(AwsServiceException e) {
        String code = code(e);
        if (GONE.contains(code) || (code.isEmpty() && e.statusCode() == 404)) {
            return new Fetch.Gone();
        }
        if (code.equals("InvalidObjectState")) {
            return new Fetch.Unsupported("archived storage class");
        }
        if (isDenied(e)) {
            return new Fetch.Denied(code.isEmpty() ? Integer.toString(e.statusCode()) : code);
        }
        boolean retryable = e.statusCode() >= 500 || e.statusCode() == 429 || e.isThrottlingException();
        return new Fetch.Failed("AWS answered " + e.statusCode() + " " + code, retryable);
    }

    static boolean isDenied(AwsServiceException e) {
        String code = code(e);
        return DENIED.contains(code) || e.statusCode() == 401 || (code.isEmpty() && e.statusCode() == 403);
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
    }
}
