package io.keywatch.sink.opensearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.ResponseException;

/**
 * Speaks JSON with one cluster, over opensearch-java's transport (node selection, dead nodes, keep-alive). The bodies
 * are ours: a bulk must be bounded in bytes, which typed requests do not tell. Thread-safe.
 */
public final class OpenSearchConnection implements AutoCloseable {
    /** A bulk of 10 MB on a busy cluster takes seconds; well below max.poll.interval. */
    static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final OpenSearchTransport transport;
    private final OpenSearchGenericClient client;

    private OpenSearchConnection(OpenSearchTransport transport) {
        this.transport = transport;
        this.client = new OpenSearchGenericClient(transport);
    }

    /** What the cluster said. */
    record Answer(int status, JsonNode body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** Type of the error, a fixed word of OpenSearch's; its reason may quote the document and is not kept. */
        String errorType() {
            return body.path("error").path("type").asText("unnamed");
        }

        /** For logs and reasons. */
        String summary() {
            return status + " " + errorType();
        }
    }

    /** Opens no connection yet. */
    public static OpenSearchConnection open(OpenSearchSettings settings) {
        HttpHost[] hosts = settings.nodes().stream()
                .map(node -> new HttpHost(node.getScheme(), node.getHost(), node.getPort()))
                .toArray(HttpHost[]::new);
        ApacheHttpClient5TransportBuilder builder = ApacheHttpClient5TransportBuilder.builder(hosts);
        String path = settings.nodes().getFirst().getPath();
        if (path != null && path.length() > 1) {
            builder.setPathPrefix(path);
        }
        settings.basicAuth().ifPresent(auth -> builder.setDefaultHeaders(new Header[] {basic(auth)}));
        builder.setRequestConfigCallback(request -> request.setResponseTimeout(Timeout.of(RESPONSE_TIMEOUT)));
        builder.setConnectionConfigCallback(connection -> connection.setConnectTimeout(Timeout.of(CONNECT_TIMEOUT)));
        settings.caFile()
                .ifPresent(file -> builder.setHttpClientConfigCallback(http -> {
                    var tls = ClientTlsStrategyBuilder.create()
                            .setSslContext(trusting(file))
                            .buildAsync();
                    return http.setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                            .setTlsStrategy(tls)
                            .build());
                }));
        return new OpenSearchConnection(builder.build());
    }

    Answer get(String path) throws IOException {
        return send("GET", path, Map.of(), null, JSON);
    }

    Answer put(String path, byte[] json) throws IOException {
        return send("PUT", path, Map.of(), json, JSON);
    }

    Answer post(String path, Map<String, String> query, byte[] json) throws IOException {
        return send("POST", path, query, json, JSON);
    }

    Answer bulk(String index, Map<String, String> query, byte[] lines) throws IOException {
        return send("POST", index + "/_bulk", query, lines, NDJSON);
    }

    private Answer send(
            String method, String path, Map<String, String> query, byte @Nullable [] body, String contentType)
            throws IOException {
        var request = Requests.builder().method(method).endpoint("/" + path).query(query);
        if (body != null) {
            request.body(Body.from(body, contentType));
        }
        try (Response response = client.execute(request.build())) {
            return new Answer(response.getStatus(), parse(response.getBody().orElse(null)));
        } catch (IOException e) {
            return new Answer(statusIn(e), MissingNode.getInstance());
        }
    }

    /**
     * The transport throws for 401, 403, 413, 429 and 5xx, wrapped once or twice and without a readable body.
     *
     * @throws IOException the same again when no answer is behind it
     */
    private static int statusIn(IOException exception) throws IOException {
        Throwable cause = exception;
        while (cause != null) {
            if (cause instanceof ResponseException answer) {
                return answer.status();
            }
            cause = cause.getCause();
        }
        throw exception;
    }

    private static JsonNode parse(@Nullable Body body) throws IOException {
        if (body == null) {
            return MissingNode.getInstance();
        }
        try (body;
                InputStream in = body.body()) {
            return MAPPER.readTree(in);
        } catch (JsonProcessingException e) {
            // a proxy's HTML page: the status says enough
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Header basic(OpenSearchSettings.BasicAuth auth) {
        byte[] userAndPassword = (auth.user() + ":" + auth.password()).getBytes(StandardCharsets.UTF_8);
        return new BasicHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(userAndPassword), true);
    }

    private static SSLContext trusting(Path caFile) {
        try (InputStream in = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("openSearch.caFile cannot be used: " + caFile, e);
        }
    }
}
