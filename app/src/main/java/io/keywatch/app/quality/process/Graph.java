package io.keywatch.app.quality.process;

import io.keywatch.app.quality.Actor;
import io.keywatch.app.quality.ActorKind;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.TrafficSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** Principals and secrets, joined by preferential attachment: a secret that many read is read by the next one too. */
final class Graph {
    private static final double INSIDE_COMMUNITY = 0.88;
    private static final double NEW_SECRET = 0.22;
    private static final double PARAMETER = 0.3;
    /** Births and deaths per principal and day. */
    private static final double BIRTH = 0.0012;

    private static final double DEATH = 0.0008;
    private static final double SMALLEST_DEGREE = 1.6;
    private static final double DEGREE_ALPHA = 1.25;
    private static final double LARGEST_DEGREE = 90;
    private static final double SWEEPER_DEGREE = 60;

    private static final Set<Integer> PARTLY_PRIVATE = Set.of(100, 127, 169, 172, 192);

    /** An account per community; the addresses that its workloads leave through. */
    record Community(String accountId, String region, String kmsKey, List<String> exits) {}

    private final SplittableRandom random;
    private final List<Community> communities = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    /** One entry per edge and one per secret, so that a uniform draw prefers the popular. */
    private final List<List<SecretRef>> urns = new ArrayList<>();

    private final List<SecretRef> secrets = new ArrayList<>();

    Graph(TrafficSettings settings) {
        random = new SplittableRandom(settings.seed() * 31 + 7);
        int count = Math.max(4, settings.principals() / 30);
        for (int i = 0; i < count; i++) {
            communities.add(community());
            List<SecretRef> urn = new ArrayList<>();
            urns.add(urn);
            for (int j = 0; j < 3; j++) {
                urn.add(secretIn(i));
            }
        }
        int births = Chance.poisson(random, settings.principals() * BIRTH * settings.days());
        for (int i = 0; i < settings.principals() + births; i++) {
            int born = i < settings.principals() ? 0 : 1 + random.nextInt(settings.days() - 1);
            double left = random.nextExponential() / DEATH;
            nodes.add(node(born, (int) Math.min(Integer.MAX_VALUE, born + 1 + left)));
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    List<SecretRef> secrets() {
        return List.copyOf(secrets);
    }

    Community communityOf(Node node) {
        return communities.get(node.community);
    }

    int communities() {
        return communities.size();
    }

    /** Somewhere to read, seen from a community: most often inside it. */
    SecretRef attach(int community) {
        int where = random.nextDouble() < INSIDE_COMMUNITY ? community : random.nextInt(communities.size());
        List<SecretRef> urn = urns.get(where);
        SecretRef secret = random.nextDouble() < NEW_SECRET ? secretIn(where) : urn.get(random.nextInt(urn.size()));
        urn.add(secret);
        return secret;
    }

    /** As {@link #attach}, but among what exists. */
    SecretRef wander(int community) {
        int where = random.nextDouble() < INSIDE_COMMUNITY ? community : random.nextInt(communities.size());
        List<SecretRef> urn = urns.get(where);
        return urn.get(random.nextInt(urn.size()));
    }

    private Node node(int born, int gone) {
        Traits traits = Traits.draw(random, born, gone);
        // Sizes of communities are uneven: the square of a uniform prefers the first.
        int community = (int) (Math.pow(random.nextDouble(), 1.5) * communities.size());
        Community home = communities.get(community);
        String name = Chance.letters(random, 9);
        ActorKind kind =
                traits.sweeps() > 0 ? ActorKind.SCANNER : traits.season() > 0.5 ? ActorKind.PERSON : ActorKind.SERVICE;
        String id = "arn:aws:iam::" + home.accountId() + (traits.user() ? ":user/" : ":role/") + name;
        Actor actor = new Actor(id, home.accountId(), "c" + community, kind, traits.user() ? name : null);
        Node node = new Node(actor, home.region(), community, traits);
        int degree = (int) Chance.pareto(
                random,
                traits.sweeps() > 0 ? SWEEPER_DEGREE / 2 : SMALLEST_DEGREE,
                DEGREE_ALPHA,
                traits.sweeps() > 0 ? SWEEPER_DEGREE * 2 : LARGEST_DEGREE);
        for (int i = 0; i < degree; i++) {
            SecretRef secret = attach(community);
            if (!node.edges.contains(secret)) {
                node.edges.add(secret);
            }
        }
        Collections.shuffle(node.edges, new java.util.Random(random.nextLong()));
        return node;
    }

    private SecretRef secretIn(int community) {
        Community home = communities.get(community);
        String name = Chance.letters(random, 5) + "-" + Chance.letters(random, 6);
        boolean parameter = random.nextDouble() < PARAMETER;
        String arn = parameter
                ? "arn:aws:ssm:" + home.region() + ":" + home.accountId() + ":parameter/" + name
                : "arn:aws:secretsmanager:" + home.region() + ":" + home.accountId() + ":secret:" + name + "-"
                        + Chance.letters(random, 3) + Chance.letters(random, 3).toUpperCase(Locale.ROOT);
        SecretRef secret = new SecretRef(
                parameter ? SecretRef.Store.PARAMETER_STORE : SecretRef.Store.SECRETS_MANAGER,
                arn,
                parameter ? "/" + name : name,
                home.accountId(),
                home.region(),
                home.kmsKey(),
                "c" + community);
        secrets.add(secret);
        return secret;
    }

    private Community community() {
        String region = List.of("eu-north-1", "us-east-2", "ap-southeast-2").get(random.nextInt(3));
        String account = Long.toString(random.nextLong(100_000_000_000L, 999_999_999_999L));
        String key = "arn:aws:kms:" + region + ":" + account + ":key/" + new UUID(random.nextLong(), random.nextLong());
        return new Community(account, region, key, List.of(address(), address()));
    }

    /** Public: of the first octets that also hold addresses that are not, none is drawn. */
    String address() {
        int first;
        do {
            first = random.nextInt(11, 223);
        } while (PARTLY_PRIVATE.contains(first));
        return first + "." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
    }
}
