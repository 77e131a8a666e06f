package io.keywatch.aws;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * How to reach AWS. Everything left empty follows the SDK's default chains (environment, system properties, profile,
 * container and instance metadata), {@code AWS_ENDPOINT_URL} and its per-service variants included.
 *
 * @param region empty: the default region chain
 * @param endpoints explicit endpoints, stronger than the environment
 * @param pathStyle S3 bucket in the path instead of the host name; empty: path style wherever an S3 endpoint is
 *     configured, because compatible stores rarely resolve bucket host names
 * @param credentials empty: the default credentials chain
 * @param callTimeout one API call with all its retries
 * @param attemptTimeout one HTTP exchange; of a body that is read as a stream only the head, of one that the SDK turns
 *     into bytes all of it
 * @param maxConnections per service
 */
public record AwsSettings(
        Optional<String> region,
        Map<AwsService, URI> endpoints,
        Optional<Boolean> pathStyle,
        Optional<AwsCredentialsProvider> credentials,
        Duration callTimeout,
        Duration attemptTimeout,
        int maxConnections) {

    /** Longer than the longest long poll (20 s) with one retry. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(60);

    /** Longer than the longest long poll, 20 s, which holds its answer back for that long. */
    public static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(25);

    /** Look-ahead fetching keeps up to 64 GETs under way; the rest is for listing and heads. */
    public static final int DEFAULT_MAX_CONNECTIONS = 100;

    public AwsSettings {
        endpoints = endpoints.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(endpoints));
        List<String> problems = new ArrayList<>();
        endpoints.forEach((service, endpoint) -> {
            if (!endpoint.isAbsolute() || endpoint.getHost() == null) {
                problems.add(
                        "aws.endpoints." + service.settingName() + ": not an absolute URL with a host: " + endpoint);
            }
        });
        if (!callTimeout.isPositive()) {
            problems.add("aws.call-timeout: must be positive, is " + callTimeout);
        }
        if (!attemptTimeout.isPositive() || attemptTimeout.compareTo(callTimeout) > 0) {
            problems.add("aws.attempt-timeout: must be positive and at most the call timeout, is " + attemptTimeout);
        }
        if (maxConnections < 1) {
            problems.add("aws.max-connections: must be at least 1, is " + maxConnections);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Nothing but the SDK's default chains. */
    public static AwsSettings defaults() {
        return new AwsSettings(
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                DEFAULT_CALL_TIMEOUT,
                DEFAULT_ATTEMPT_TIMEOUT,
                DEFAULT_MAX_CONNECTIONS);
    }

    public AwsSettings withRegion(String name) {
        return new AwsSettings(
                Optional.of(name), endpoints, pathStyle, credentials, callTimeout, attemptTimeout, maxConnections);
    }

    public AwsSettings withEndpoint(AwsService service, URI endpoint) {
        Map<AwsService, URI> more = new EnumMap<>(AwsService.class);
        more.putAll(endpoints);
        more.put(service, endpoint);
        return new AwsSettings(region, more, pathStyle, credentials, callTimeout, attemptTimeout, maxConnections);
    }

    public AwsSettings withPathStyle(boolean wanted) {
        return new AwsSettings(
                region, endpoints, Optional.of(wanted), credentials, callTimeout, attemptTimeout, maxConnections);
    }

    public AwsSettings withCredentials(AwsCredentialsProvider provider) {
        return new AwsSettings(
                region, endpoints, pathStyle, Optional.of(provider), callTimeout, attemptTimeout, maxConnections);
    }
}
