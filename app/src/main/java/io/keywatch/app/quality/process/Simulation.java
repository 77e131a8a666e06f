package io.keywatch.app.quality.process;

import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.Caller;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.schemas.v1.ApiCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Runs the processes of all nodes by thinning and branching, one arrival at a time. */
final class Simulation implements Iterator<ApiCall> {
    /** Per edge and day. */
    private static final double DRIFT = 0.003;
    /** Per node and day: takes up the edges of another community. */
    private static final double MIGRATION = 0.0007;
    /** Per day: a tenth of one community starts to read what another reads. */
    private static final double MERGER = 0.03;

    /** A look outside is followed by another one this often: curiosity comes in bursts. */
    private static final double EXPLORES_ON = 0.45;

    private static final double HOURS_TO_SECONDS = 3_600;
    private static final List<String> OTHERS = List.of(
            "ec2.amazonaws.com DescribeVolumes",
            "dynamodb.amazonaws.com ListTables",
            "sts.amazonaws.com GetCallerIdentity",
            "iam.amazonaws.com GetRole",
            "s3.amazonaws.com GetBucketPolicy",
            "kms.amazonaws.com DescribeKey",
            "autoscaling.amazonaws.com DescribeAutoScalingGroups");

    private enum Kind {
        IMMIGRANT,
        OFFSPRING,
        SWEEP,
        MIDNIGHT
    }

    private record Arrival(double seconds, long order, int node, Kind kind) {}

    private record Made(ApiCall call, long order) {}

    private final TrafficSettings settings;
    private final Graph graph;
    private final SplittableRandom random;
    private final ApiCalls calls;
    private final Badges badges;
    private final PriorityQueue<Arrival> arrivals =
            new PriorityQueue<>(Comparator.comparingDouble(Arrival::seconds).thenComparingLong(Arrival::order));
    private final PriorityQueue<Made> made = new PriorityQueue<>(
            Comparator.comparing((Made m) -> m.call().getEventTime()).thenComparingLong(Made::order));
    private final int[] lastAction;
    private final Map<Double, double[]> tastes = new HashMap<>();
    private final double horizon;
    private long order;

