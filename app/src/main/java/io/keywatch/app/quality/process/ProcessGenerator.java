package io.keywatch.app.quality.process;

import io.keywatch.app.quality.Actor;
import io.keywatch.app.quality.SecretRef;
import io.keywatch.app.quality.Traffic;
import io.keywatch.app.quality.TrafficGenerator;
import io.keywatch.app.quality.TrafficSettings;
import io.keywatch.schemas.v1.ApiCall;
import java.util.Iterator;
import java.util.List;

/**
 * Generator two: no jobs, no schedules, no roles. Principals and secrets form a random bipartite graph grown by
 * preferential attachment inside communities; each principal is a self-exciting (Hawkes) process with a heavy-tailed
 * rate, daily and weekly seasons as sinusoids, Zipf-distributed taste among its neighbours and a Markov chain over what
 * it does; edges, principals and communities churn at random.
 */
public final class ProcessGenerator implements TrafficGenerator {
    @Override
    public String name() {
        return "process";
    }

    @Override
    public Traffic open(TrafficSettings settings) {
        Graph graph = new Graph(settings);
        List<SecretRef> secrets = graph.secrets();
        List<Actor> actors = graph.nodes().stream().map(Node::actor).toList();
        Iterator<ApiCall> calls = new Simulation(settings, graph);
        return new Traffic() {
            @Override
            public List<Actor> actors() {
                return actors;
            }

            @Override
            public List<SecretRef> secrets() {
                return secrets;
            }

            @Override
            public Iterator<ApiCall> calls() {
                return calls;
            }
        };
    }
}
