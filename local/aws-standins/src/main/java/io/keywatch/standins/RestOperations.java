package io.keywatch.standins;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations of the REST services by method and path; what is in the path becomes a parameter. */
final class RestOperations {
    private record Route(String service, String method, Pattern path, String operation) {}

    /** An operation and the parameters that stood in its path. */
    record Named(String operation, Map<String, String> parameters) {}

    private static final List<Route> ROUTES = List.of(
            route(
                    "lambda",
                    "GET",
                    "/2015-03-31/functions/(?<FunctionName>[^/]+)/configuration",
                    "GetFunctionConfiguration"),
            route("lambda", "GET", "/2015-03-31/functions/(?<FunctionName>[^/]+)", "GetFunction"),
            route("lambda", "GET", "/2015-03-31/functions/?", "ListFunctions"));

    private RestOperations() {}

    /** Where no route matches, method and path are the name: an answer can be given for them all the same. */
    static Named name(String service, String method, String path) {
        for (Route route : ROUTES) {
            Matcher matcher = route.path().matcher(path);
            if (route.service().equals(service) && route.method().equals(method) && matcher.matches()) {
                Map<String, String> parameters = new LinkedHashMap<>();
                matcher.namedGroups().keySet().forEach(group -> parameters.put(group, matcher.group(group)));
                return new Named(route.operation(), parameters);
            }
        }
        return new Named(method + " " + path, Map.of());
    }

    private static Route route(String service, String method, String path, String operation) {
        return new Route(service, method, Pattern.compile(path), operation);
    }
}
