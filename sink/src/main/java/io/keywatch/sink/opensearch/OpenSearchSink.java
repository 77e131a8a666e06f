package io.keywatch.sink.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.sink.Delivery;
import io.keywatch.sink.Readiness;
import io.keywatch.sink.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Findings into the index, item by item: what the cluster throttles is tried again, what it can never take is rejected
 * with its own status, the rest is in. Delivery is idempotent, see {@link BulkItem}.
 */
public final class OpenSearchSink implements Sink {
    public static final String NAME = "opensearch";

    /** OpenSearch's advice is 5 to 15 MB a request; a larger single item still goes, alone. */
    static final int MAX_BULK_BYTES = 10 << 20;

    /** After this long the rest of the batch waits for the next call, so that the consumer can poll. */
    private static final Duration BUDGET = Duration.ofSeconds(60);

    /** An alias that went missing must not come back as an index without mapping. */
    private static final Map<String, String> QUERY = Map.of("require_alias", "true");

    private static final Delivery NOT_TRIED = Delivery.retry("not tried yet");

    private final OpenSearchConnection connection;
    private final FindingsTemplate template;
    private final String alias;
    private final int maxBulkBytes;

    /** The connection belongs to the sink from here on. */
    public OpenSearchSink(OpenSearchConnection connection, String alias) {
        this(connection, alias, MAX_BULK_BYTES);
    }

    OpenSearchSink(OpenSearchConnection connection, String alias, int maxBulkBytes) {
        this.connection = connection;
        this.template = new FindingsTemplate(connection, alias);
        this.alias = alias;
        this.maxBulkBytes = maxBulkBytes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Readiness prepare() {
        return template.prepare();
    }

    @Override
    public List<Delivery> deliver(List<Finding> batch) {
        Delivery[] deliveries = new Delivery[batch.size()];
        Arrays.fill(deliveries, NOT_TRIED);
        long end = System.nanoTime() + BUDGET.toNanos();
        for (List<BulkItem> bulk : bulks(batch)) {
            if (System.nanoTime() > end || !send(bulk, deliveries)) {
                break;
            }
        }
        return List.of(deliveries);
    }

    @Override
    public void close() {
        connection.close();
    }

    private List<List<BulkItem>> bulks(List<Finding> batch) {
        List<List<BulkItem>> bulks = new ArrayList<>();
        List<BulkItem> bulk = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            BulkItem item = BulkItem.of(i, batch.get(i));
            if (!bulk.isEmpty() && bytes + item.bytes() > maxBulkBytes) {
                bulks.add(bulk);
                bulk = new ArrayList<>();
                bytes = 0;
            }
            bulk.add(item);
            bytes += item.bytes();
        }
        bulks.add(bulk);
        return bulks;
    }

    /** Whether it is worth sending another bulk now. */
    private boolean send(List<BulkItem> bulk, Delivery[] deliveries) {
        OpenSearchConnection.Answer answer;
        try {
            answer = connection.bulk(alias, QUERY, join(bulk));
        } catch (IOException e) {
            fill(bulk, deliveries, Delivery.retry("unreachable: " + e.getClass().getSimpleName()));
            return false;
        }
        if (answer.ok()) {
            settle(bulk, answer.body().path("items"), deliveries);
            return true;
        }
        boolean ofItsContent = answer.status() == 400 || answer.status() == 413;
        if (ofItsContent && bulk.size() > 1) {
            int half = bulk.size() / 2;
            return send(bulk.subList(0, half), deliveries) && send(bulk.subList(half, bulk.size()), deliveries);
        }
        fill(
                bulk,
                deliveries,
                ofItsContent ? Delivery.reject(answer.status(), answer.errorType()) : Delivery.retry(answer.summary()));
        return ofItsContent;
    }

    private static void settle(List<BulkItem> bulk, JsonNode items, Delivery[] deliveries) {
        for (int i = 0; i < bulk.size(); i++) {
            deliveries[bulk.get(i).position()] = delivery(items.path(i).path("update"));
        }
    }

    private static Delivery delivery(JsonNode update) {
        int status = update.path("status").asInt();
        String type = update.path("error").path("type").asText("none");
        if (status >= 200 && status < 300) {
            return Delivery.delivered();
        }
        return switch (status) {
            // throttled; lost every race with other writers
            case 429, 409 -> Delivery.retry(status + " " + type);
            // not our document's fault: no right, a write block on a full disk, an index that went missing
            case 401, 403, 404 -> Delivery.retry(status + " " + type);
            default ->
                status >= 400 && status < 500 ? Delivery.reject(status, type) : Delivery.retry(status + " " + type);
        };
    }

    private static void fill(List<BulkItem> bulk, Delivery[] deliveries, Delivery delivery) {
        for (BulkItem item : bulk) {
            deliveries[item.position()] = delivery;
        }
    }

    private static byte[] join(List<BulkItem> bulk) {
        int bytes = bulk.stream().mapToInt(BulkItem::bytes).sum();
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes);
        bulk.forEach(item -> item.writeTo(body));
        return body.toByteArray();
    }
}
