package io.keywatch.standins;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.Limits;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;

/** SQS by ElasticMQ with AWS's limits. Queues and messages stay in the folder, through kill -9 too. */
final class SqsStandin {
    private static final Duration RESTORE_WITHIN = Duration.ofSeconds(30);

    private SqsStandin() {}

    static URI start(Path folder, int port, String account, String region) {
        // the defaults start a thread pool per core and more than two cores need
        var settings = ConfigFactory.parseMap(Map.of(
                        "pekko.loglevel", "WARNING",
                        "pekko.stdout-loglevel", "OFF",
                        "pekko.jvm-shutdown-hooks", "off"))
                .withFallback(ConfigFactory.load());
        ActorSystem actors = ActorSystem.create("sqs", settings);
        Limits limits = StrictSQSLimits$.MODULE$;
        ActorRef keeper = actors.actorOf(Props.create(
                SqlQueuePersistenceActor.class,
                () -> new SqlQueuePersistenceActor(
                        database(folder), scala.collection.immutable.List$.MODULE$.empty())));
        ActorRef queues = actors.actorOf(Props.create(
                QueueManagerActor.class, () -> new QueueManagerActor(new NowProvider(), limits, Option.apply(keeper))));
        Patterns.ask(keeper, new QueueEvent.Restore(queues), RESTORE_WITHIN)
                .toCompletableFuture()
                .join();
        var server = SQSRestServerBuilder.withActorSystem(actors)
                .withQueueManagerActor(queues)
                .withQueueEventListener(keeper)
                .withSQSLimits(limits)
                .withInterface("127.0.0.1")
                .withPort(port)
                .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
                .withAWSAccountId(account)
                .withAWSRegion(region)
                .start();
        int bound = server.waitUntilStarted().localAddress().getPort();
        return URI.create("http://127.0.0.1:" + bound);
    }

    private static SqlQueuePersistenceConfig database(Path folder) {
        // WRITE_DELAY=0: H2 keeps commits for half a second otherwise, and a kill -9 would lose them
        String uri =
                "jdbc:h2:file:" + folder.resolve("queues").toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        return new SqlQueuePersistenceConfig(true, "org.h2.Driver", uri, "", "", false);
    }
}