    Simulation(TrafficSettings settings, Graph graph) {
        this.settings = settings;
        this.graph = graph;
        this.random = new SplittableRandom(settings.seed() * 17 + 3);
        this.calls = new ApiCalls(random.split());
        this.badges = new Badges(graph, calls, random.split());
        this.horizon = settings.days() * 86_400.0;
        this.lastAction = new int[graph.nodes().size()];
        arrivals.add(new Arrival(0, order++, -1, Kind.MIDNIGHT));
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            immigrate(i, node.born * 86_400.0);
            if (node.sweeps > 0) {
                arrivals.add(new Arrival(random.nextDouble() * 86_400 / node.sweeps, order++, i, Kind.SWEEP));
            }
        }
    }

    @Override
    public boolean hasNext() {
        prepare();
        return !made.isEmpty();
    }

    @Override
    public ApiCall next() {
        prepare();
        Made first = made.poll();
        if (first == null) {
            throw new NoSuchElementException();
        }
        return first.call();
    }

    private void prepare() {
        while (!arrivals.isEmpty()
                && (made.isEmpty()
                        || !before(made.peek().call(), arrivals.peek().seconds()))) {
            Arrival arrival = arrivals.remove();
            if (arrival.kind() == Kind.MIDNIGHT) {
                churn((int) (arrival.seconds() / 86_400));
                push(arrival.seconds() + 86_400, -1, Kind.MIDNIGHT);
            } else {
                happen(arrival, graph.nodes().get(arrival.node()));
            }
        }
        while (!made.isEmpty() && !before(made.peek().call(), horizon)) {
            made.poll();
        }
    }

    private boolean before(ApiCall call, double seconds) {
        return call.getEventTime().getEpochSecond() - settings.start().getEpochSecond() < Math.floor(seconds);
    }

    private void happen(Arrival arrival, Node node) {
        double now = arrival.seconds();
        int day = (int) (now / 86_400);
        if (arrival.kind() == Kind.IMMIGRANT) {
            immigrate(arrival.node(), now);
        }
        if (day >= node.gone || day < node.born) {
            if (day < node.born && arrival.kind() == Kind.SWEEP) {
                push(now + 86_400, arrival.node(), Kind.SWEEP);
            }
            return;
        }
        if (arrival.kind() == Kind.SWEEP) {
            sweep(node, now);
            double period = 86_400 / node.sweeps;
            push(now + period * (0.97 + 0.06 * random.nextDouble()), arrival.node(), Kind.SWEEP);
            return;
        }
        int offspring = Chance.poisson(random, node.branching);
        for (int i = 0; i < offspring; i++) {
            push(now + random.nextExponential() * node.offspringSeconds, arrival.node(), Kind.OFFSPRING);
        }
        double[] weights = node.chain.get(lastAction[arrival.node()]);
        int action = Chance.index(random, weights, weights.length);
        lastAction[arrival.node()] = action;
        act(Action.values()[action], node, now);
    }

    private void act(Action action, Node node, double now) {
        Instant at = instant(now);
        Caller caller = badges.caller(node, at);
        switch (action) {
            case READ -> read(node, caller, at);
            case LOOK -> {
                SecretRef secret = choose(node);
                make(
                        random.nextInt(3) == 0 || secret.parameter()
                                ? calls.listSecrets(caller, at)
                                : calls.onSecret(caller, at, "DescribeSecret", secret));
            }
            case OTHER -> {
                String other = OTHERS.get(random.nextInt(OTHERS.size()));
                int space = other.indexOf(' ');
                make(calls.plain(caller, at, other.substring(0, space), other.substring(space + 1)));
            }
            case BATCH -> batch(node, caller, at);
            case CHAIN_ROLE -> {
                Node target = graph.nodes().get(random.nextInt(graph.nodes().size()));
                if (target.community == node.community && target.actor.userName() == null) {
                    make(calls.assumeRole(
                            caller, at, target.actor.id(), Chance.letters(random, 8), calls.accessKeyId(true)));
                } else {
                    make(calls.plain(caller, at, "sts.amazonaws.com", "GetSessionToken"));
                }
            }
        }
    }

    private void read(Node node, Caller caller, Instant at) {
        node.exploring = random.nextDouble() < (node.exploring ? EXPLORES_ON : node.curiosity);
        SecretRef secret = node.exploring ? graph.wander(node.community) : choose(node);
        if (random.nextDouble() < node.refused) {
            ApiCall call = secret.parameter()
                    ? calls.getParameter(caller, at, secret)
                    : calls.getSecretValue(caller, at, secret);
            make(calls.denied(call));
        } else if (secret.parameter() && random.nextDouble() < 0.01) {
            make(calls.getParameterHistory(caller, at, secret));
        } else {
            calls.read(caller, at, secret).forEach(this::make);
        }
    }

    private void batch(Node node, Caller caller, Instant at) {
        List<SecretRef> some = new ArrayList<>();
        int wanted = 1 + random.nextInt(5);
        for (int i = 0; i < wanted; i++) {
            SecretRef secret = choose(node);
            if (!secret.parameter() && !some.contains(secret)) {
                some.add(secret);
            }
        }
        if (some.isEmpty()) {
            make(calls.listSecrets(caller, at));
            return;
        }
        make(calls.batchByIds(caller, at, some));
        boolean derived = (node.actor.id().hashCode() & 1) == 0;
        for (SecretRef secret : some) {
            if (derived) {
                make(calls.getSecretValue(caller, at, secret));
            }
            make(calls.decryptFor(caller, at, secret));
        }
    }

    private void sweep(Node node, double from) {
        double now = from;
        Caller caller = badges.caller(node, instant(now));
        for (SecretRef secret : List.copyOf(node.edges)) {
            for (ApiCall call : calls.read(caller, instant(now), secret)) {
                make(call);
            }
            now += random.nextExponential() * 4;
        }
    }

    /** Zipf over the ranks of the node's edges. */
    private SecretRef choose(Node node) {
        double exponent = Math.round(node.zipf * 10) / 10.0;
        double[] cumulative = tastes.computeIfAbsent(exponent, Simulation::zipf);
        int length = Math.min(node.edges.size(), cumulative.length);
        return node.edges.get(Chance.index(random, cumulative, length));
    }

    private static double[] zipf(double exponent) {
        double[] cumulative = new double[200];
        double sum = 0;
        for (int rank = 0; rank < cumulative.length; rank++) {
            sum += Math.pow(rank + 1.0, -exponent);
            cumulative[rank] = sum;
        }
        return cumulative;
    }

    private void churn(int day) {
        for (Node node : graph.nodes()) {
            if (node.gone == day) {
                farewell(node, day * 86_400.0);
            }
            for (int i = 0; i < node.edges.size(); i++) {
                if (random.nextDouble() < DRIFT) {
                    node.edges.set(i, graph.attach(node.community));
                }
            }
            if (random.nextDouble() < MIGRATION) {
                node.community = random.nextInt(graph.communities());
                for (int i = 0; i < node.edges.size(); i++) {
                    if (random.nextDouble() < 0.6) {
                        node.edges.set(i, graph.attach(node.community));
                    }
                }
            }
        }
        if (day > 0 && random.nextDouble() < MERGER) {
            int from = random.nextInt(graph.communities());
            int to = random.nextInt(graph.communities());
            for (Node node : graph.nodes()) {
                if (node.community == from && random.nextDouble() < 0.1) {
                    node.edges.add(random.nextInt(node.edges.size() + 1), graph.wander(to));
                    node.edges.add(graph.wander(to));
                }
            }
        }
    }

    /** Somebody of the same account removes the user. */
    private void farewell(Node node, double midnight) {
        String name = node.actor.userName();
        if (name == null) {
            return;
        }
        List<Node> others = graph.nodes().stream()
                .filter(other -> other != node && other.gone > node.gone && other.born < node.gone)
                .filter(other -> other.actor.accountId().equals(node.actor.accountId()))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        Instant at = instant(midnight + random.nextDouble() * 40_000);
        Caller keyHolder = badges.caller(node, at);
        Caller remover = badges.caller(others.get(random.nextInt(others.size())), at);
        String key = keyHolder.principal().getAccessKeyId();
        make(calls.onUser(remover, at, "DeleteLoginProfile", name));
        make(calls.disableAccessKey(remover, at.plusSeconds(3), name, key == null ? "" : key));
        make(calls.deleteAccessKey(remover, at.plusSeconds(5), name, key == null ? "" : key));
        make(calls.onUser(remover, at.plusSeconds(9), "DeleteUser", name));
    }

    /** Thinning: candidates at the highest rate, kept with the intensity of their hour. */
    private void immigrate(int index, double from) {
        Node node = graph.nodes().get(index);
        double now = from;
        do {
            now += random.nextExponential() * 86_400 / node.rate;
        } while (now < horizon && random.nextDouble() > node.intensity(now / HOURS_TO_SECONDS));
        push(now, index, Kind.IMMIGRANT);
    }

    private void push(double seconds, int node, Kind kind) {
        if (seconds < horizon) {
            arrivals.add(new Arrival(seconds, order++, node, kind));
        }
    }

    private void make(ApiCall call) {
        made.add(new Made(call, order++));
    }

    private Instant instant(double seconds) {
        return settings.start().plusMillis((long) (seconds * 1_000));
    }
}
