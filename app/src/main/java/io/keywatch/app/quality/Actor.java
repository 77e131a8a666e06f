package io.keywatch.app.quality;

import org.jspecify.annotations.Nullable;

/**
 * A principal of the generated organisation.
 *
 * @param id role issuer or user ARN, as in {@code Principal.id}
 * @param team the true team on day 0
 * @param userName IAM user name, null for a role
 */
public record Actor(
        String id,
        String accountId,
        String team,
        ActorKind kind,
        @Nullable String userName) {}
