package io.keywatch.app.settings;

import java.net.URI;
import java.util.Optional;

/** A schema registry with Confluent's API. */
public record RegistrySettings(URI url, Optional<String> user, Optional<Credential> password) {
    private static final URI DEFAULT_URL = URI.create("http://127.0.0.1:8081");

    static RegistrySettings read(Section section) {
        URI url = section.optionalUri(
                        "url", "Address of the registry, default `" + DEFAULT_URL + "`; not used when `embedded`.")
                .orElse(DEFAULT_URL);
        Optional<String> user = section.optionalText("user", "User for basic authentication.");
        Optional<Credential> password = section.credential("password", "Password for basic authentication.");
        if (user.isPresent() != password.isPresent()) {
            section.problem(user.isPresent() ? "password" : "user", "user and password go together");
        }
        return new RegistrySettings(url, user, password);
    }

    public RegistrySettings withUrl(URI address) {
        return new RegistrySettings(address, Optional.empty(), Optional.empty());
    }
}
