package io.keywatch.app.settings;

/** Where {@code /healthz}, {@code /readyz} and {@code /metrics} answer. */
public record AdminSettings(String host, int port) {
    static AdminSettings read(Section section) {
        return new AdminSettings(
                section.text(
                        "host",
                        "127.0.0.1",
                        "Address to listen on; `0.0.0.0` in a container. There is no authentication: keep it inside."),
                section.integer("port", 8085, 0, 65_535, "Port of the admin endpoints; 0 takes a free one."));
    }

    public AdminSettings withPort(int other) {
        return new AdminSettings(host, other);
    }
}
