package io.keywatch.detect.sigma.match;

import io.keywatch.detect.call.Arn;
import io.keywatch.detect.sigma.match.Field.Scalar.Known;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * CloudTrail's field names and where an {@link ApiCall} has them. Names are case-sensitive, as Sigma has them.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">
 *     CloudTrail record contents</a>
 */
public final class Fields {
    private static final Map<String, Field> KEPT = new LinkedHashMap<>();

    /** CloudTrail has them, Keywatch leaves them behind. */
    private static final Set<String> LEFT_BEHIND = Set.of(
            "eventVersion",
            "requestID",
            "apiVersion",
            "managementEvent",
            "sessionCredentialFromConsole",
            "vpcEndpointAccountId",
            "userIdentity.principalId",
            "userIdentity.identityProvider",
            "userIdentity.credentialId",
            "userIdentity.sessionContext.sessionIssuer.principalId");

    static {
        scalar("eventID", ApiCall::getEventId);
        scalar("eventTime", call -> time(call.getEventTime()));
        KEPT.put("eventSource", new Field.Scalar("eventSource", ApiCall::getEventSource, Known.SOURCE));
        KEPT.put("eventName", new Field.Scalar("eventName", ApiCall::getEventName, Known.NAME));
        scalar("awsRegion", ApiCall::getAwsRegion);
        scalar("recipientAccountId", ApiCall::getRecipientAccountId);
        scalar("errorCode", ApiCall::getErrorCode);
        scalar("errorMessage", ApiCall::getErrorMessage);
        scalar("readOnly", call -> flag(call.getReadOnly()));
        scalar("eventType", ApiCall::getEventType);
        scalar("eventCategory", ApiCall::getEventCategory);
        scalar("sharedEventID", ApiCall::getSharedEventId);
        scalar("sourceIPAddress", call -> call.getNetwork().getIp());
        scalar("userAgent", call -> call.getNetwork().getUserAgent());
        scalar("vpcEndpointId", call -> call.getNetwork().getVpcEndpointId());
        principal("userIdentity.type", principal -> type(principal.getType()));
        principal("userIdentity.arn", Principal::getArn);
        principal("userIdentity.accountId", Principal::getAccountId);
        principal("userIdentity.accessKeyId", Principal::getAccessKeyId);
        principal("userIdentity.invokedBy", Principal::getInvokedBy);
        principal("userIdentity.userName", Fields::userName);
        principal("userIdentity.onBehalfOf.userId", Principal::getFederatedUser);
        principal("userIdentity.sessionContext.sessionIssuer.arn", Principal::getSessionIssuerArn);
        principal(
                "userIdentity.sessionContext.sessionIssuer.type",
                principal -> issuerType(principal.getSessionIssuerArn()));
        principal(
                "userIdentity.sessionContext.sessionIssuer.userName",
                principal -> lastPart(principal.getSessionIssuerArn()));
        principal(
                "userIdentity.sessionContext.sessionIssuer.accountId",
                principal -> account(principal.getSessionIssuerArn()));
        principal("userIdentity.sessionContext.attributes.mfaAuthenticated", principal -> flag(principal.getMfa()));
        principal(
                "userIdentity.sessionContext.attributes.creationDate",
                principal -> time(principal.getSessionCreated()));
        resource("resources.ARN", ResourceRef::getArn);
        resource("resources.arn", ResourceRef::getArn);
        resource("resources.type", ResourceRef::getType);
        resource("resources.accountId", ResourceRef::getAccountId);
    }

    private Fields() {}

    /** Every name has a field; one that is not kept says so. */
    public static Field of(String name) {
        Field known = KEPT.get(name);
        if (known != null) {
            return known;
        }
        ParameterField parameter = ParameterField.of(name);
        if (parameter != null) {
            return parameter;
        }
        return new Field.NotKept(name, LEFT_BEHIND.contains(name) ? null : Nearest.of(name, KEPT.keySet()));
    }

    /** Names that are always kept; parameters come through the allow-list. */
    public static Set<String> names() {
        return KEPT.keySet();
    }

    /** Everything of the event that is text, name and value of parameters together. */
    static boolean anyText(ApiCall call, Predicate<String> test) {
        for (Field field : KEPT.values()) {
            if (field.any(call, test)) {
                return true;
            }
        }
        return anyEntry(call.getParameters(), test)
                || anyEntry(call.getResponse(), test)
                || call.getRedacted().stream().anyMatch(test);
    }

    private static boolean anyEntry(Map<String, String> entries, Predicate<String> test) {
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            if (test.test(entry.getKey() + "=" + entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static void scalar(String name, Function<ApiCall, @Nullable String> reader) {
        KEPT.put(name, new Field.Scalar(name, reader, Known.NO));
    }

    private static void principal(String name, Function<Principal, @Nullable String> reader) {
        scalar(name, call -> reader.apply(call.getPrincipal()));
    }

    private static void resource(String name, Function<ResourceRef, @Nullable String> reader) {
        KEPT.put(name, new Field.Resource(name, reader));
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable String flag(@Nullable Boolean value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable String type(PrincipalType type) {
        return switch (type) {
            case IAM_USER -> "IAMUser";
            case ASSUMED_ROLE -> "AssumedRole";
            case ROOT -> "Root";
            case FEDERATED_USER -> "FederatedUser";
            case WEB_IDENTITY_USER -> "WebIdentityUser";
            case SAML_USER -> "SAMLUser";
            case IDENTITY_CENTER_USER -> "IdentityCenterUser";
            case DIRECTORY -> "Directory";
            case AWS_SERVICE -> "AWSService";
            // S3 writes callers without credentials as an account
            case AWS_ACCOUNT, ANONYMOUS -> "AWSAccount";
            case UNKNOWN -> null;
        };
    }

    /** CloudTrail tells it of users only; federated identities keep the name they came with. */
    private static @Nullable String userName(Principal principal) {
        return switch (principal.getType()) {
            case IAM_USER -> lastPart(principal.getArn());
            case WEB_IDENTITY_USER, SAML_USER -> principal.getFederatedUser();
            default -> null;
        };
    }

    private static @Nullable String issuerType(@Nullable String arn) {
        if (arn == null) {
            return null;
        }
        return arn.contains(":role/") ? "Role" : arn.contains(":user/") ? "IAMUser" : "Root";
    }

    private static @Nullable String lastPart(@Nullable String arn) {
        return arn == null ? null : arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static @Nullable String account(@Nullable String arn) {
        Arn parts = arn == null ? null : Arn.of(arn);
        return parts == null || parts.account().isEmpty()
                ? null
                : parts.account().toLowerCase(Locale.ROOT);
    }
}
