package io.keywatch.detect.access;

import io.keywatch.detect.call.Arn;
import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.ResourceNames;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.Severity;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What rows of the single-event table ask of a call. */
final class Conditions {
    private Conditions() {}

    static Predicate<ApiCall> is(String parameter, String value) {
        return call -> Params.is(call, parameter, value);
    }

    /** A person or a program with long-term credentials, where machines are expected. */
    static boolean byUserOrRoot(ApiCall call) {
        PrincipalType type = call.getPrincipal().getType();
        return type == PrincipalType.IAM_USER || type == PrincipalType.ROOT;
    }

    static boolean byRoleSession(ApiCall call) {
        return call.getPrincipal().getType() == PrincipalType.ASSUMED_ROLE
                && call.getPrincipal().getInvokedBy() == null;
    }

    /** To a user or role of this account, and not for a service that works on the caller's behalf. */
    static boolean grantedByHand(ApiCall call) {
        String grantee = Params.text(call, "granteePrincipal");
        return grantee != null
                && (grantee.contains(":user/") || grantee.contains(":role/") || grantee.contains(":assumed-role/"))
                && !grantee.contains(":role/aws-service-role/")
                && !foreign(call, grantee)
                && call.getPrincipal().getInvokedBy() == null
                && call.getPrincipal().getType() != PrincipalType.AWS_SERVICE;
    }

    static boolean byRoot(ApiCall call) {
        return call.getPrincipal().getType() == PrincipalType.ROOT;
    }

    /** {@code userName} names somebody else than the caller: a role is no user, whatever its name. */
    static boolean aboutSomebodyElse(ApiCall call) {
        String user = Params.text(call, "userName");
        boolean oneself = call.getPrincipal().getType() == PrincipalType.IAM_USER
                && call.getPrincipal().getId().endsWith("/" + user);
        return user != null && !oneself;
    }

    /** A parameter's first version is its creation. Without a type it keeps the one it had. */
    static boolean hadAValue(ApiCall call) {
        String version = Params.response(call, "version");
        String type = Params.text(call, "type");
        return version != null && !version.equals("1") && (type == null || type.equals("SecureString"));
    }

    static boolean administrator(ApiCall call) {
        String policy = Params.text(call, "policyArn");
        return policy != null && (policy.endsWith("/AdministratorAccess") || policy.endsWith("/IAMFullAccess"));
    }

    static boolean quarantine(ApiCall call) {
        String policy = Params.firstOf(call, "policyArn", "policyName");
        return policy != null
                && (policy.contains("AWSCompromisedKeyQuarantine")
                        || policy.contains("AWSExposedCredentialPolicy_DO_NOT_REMOVE"));
    }

    /** The policy text lets in everybody, or an account that is not this one. */
    static Predicate<ApiCall> opens(String parameter) {
        return call -> {
            PolicyText policy = PolicyText.parse(Params.text(call, parameter));
            return policy != null && policy.lets(call.getRecipientAccountId());
        };
    }

    /** The policy was replaced, and either its text is not in the event or it lets nobody from outside in. */
    static Predicate<ApiCall> keepsIn(String parameter) {
        return opens(parameter).negate();
    }

    static Function<ApiCall, Severity> criticalWhenPublic(String parameter) {
        return call -> {
            PolicyText policy = PolicyText.parse(Params.text(call, parameter));
            return policy != null && policy.everybody() ? Severity.CRITICAL : Severity.HIGH;
        };
    }

    /** An ARN or account id of another account than the one that owns the trail. */
    static boolean foreign(ApiCall call, @Nullable String arnOrAccount) {
        if (arnOrAccount == null) {
            return false;
        }
        String account = account(arnOrAccount);
        return account != null && !account.equals(call.getRecipientAccountId());
    }

    private static @Nullable String account(String arnOrAccount) {
        if (arnOrAccount.startsWith("arn:")) {
            Arn arn = Arn.of(arnOrAccount);
            return arn == null || arn.account().isEmpty() || arn.account().equals("aws") ? null : arn.account();
        }
        return arnOrAccount.length() == 12 && arnOrAccount.chars().allMatch(Character::isDigit) ? arnOrAccount : null;
    }

    /** Snapshot or image attributes: everybody ({@code all}) or an account that is not this one. */
    static boolean sharesOutside(ApiCall call) {
        return sharedWith(call).stream().anyMatch(who -> "all".equals(who) || foreign(call, who));
    }

    static Function<ApiCall, Severity> criticalWhenSharedWithAll() {
        return call -> sharedWith(call).contains("all") ? Severity.CRITICAL : Severity.HIGH;
    }

    private static List<String> sharedWith(ApiCall call) {
        List<String> with = Params.list(call, "valuesToAdd");
        for (String attribute : List.of("createVolumePermission.add", "launchPermission.add")) {
            with.addAll(Params.matching(call, attribute, "userId"));
            with.addAll(Params.matching(call, attribute, "group"));
        }
        with.addAll(Params.list(call, "accountIdsToAdd"));
        return with;
    }

    /** Management events off, or KMS left out: the second blinds every view of decryption. */
    static boolean selectorsBlind(ApiCall call) {
        boolean managementOff = Params.matching(call, "eventSelectors", "includeManagementEvents")
                .contains("false");
        boolean kmsOut = call.getParameters().entrySet().stream()
                .anyMatch(parameter -> parameter.getValue().contains("kms.amazonaws.com")
                        && (parameter.getKey().contains("excludeManagementEventSources")
                                || parameter.getKey().contains("notEquals")
                                || parameter.getKey().contains("notStartsWith")));
        return managementOff || kmsOut;
    }

    /** Name of the target as an ARN of {@code service}, from the first parameter that is present. */
    static Function<ApiCall, @Nullable String> named(String service, String type, String... parameters) {
        return call -> {
            String name = Params.firstOf(call, parameters);
            if (name == null) {
                return call.getResources().isEmpty()
                        ? null
                        : call.getResources().getFirst().getArn();
            }
            return name.startsWith("arn:") ? name : ResourceNames.arn(call, service, type + name);
        };
    }

    static @Nullable String secret(ApiCall call) {
        String id = Params.text(call, "secretId");
        return id == null ? null : ResourceNames.secret(call, id);
    }

    static @Nullable String iamUser(ApiCall call) {
        String user = Params.text(call, "userName");
        return user == null ? call.getPrincipal().getId() : ResourceNames.iamUser(call, user);
    }

    static @Nullable String parameter(ApiCall call) {
        String name = Params.firstOf(call, "name", "path", "names[0]");
        return name == null ? null : ResourceNames.parameter(call, name);
    }
}
