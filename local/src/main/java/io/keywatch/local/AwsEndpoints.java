package io.keywatch.local;

import java.net.URI;

/**
 * Where the AWS stand-ins listen. S3 wants path style; any non-empty credentials will do, but the calls to ours must be
 * signed. The services of ours share one endpoint and are told apart by the name that a call is signed for.
 *
 * @param api the endpoint of ours
 * @param account the account that owns topics, queues and functions
 */
public record AwsEndpoints(URI s3, URI sqs, URI api, String account, String region) {
    public URI sns() {
        return api;
    }

    public URI cloudwatch() {
        return api;
    }

    public URI logs() {
        return api;
    }

    public URI lambda() {
        return api;
    }

    public URI ec2() {
        return api;
    }

    public URI secretsManager() {
        return api;
    }

    public URI ssm() {
        return api;
    }

    public URI sts() {
        return api;
    }
}
