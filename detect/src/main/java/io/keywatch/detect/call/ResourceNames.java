package io.keywatch.detect.call;

import io.keywatch.schemas.v1.ApiCall;

/**
 * One name for one thing: callers may give a secret or a parameter by name, partial ARN or full ARN, and counting
 * distinct ones, or joining them, needs the same text each time.
 */
public final class ResourceNames {
    /** Secrets Manager appends a hyphen and so many random letters and digits to the name in an ARN. */
    private static final int RANDOM_SUFFIX = 6;

    private static final String EVERY_SECRET = ":secret:*";

    private ResourceNames() {}

    /** ARN of the secret without its random suffix. */
    public static String secret(ApiCall call, String id) {
        if (id.startsWith("arn:")) {
            return withoutSuffix(id);
        }
        return arn(call, "secretsmanager", "secret:" + id);
    }

    private static String withoutSuffix(String arn) {
        int hyphen = arn.length() - RANDOM_SUFFIX - 1;
        if (hyphen < 0 || arn.charAt(hyphen) != '-') {
            return arn;
        }
        for (int i = hyphen + 1; i < arn.length(); i++) {
            char c = arn.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
                return arn;
            }
        }
        return arn.substring(0, hyphen);
    }

    /** Stands for what a filter matched, which no event tells. */
    public static String everySecret(Caller caller) {
        return "arn:aws:secretsmanager:" + caller.region() + ":" + caller.trailAccount() + EVERY_SECRET;
    }

    public static boolean isEverySecret(String arn) {
        return arn.endsWith(EVERY_SECRET);
    }

    public static String parameter(ApiCall call, String name) {
        String bare = name.startsWith("arn:")
                ? name
                : arn(call, "ssm", name.startsWith("/") ? "parameter" + name : "parameter/" + name);
        // a version or label selector is the same parameter: only after the last '/', as ARNs have colons of their own
        int selector = bare.indexOf(':', Math.max(bare.lastIndexOf('/'), 0));
        return selector > 0 ? bare.substring(0, selector) : bare;
    }

    public static String instance(ApiCall call, String id) {
        return id.startsWith("arn:") ? id : arn(call, "ec2", "instance/" + id);
    }

    public static String function(ApiCall call, String name) {
        return name.startsWith("arn:") ? name : arn(call, "lambda", "function:" + name);
    }

    public static String arn(ApiCall call, String service, String rest) {
        return "arn:aws:" + service + ":" + call.getAwsRegion() + ":" + call.getRecipientAccountId() + ":" + rest;
    }

    /** Whether two ARNs name an account each, and not the same one. */
    public static boolean ofDifferentAccounts(String one, String other) {
        String account = accountOf(one);
        String another = accountOf(other);
        return !account.isEmpty() && !another.isEmpty() && !account.equals(another);
    }

    /** Empty where an ARN names none, or is none. */
    public static String accountOf(String text) {
        Arn arn = Arn.of(text);
        return arn == null ? "" : arn.account();
    }

    /** IAM has no region. */
    public static String iamUser(ApiCall call, String userName) {
        return "arn:aws:iam::" + call.getRecipientAccountId() + ":user/" + userName;
    }
}
