package io.keywatch.ingest.cloudtrail;

import io.keywatch.schemas.v1.PrincipalType;
import org.jspecify.annotations.Nullable;

/** Who is behind a {@code userIdentity}: the name that profiles are kept by, which is never that of a session. */
final class PrincipalNames {
    private static final String ASSUMED_ROLE = ":assumed-role/";

    private PrincipalNames() {}

    static PrincipalType type(@Nullable String type, @Nullable String accountId, @Nullable String invokedBy) {
        if (type == null) {
            return invokedBy == null ? PrincipalType.UNKNOWN : PrincipalType.AWS_SERVICE;
        }
        return switch (type) {
            case "IAMUser" -> PrincipalType.IAM_USER;
            case "AssumedRole", "Role" -> PrincipalType.ASSUMED_ROLE;
            case "Root" -> PrincipalType.ROOT;
            case "FederatedUser" -> PrincipalType.FEDERATED_USER;
            case "WebIdentityUser" -> PrincipalType.WEB_IDENTITY_USER;
            case "SAMLUser" -> PrincipalType.SAML_USER;
            case "IdentityCenterUser" -> PrincipalType.IDENTITY_CENTER_USER;
            case "Directory" -> PrincipalType.DIRECTORY;
            case "AWSService" -> PrincipalType.AWS_SERVICE;
            case "AWSAccount" -> isAnonymous(accountId) ? PrincipalType.ANONYMOUS : PrincipalType.AWS_ACCOUNT;
            default -> PrincipalType.UNKNOWN;
        };
    }

    /** S3 writes callers without credentials so. */
    private static boolean isAnonymous(@Nullable String accountId) {
        return accountId != null && accountId.equalsIgnoreCase("ANONYMOUS_PRINCIPAL");
    }

    /**
     * Role issuer ARN, user ARN, root ARN, service name, or account, in that order.
     *
     * <p>Empty strings come as null ({@link Scalars#text}).
     *
     * @return null when the identity says nothing at all
     */
    static @Nullable String id(
            PrincipalType type,
            @Nullable String arn,
            @Nullable String issuerArn,
            @Nullable String storeArn,
            @Nullable String storeUser,
            @Nullable String principalId,
            @Nullable String invokedBy,
            @Nullable String accountId) {
        if (type == PrincipalType.ANONYMOUS) {
            return "anonymous";
        }
        // with GetSessionToken the user stays the user: the issuer is empty or the same
        if (issuerArn != null && type != PrincipalType.IAM_USER) {
            return issuerArn;
        }
        if (arn != null) {
            return roleOfSession(arn);
        }
        if (storeArn != null && storeUser != null) {
            return storeArn + "/user/" + storeUser;
        }
        if (invokedBy != null) {
            return invokedBy;
        }
        boolean federated = type == PrincipalType.WEB_IDENTITY_USER || type == PrincipalType.SAML_USER;
        if (federated && principalId != null) {
            return principalId;
        }
        if (accountId != null) {
            // a stranger's account tells its callers apart by unique id only; the part after the colon is the session
            return principalId != null ? accountId + "/" + beforeColon(principalId) : accountId;
        }
        return principalId != null ? beforeColon(principalId) : null;
    }

    static @Nullable String sessionName(PrincipalType type, @Nullable String arn, @Nullable String principalId) {
        if (type != PrincipalType.ASSUMED_ROLE) {
            return null;
        }
        if (arn != null && arn.contains(ASSUMED_ROLE)) {
            return lastPart(arn);
        }
        if (principalId == null) {
            return null;
        }
        int colon = principalId.indexOf(':');
        return colon < 0 ? null : principalId.substring(colon + 1);
    }

    static @Nullable String lastPart(@Nullable String arn) {
        return arn == null ? null : arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Where no issuer is told: {@code sts::1:assumed-role/R/session} is {@code iam::1:role/R}; a role's path is lost. */
    private static String roleOfSession(String arn) {
        int at = arn.indexOf(ASSUMED_ROLE);
        if (at < 0) {
            return arn;
        }
        int name = at + ASSUMED_ROLE.length();
        int end = arn.indexOf('/', name);
        return arn.substring(0, at).replaceFirst(":sts:", ":iam:")
                + ":role/"
                + (end < 0 ? arn.substring(name) : arn.substring(name, end));
    }

    private static String beforeColon(String principalId) {
        int colon = principalId.indexOf(':');
        return colon < 0 ? principalId : principalId.substring(0, colon);
    }
}
