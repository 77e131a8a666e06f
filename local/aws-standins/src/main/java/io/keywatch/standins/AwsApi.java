package io.keywatch.standins;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint for every service of ours: a call belongs to the service that it was signed for. Order of answers: what a
 * test told to fail, what a test wrote itself, the service. Below {@code /_control} tests and the demo give their orders.
 */
final class AwsApi {
    private static final Logger LOG = LoggerFactory.getLogger(AwsApi.class);

    private final Map<String, Service> services;
    private final OrderedFailures failures;
    private final CannedAnswers canned;
    private final Control control;
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();

    private AwsApi(Map<String, Service> services, OrderedFailures failures, CannedAnswers canned, Control control) {
        this.services = services;
        this.failures = failures;
        this.canned = canned;
        this.control = control;
    }

    /** Port 0 takes any free one; {@code sqs} is where SNS delivers to. */
    static URI start(int port, Future<URI> sqs, String account) throws IOException {
        var failures = new OrderedFailures();
        var canned = new CannedAnswers();
        var lambda = new Lambda(account);
        var ec2 = new Ec2();
        var secrets = new Secrets(account);
        var parameters = new Parameters(account);
        Map<String, Service> services = Map.of(
                "sns",
                new Sns(account, failures, new QueueDelivery(sqs)),
                "monitoring",
                new CloudWatch(),
                "logs",
                new CloudWatchLogs(account),
                "lambda",
                lambda,
                "ec2",
                ec2,
                "secretsmanager",
                secrets,
                "ssm",
                parameters,
                "sts",
                new Sts(account));
        var control = new Control(failures, canned, lambda, ec2, secrets, parameters);
        var api = new AwsApi(services, failures, canned, control);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", api::handle);
        server.createContext("/_control", api::handleOrder);
        server.createContext(Lambda.CODE_PATH, exchange -> write(exchange, lambda.code(exchange), UUID.randomUUID()));
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handleOrder(HttpExchange exchange) throws IOException {
        write(exchange, control.handle(exchange, calls), UUID.randomUUID());
    }

    private void handle(HttpExchange exchange) throws IOException {
        UUID id = UUID.randomUUID();
        WireFormat.HttpReply reply;
        try {
            reply = switch (RequestReader.read(exchange)) {
                case RequestReader.NotUnderstood(var format, var refusal) -> format.refusal(refusal, id.toString());
                case RequestReader.Understood(var call) -> render(call, answer(call), id.toString());
            };
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            reply = WireFormat.REST.refusal(
                    new Outcome.Refusal(500, "InternalFailure", "the stand-in failed: " + e), id.toString());
        }
        write(exchange, reply, id);
    }

    private Outcome answer(Call call) {
        String counted = call.service() + "." + call.operation();
        calls.computeIfAbsent(counted, name -> new LongAdder()).increment();
        Optional<OrderedFailures.Order> ordered = failures.take(call.service(), call.operation());
        if (ordered.isPresent()) {
            pause(ordered.get().delayMillis());
            return ordered.get().refusal();
        }
        return canned.find(call).orElseGet(() -> {
            Service service = services.get(call.service());
            return service == null ? unknown(call) : service.handle(call);
        });
    }

    static Outcome unknown(Call call) {
        return Outcome.badRequest(
                "UnknownOperationException",
                "nothing stands in for " + call.operation() + " of " + call.service()
                        + ": give an answer with /_control/answers");
    }

    private static WireFormat.HttpReply render(Call call, Outcome outcome, String id) {
        return switch (outcome) {
            case Outcome.Answer(var body) -> call.format().success(call, body, id);
            case Outcome.Xml(var result) -> call.format().success(call, result, id);
            case Outcome.Bytes(var status, var type, var body) ->
                new WireFormat.HttpReply(status, type, Map.of(), body);
            case Outcome.Refusal refusal -> call.format().refusal(refusal, id);
        };
    }

    private static void write(HttpExchange exchange, WireFormat.HttpReply reply, UUID id) throws IOException {
        try (exchange) {
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", reply.contentType());
            headers.set("x-amzn-RequestId", id.toString());
            reply.headers().forEach(headers::set);
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
