package io.keywatch.sink.opensearch;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cluster that holds the findings index.
 *
 * @param nodes http or https addresses of one cluster; a path prefix must be the same for all
 * @param basicAuth user and password, where the cluster asks for them
 * @param caFile PEM certificates to trust for https instead of the JDK's
 * @param alias name of the findings index for everybody who reads; the index itself is {@code <alias>-000001}
 */
public record OpenSearchSettings(List<URI> nodes, Optional<BasicAuth> basicAuth, Optional<Path> caFile, String alias) {
    public static final String DEFAULT_ALIAS = "keywatch-findings";

    public OpenSearchSettings {
        nodes = List.copyOf(nodes);
        List<String> problems = new ArrayList<>();
        if (nodes.isEmpty()) {
            problems.add("openSearch.nodes is empty");
        }
        for (URI node : nodes) {
            boolean http = "http".equals(node.getScheme()) || "https".equals(node.getScheme());
            if (!http || node.getHost() == null) {
                problems.add("openSearch.nodes has an address that is not http(s)://host[:port]");
            } else if (node.getUserInfo() != null) {
                // such an address would end up in logs
                problems.add("openSearch.nodes must not carry user and password; use openSearch.basicAuth");
            }
        }
        if (nodes.stream().map(URI::getPath).distinct().count() > 1) {
            problems.add("openSearch.nodes have different path prefixes");
        }
        if (!alias.matches("[a-z0-9][a-z0-9_.-]{0,200}")) {
            problems.add("openSearch.alias cannot be an index name: " + alias);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static OpenSearchSettings of(URI node) {
        return new OpenSearchSettings(List.of(node), Optional.empty(), Optional.empty(), DEFAULT_ALIAS);
    }

    /** Never prints the password. */
    public record BasicAuth(String user, String password) {
        public BasicAuth {
            if (user.isEmpty() || user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("openSearch.basicAuth.user must not be empty nor contain ':'");
            }
        }

        @Override
        public String toString() {
            return "BasicAuth[" + user + ", ****]";
        }
    }
}
