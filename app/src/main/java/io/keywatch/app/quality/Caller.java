package io.keywatch.app.quality;

import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;

/** Who calls and from where: the part of an event that an attacker inherits from the victim. */
public record Caller(Principal principal, Network network, String region) {}
