package io.keywatch.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.ResponseTransformer;

final class AwsClientsTest {
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void startEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopEndpoint() {
        server.stop(0);
        System.clearProperty("aws.endpointUrlS3");
        System.clearProperty("aws.endpointUrl");
    }

    @Test
    void takesAnExplicitEndpointAndPutsTheBucketIntoThePath() {
        try (AwsClients clients = AwsClients.fromDefaultChain(local().withEndpoint(AwsService.S3, endpoint()))) {
            read(clients, "some-bucket", "some/key");
        }
        assertThat(asked).containsExactly(authority() + "/some-bucket/some/key");
    }

    @Test
    void honoursTheSdkSettingOfOneServiceAndPutsTheBucketIntoThePath() {
        System.setProperty("aws.endpointUrlS3", endpoint().toString());
        try (AwsClients clients = AwsClients.fromDefaultChain(local())) {
            read(clients, "some-bucket", "key");
        }
        assertThat(asked).containsExactly(authority() + "/some-bucket/key");
    }

    @Test
    void honoursTheSdkSettingOfAllServices() {
        System.setProperty("aws.endpointUrl", endpoint().toString());
        try (AwsClients clients = AwsClients.fromDefaultChain(local())) {
            assertThat(clients.sqs().serviceClientConfiguration().endpointOverride())
                    .contains(endpoint());
            assertThat(clients.lambda().serviceClientConfiguration().endpointOverride())
                    .contains(endpoint());
            read(clients, "some-bucket", "key");
        }
        assertThat(asked).containsExactly(authority() + "/some-bucket/key");
    }

    @Test
    void anExplicitEndpointIsStrongerThanTheSdkSetting() {
        System.setProperty("aws.endpointUrlS3", "http://127.0.0.1:1");
        try (AwsClients clients = AwsClients.fromDefaultChain(local().withEndpoint(AwsService.S3, endpoint()))) {
            read(clients, "some-bucket", "key");
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void withoutAnEndpointNothingIsOverridden() {
        try (AwsClients clients = AwsClients.fromDefaultChain(local())) {
            assertThat(clients.s3().serviceClientConfiguration().endpointOverride())
                    .isEmpty();
        }
    }

    @Test
    void sharesOneClientPerServiceAndRefusesAfterClose() {
        AwsClients clients = AwsClients.fromDefaultChain(local());
        assertThat(clients.sqs()).isSameAs(clients.sqs());
        assertThat(clients.sns()).isNotNull();
        assertThat(clients.sts()).isNotNull();
        assertThat(clients.ec2()).isNotNull();
        assertThat(clients.cloudWatch()).isNotNull();
        assertThat(clients.cloudWatchLogs()).isNotNull();
        clients.close();
        assertThatThrownBy(clients::sqs).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesEveryBadSettingAtOnce() {
        assertThatThrownBy(() -> new AwsSettings(
                        Optional.empty(),
                        Map.of(AwsService.SQS, URI.create("/nowhere")),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aws.endpoints.sqs")
                .hasMessageContaining("aws.call-timeout")
                .hasMessageContaining("aws.max-connections");
    }

    private static void read(AwsClients clients, String bucket, String key) {
        assertThat(clients.s3()
                        .getObject(request -> request.bucket(bucket).key(key), ResponseTransformer.toBytes())
                        .asUtf8String())
                .isEqualTo("hello");
    }

    private AwsSettings local() {
        return AwsSettings.defaults()
                .withRegion("eu-central-1")
                .withCredentials(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("local", UUID.randomUUID().toString())));
    }

    /** By name: an address would be put into the path by the SDK itself. */
    private URI endpoint() {
        return URI.create("http://" + authority());
    }

    private String authority() {
        return "localhost:" + server.getAddress().getPort();
    }
}
