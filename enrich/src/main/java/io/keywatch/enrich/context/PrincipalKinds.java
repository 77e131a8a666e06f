package io.keywatch.enrich.context;

import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells people from programs by configuration first, then by what AWS itself puts into names. A user agent is never
 * asked: anybody can send any. Thread-safe.
 */
public final class PrincipalKinds {
    /** Roles that IAM Identity Center makes for people's permission sets. */
    private static final Pattern IDENTITY_CENTER_ROLE =
            Pattern.compile(":role/(?:aws-reserved/sso\\.amazonaws\\.com/.*)?AWSReservedSSO_[^/]+$");

    private static final String SERVICE_LINKED_ROLE = ":role/aws-service-role/";

    /** EC2 names the session of an instance profile after the instance. */
    private static final Pattern INSTANCE_SESSION = Pattern.compile("i-[0-9a-f]{8}(?:[0-9a-f]{9})?");

    private final Map<String, PrincipalKind> configured;

    public PrincipalKinds(Map<String, PrincipalKind> configured) {
        this.configured = Map.copyOf(configured);
    }

    /** {@link PrincipalKind#UNKNOWN} where there is no principal or nothing tells. */
    public PrincipalKind of(@Nullable Principal principal) {
        if (principal == null) {
            return PrincipalKind.UNKNOWN;
        }
        PrincipalKind known = configured.get(principal.getId());
        if (known != null) {
            return known;
        }
        if (principal.getInvokedBy() != null) {
            return PrincipalKind.SERVICE;
        }
        PrincipalType type = principal.getType();
        return switch (type) {
            case ROOT -> PrincipalKind.ROOT;
            case AWS_SERVICE -> PrincipalKind.SERVICE;
            case AWS_ACCOUNT -> PrincipalKind.EXTERNAL_ACCOUNT;
            case ANONYMOUS -> PrincipalKind.ANONYMOUS;
            case IDENTITY_CENTER_USER, DIRECTORY, SAML_USER, FEDERATED_USER -> PrincipalKind.PERSON;
            case IAM_USER -> PrincipalKind.IAM_USER;
            case WEB_IDENTITY_USER -> PrincipalKind.WORKLOAD;
            case ASSUMED_ROLE -> role(principal);
            case UNKNOWN -> PrincipalKind.UNKNOWN;
        };
    }

    private static PrincipalKind role(Principal principal) {
        String issuer = principal.getSessionIssuerArn() == null ? principal.getId() : principal.getSessionIssuerArn();
        if (issuer.contains(SERVICE_LINKED_ROLE)) {
            return PrincipalKind.SERVICE;
        }
        if (IDENTITY_CENTER_ROLE.matcher(issuer).find()) {
            return PrincipalKind.PERSON;
        }
        String session = principal.getSessionName();
        if (session != null && INSTANCE_SESSION.matcher(session).matches()) {
            return PrincipalKind.WORKLOAD;
        }
        return PrincipalKind.ROLE_SESSION;
    }
}
