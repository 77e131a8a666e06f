package io.keywatch.app.quality.process;

import io.keywatch.app.quality.ApiCalls;
import io.keywatch.app.quality.Caller;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Sessions that are renewed after a while, and addresses drawn by a Chinese restaurant process. */
final class Badges {
    /** Chance per call that the address is drawn anew; between draws a principal stays where it is. */
    private static final double REDRAW = 0.08;

    private record Badge(Principal principal, Instant until, String address) {}

    private final Graph graph;
    private final ApiCalls calls;
    private final SplittableRandom random;
    private final Map<Node, Badge> badges = new HashMap<>();
    private final Map<Node, Integer> badgeNumbers = new HashMap<>();

    Badges(Graph graph, ApiCalls calls, SplittableRandom random) {
        this.graph = graph;
        this.calls = calls;
        this.random = random;
    }

    Caller caller(Node node, Instant at) {
        Badge badge = badges.get(node);
        if (badge == null || at.isAfter(badge.until())) {
            badge = issue(node, at);
            badges.put(node, badge);
        } else if (!node.instance && random.nextDouble() < REDRAW) {
            badge = new Badge(badge.principal(), badge.until(), address(node));
            badges.put(node, badge);
        }
        return new Caller(badge.principal(), new Network(badge.address(), null, node.agent), node.region);
    }

    private Badge issue(Node node, Instant at) {
        String account = node.actor.accountId();
        String id = node.actor.id();
        String name = id.substring(id.lastIndexOf('/') + 1);
        if (node.actor.userName() != null) {
            Principal user = new Principal(
                    id,
                    PrincipalType.IAM_USER,
                    id,
                    account,
                    calls.accessKeyId(false),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            return new Badge(user, Instant.MAX, address(node));
        }
        // An instance keeps its name for about a week of sessions and leaves through one gateway.
        int renewal = badgeNumbers.merge(node, 1, Integer::sum) / 20;
        String session = node.instance ? "i-0" + hex(id.hashCode(), (renewal + id).hashCode()) : name;
        Principal role = new Principal(
                id,
                PrincipalType.ASSUMED_ROLE,
                "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session,
                account,
                calls.accessKeyId(true),
                id,
                session,
                false,
                at,
                null,
                null);
        Duration life = Duration.ofMillis((long) (node.sessionHours * 3_600_000));
        return new Badge(role, at.plus(life), address(node));
    }

    private String address(Node node) {
        int known = node.addresses.size();
        if (node.instance && known == 0) {
            node.addresses.add(graph.communityOf(node).exits().get(random.nextInt(2)));
            known = 1;
        }
        boolean fresh = known == 0 || (!node.instance && random.nextDouble() < node.wanders / (node.wanders + known));
        if (fresh) {
            node.addresses.add(graph.address());
            return node.addresses.getLast();
        }
        // Rank-biased, so that the first addresses stay the usual ones.
        return node.addresses.get((int) (known * Math.pow(random.nextDouble(), 2)));
    }

    private static String hex(int high, int low) {
        return String.format("%08x%08x", high, low);
    }
}
