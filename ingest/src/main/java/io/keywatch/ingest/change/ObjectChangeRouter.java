package io.keywatch.ingest.change;

import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.ObjectChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One call may change the content of several resources, most calls of none. Only calls that succeeded, and that wrote,
 * are looked at. What is needed of a call must be in its allow-list (parameters.allow).
 *
 * <p>Thread-safe.
 */
public final class ObjectChangeRouter {
    /** A call that starts a thousand instances gives all of them the same user data. */
    static final int MAX_CHANGES = 20;

    /** By event name without the version of the API; nearly every call of an account is in none. */
    private final Map<String, List<Route>> routes = new HashMap<>();

    public ObjectChangeRouter() {
        for (Route route : Routes.ALL) {
            routes.computeIfAbsent(route.eventName(), any -> new ArrayList<>()).add(route);
        }
    }

    /** @return at most {@value #MAX_CHANGES} changes, often none */
    public List<ObjectChange> changes(ApiCall call) {
        if (call.getErrorCode() != null || Objects.equals(call.getReadOnly(), true)) {
            return List.of();
        }
        List<Route> candidates = routes.get(ParameterAllowList.withoutVersion(call.getEventName()));
        if (candidates == null) {
            return List.of();
        }
        List<ObjectChange> changes = new ArrayList<>();
        for (Route route : candidates) {
            if (call.getEventSource().startsWith(route.service() + ".")) {
                for (ResourceName name : route.resources().of(call)) {
                    if (changes.size() < MAX_CHANGES) {
                        changes.add(name.change(call, route));
                    }
                }
            }
        }
        return changes;
    }
}
