package io.keywatch.aws;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * One synchronous client per service, made at first use and shared by everybody; blocking calls belong on virtual
 * threads. Whoever made this object closes it, after everything that uses its clients has stopped.
 *
 * <p>Every service has a connection pool of its own, so that long polls never starve fetching. Thread-safe.
 */
public final class AwsClients implements AutoCloseable {
    /** Session name of roles that are assumed, as CloudTrail shows it. */
    private static final String SESSION = "keywatch";

    private final AwsSettings settings;
    private final Object lock = new Object();
    private final Map<AwsService, AutoCloseable> clients = new EnumMap<>(AwsService.class);
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable AutoCloseable assumed;
    private boolean closed;

    private AwsClients(AwsSettings settings) {
        this.settings = settings;
    }

    /** Resolves nothing yet: a missing region or credential shows at the first use of a client. */
    public static AwsClients fromDefaultChain(AwsSettings settings) {
        return new AwsClients(settings);
    }

    /**
     * Clients of another account or region, to be closed before these.
     *
     * @param role ARN of a role to assume with these clients' credentials, renewed in time
     */
    public AwsClients elsewhere(Optional<String> role, Optional<String> region) {
        AwsSettings there = region.map(settings::withRegion).orElse(settings);
        if (role.isEmpty()) {
            return new AwsClients(there);
        }
        StsAssumeRoleCredentialsProvider assumed = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts())
                .refreshRequest(request -> request.roleArn(role.get()).roleSessionName(SESSION))
                .build();
        AwsClients clients = new AwsClients(there.withCredentials(assumed));
        clients.assumed = assumed;
        return clients;
    }

    public S3Client s3() {
        return client(AwsService.S3, S3Client.class, this::buildS3);
    }

    public SqsClient sqs() {
        return client(
                AwsService.SQS,
                SqsClient.class,
                () -> configured(AwsService.SQS, SqsClient.builder()).build());
    }

    public SnsClient sns() {
        return client(
                AwsService.SNS,
                SnsClient.class,
                () -> configured(AwsService.SNS, SnsClient.builder()).build());
    }

    public CloudWatchClient cloudWatch() {
        return client(
                AwsService.CLOUDWATCH,
                CloudWatchClient.class,
                () -> configured(AwsService.CLOUDWATCH, CloudWatchClient.builder())
                        .build());
    }

    public CloudWatchLogsClient cloudWatchLogs() {
        return client(
                AwsService.CLOUDWATCH_LOGS,
                CloudWatchLogsClient.class,
                () -> configured(AwsService.CLOUDWATCH_LOGS, CloudWatchLogsClient.builder())
                        .build());
    }

    public LambdaClient lambda() {
        return client(
                AwsService.LAMBDA,
                LambdaClient.class,
                () -> configured(AwsService.LAMBDA, LambdaClient.builder()).build());
    }

    public Ec2Client ec2() {
        return client(
                AwsService.EC2,
                Ec2Client.class,
                () -> configured(AwsService.EC2, Ec2Client.builder()).build());
    }

    public SecretsManagerClient secretsManager() {
        return client(
                AwsService.SECRETS_MANAGER,
                SecretsManagerClient.class,
                () -> configured(AwsService.SECRETS_MANAGER, SecretsManagerClient.builder())
                        .build());
    }

    public SsmClient ssm() {
        return client(
                AwsService.SSM,
                SsmClient.class,
                () -> configured(AwsService.SSM, SsmClient.builder()).build());
    }

    public StsClient sts() {
        return client(
                AwsService.STS,
                StsClient.class,
                () -> configured(AwsService.STS, StsClient.builder()).build());
    }

    /** Closes every client that was made. A client that refuses does not keep the others open. */
    @Override
    public void close() {
        List<AutoCloseable> open;
        synchronized (lock) {
            closed = true;
            open = new ArrayList<>(clients.values());
            clients.clear();
            if (credentials instanceof AutoCloseable closeable) {
                open.add(closeable);
            }
            credentials = null;
            if (assumed != null) {
                open.add(assumed);
            }
        }
        RuntimeException first = null;
        for (AutoCloseable client : open) {
            try {
                client.close();
            } catch (Exception e) {
                first = first == null ? new IllegalStateException("an AWS client did not close", e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private S3Client buildS3() {
        S3Client client = configured(AwsService.S3, S3Client.builder())
                // a bucket of another region is answered from there instead of with a 301
                .crossRegionAccessEnabled(true)
                .build();
        // only a built client tells whether environment, system property or profile name an endpoint
        boolean ownEndpoint =
                client.serviceClientConfiguration().endpointOverride().isPresent();
        if (!settings.pathStyle().orElse(ownEndpoint)) {
            return client;
        }
        client.close();
        return configured(AwsService.S3, S3Client.builder())
                .forcePathStyle(true)
                // compatible stores often refuse the trailing checksums that AWS takes
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    private <C extends AutoCloseable> C client(AwsService service, Class<C> type, Supplier<C> build) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the AWS clients are closed");
            }
            AutoCloseable known = clients.get(service);
            if (known == null) {
                known = build.get();
                clients.put(service, known);
            }
            return type.cast(known);
        }
    }

    private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(
            AwsService service, B builder) {
        builder.httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(settings.maxConnections())
                        .socketTimeout(settings.attemptTimeout()))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(settings.callTimeout())
                        .apiCallAttemptTimeout(settings.attemptTimeout())
                        .retryStrategy(RetryMode.STANDARD)
                        .build())
                .credentialsProvider(credentials());
        settings.region().map(Region::of).ifPresent(builder::region);
        Optional.ofNullable(settings.endpoints().get(service)).ifPresent(builder::endpointOverride);
        return builder;
    }

    /** One provider for all services: one refresh of a role's credentials instead of eight. */
    private AwsCredentialsProvider credentials() {
        AwsCredentialsProvider known = credentials;
        if (known == null) {
            known = settings.credentials()
                    .orElseGet(() -> DefaultCredentialsProvider.builder().build());
            // what the caller gave is the caller's to close
            credentials = settings.credentials().isPresent() ? null : known;
        }
        return known;
    }
}
