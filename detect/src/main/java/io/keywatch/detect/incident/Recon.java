package io.keywatch.detect.incident;

import io.keywatch.detect.call.Outcome;
import io.keywatch.detect.correlate.Addresses;
import io.keywatch.schemas.v1.ApiCall;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looking around: no finding by itself, but part of a story. Grouped by what is looked at, because one visit of a console
 * page makes half a dozen calls.
 */
enum Recon {
    SECRETS(4, "looked over the secrets"),
    PARAMETERS(4, "looked over the parameters"),
    IDENTITIES(4, "looked over users, roles and their rights"),
    /** The whole of IAM in one answer. */
    AUTHORIZATIONS(8, "took down every user, role and policy"),
    KEYS(4, "looked over the encryption keys"),
    WATCH(4, "looked who is watching: trails, detectors"),
    ORGANIZATION(4, "looked over the accounts of the organisation"),
    /** With a long-term key, by network: whoever found a key first asks whose it is. */
    SELF(4, "asked with a long-term key who it is"),
    DENIED(8, "was denied on users, roles or sessions");

    private static final String PREFIX = "recon.";
    private static final Map<String, Recon> BY_EVENT = new HashMap<>();

    static {
        on("secretsmanager", SECRETS, "ListSecrets", "DescribeSecret", "GetResourcePolicy", "ListSecretVersionIds");
        on("ssm", PARAMETERS, "DescribeParameters");
        on(
                "iam",
                IDENTITIES,
                "ListUsers",
                "ListRoles",
                "ListGroups",
                "ListPolicies",
                "ListAccessKeys",
                "ListUserPolicies",
                "ListRolePolicies",
                "ListAttachedUserPolicies",
                "ListAttachedRolePolicies",
                "ListGroupsForUser",
                "GetPolicyVersion",
                "GetAccountSummary",
                "SimulatePrincipalPolicy");
        on("iam", AUTHORIZATIONS, "GetAccountAuthorizationDetails", "GetCredentialReport");
        on("kms", KEYS, "ListKeys", "ListAliases", "ListGrants", "GetKeyPolicy");
        on("cloudtrail", WATCH, "DescribeTrails", "ListTrails", "GetTrailStatus", "GetEventSelectors");
        on("guardduty", WATCH, "ListDetectors", "GetDetector");
        on("config", WATCH, "DescribeConfigurationRecorders", "DescribeConfigurationRecorderStatus");
        on("organizations", ORGANIZATION, "ListAccounts", "DescribeOrganization", "ListRoots");
    }

    private final int risk;
    private final String told;

    Recon(int risk, String told) {
        this.risk = risk;
        this.told = told;
    }

    /** 0 to 100, as findings have it: a low one has about 10. */
    int risk() {
        return risk;
    }

    String told() {
        return told;
    }

    String kind() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    /** Null for nearly every call. */
    static @Nullable String kindOf(ApiCall call) {
        String source = call.getEventSource();
        String name = call.getEventName();
        if (call.getErrorCode() != null) {
            boolean identity =
                    source.startsWith("iam.") || source.startsWith("sts.") || source.startsWith("organizations.");
            return identity && Outcome.of(call) == Outcome.DENIED ? DENIED.kind() : null;
        }
        if (name.equals("GetCallerIdentity")) {
            return self(call);
        }
        if (!BY_EVENT.containsKey(name)) {
            return null;
        }
        Recon found = BY_EVENT.get(serviceOf(source) + " " + name);
        return found == null ? null : found.kind();
    }

    /** The network is part of the kind, so that a network is usual or not. */
    private static @Nullable String self(ApiCall call) {
        String key = call.getPrincipal().getAccessKeyId();
        String network = Addresses.publicNetwork(call.getNetwork().getIp());
        return key == null || !key.startsWith("AKIA") || network == null ? null : SELF.kind() + "@" + network;
    }

    /** Null when {@code kind} is that of a finding. */
    static @Nullable Recon of(String kind) {
        if (!kind.startsWith(PREFIX)) {
            return null;
        }
        int network = kind.indexOf('@');
        String name = kind.substring(PREFIX.length(), network < 0 ? kind.length() : network);
        for (Recon recon : values()) {
            if (recon.name().equalsIgnoreCase(name)) {
                return recon;
            }
        }
        return null;
    }

    private static String serviceOf(String source) {
        int dot = source.indexOf('.');
        return dot < 0 ? source : source.substring(0, dot);
    }

    /** Under the name for the quick look, under service and name to be sure. */
    private static void on(String service, Recon recon, String... events) {
        for (String event : List.of(events)) {
            BY_EVENT.put(event, recon);
            BY_EVENT.put(service + " " + event, recon);
        }
    }
}
