package io.keywatch.local;

import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The SDK's own clients, turned to the stand-ins. */
final class AwsClients {
    private final AwsEndpoints endpoints;

    AwsClients(AwsEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    S3Client s3() {
        return s3(endpoints.s3());
    }

    S3Client s3(URI endpoint) {
        return at(endpoint, S3Client.builder().forcePathStyle(true));
    }

    SqsClient sqs() {
        return at(endpoints.sqs(), SqsClient.builder());
    }

    SnsClient sns() {
        return at(endpoints.sns(), SnsClient.builder());
    }

    CloudWatchClient cloudWatch() {
        return at(endpoints.cloudwatch(), CloudWatchClient.builder());
    }

    CloudWatchLogsClient logs() {
        return at(endpoints.logs(), CloudWatchLogsClient.builder());
    }

    LambdaClient lambda() {
        return at(endpoints.lambda(), LambdaClient.builder());
    }

    Ec2Client ec2() {
        return at(endpoints.ec2(), Ec2Client.builder());
    }

    StsClient sts() {
        return at(endpoints.sts(), StsClient.builder());
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C at(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(endpoints.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        UUID.randomUUID().toString(), UUID.randomUUID().toString())))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }
}
