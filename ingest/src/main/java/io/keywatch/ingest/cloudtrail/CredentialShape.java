package io.keywatch.ingest.cloudtrail;

import java.util.List;

/**
 * A last look at values that are allowed to pass: people paste credentials where names belong. Only shapes that no name
 * has; finding secrets in content is the scanner's work.
 */
final class CredentialShape {
    /** Prefixes that their issuers chose so that tokens can be told from anything else. */
    private static final List<String> TOKEN_PREFIXES = List.of(
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "xoxb-",
            "xoxp-",
            "xoxa-",
            "xapp-",
            "sk_live_",
            "rk_live_",
            "sk-ant-",
            "AIza",
            "npm_",
            "hvs.",
            "shpat_",
            "dop_v1_",
            "pypi-");

    /** How session tokens of STS begin. */
    private static final List<String> SESSION_TOKEN_PREFIXES = List.of("IQoJ", "FwoG", "FQoG", "AQoD");

    private static final int SESSION_TOKEN_MIN_LENGTH = 100;
    private static final int TOKEN_MIN_LENGTH = 20;
    /** AWS secret access keys are 40 characters of base64. */
    private static final int SECRET_KEY_LENGTH = 40;

    private CredentialShape() {}

    static boolean fits(String value) {
        int length = value.length();
        if (length < TOKEN_MIN_LENGTH) {
            return false;
        }
        return (length == SECRET_KEY_LENGTH && isSecretKey(value))
                || (length >= SESSION_TOKEN_MIN_LENGTH && startsWithAny(value, SESSION_TOKEN_PREFIXES))
                || startsWithAny(value, TOKEN_PREFIXES)
                || isWebToken(value)
                || value.contains("-----BEGIN")
                || hasUserInfo(value);
    }

    private static boolean isSecretKey(String value) {
        int upper = 0;
        int lower = 0;
        int digits = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                upper++;
            } else if (c >= 'a' && c <= 'z') {
                lower++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else if (c != '/' && c != '+' && c != '=') {
                return false;
            }
        }
        // a path of words has few capitals and hardly a digit; a random key has about 16, 16 and 6
        return upper >= 4 && lower >= 4 && digits >= 1;
    }

    private static boolean isWebToken(String value) {
        int first = value.indexOf('.');
        return value.startsWith("eyJ") && first > 0 && value.indexOf('.', first + 1) > 0;
    }

    /** {@code scheme://user:password@host} */
    private static boolean hasUserInfo(String value) {
        int authority = value.indexOf("://");
        if (authority < 0) {
            return false;
        }
        int at = value.indexOf('@', authority + 3);
        int colon = value.indexOf(':', authority + 3);
        int slash = value.indexOf('/', authority + 3);
        return at > 0 && colon > 0 && colon < at && (slash < 0 || at < slash);
    }

    private static boolean startsWithAny(String value, List<String> prefixes) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (value.startsWith(prefixes.get(i))) {
                return true;
            }
        }
        return false;
    }
}
