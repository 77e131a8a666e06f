package io.keywatch.detect.scan;

import io.keywatch.detect.scan.Candidate.Rank;
import io.keywatch.detect.scan.assign.Placeholders;
import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Validation;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code scheme://user:password@host}: the password is the finding. Looked for at {@code ://}. */
final class UrlCredentials implements Detector {
    static final String LITERAL = "://";

    private static final int MAX_SCHEME = 24;
    private static final int MAX_USERINFO = 300;
    private static final ByteSet SCHEME = ByteSet.ALNUM.or(ByteSet.of("+.-"));
    /** What ends the user information unread; a password may hold most other signs unescaped. */
    private static final ByteSet STOP = ByteSet.of(" \t\r\n\"'`<>\\/|,()[]{}");

    private static final Set<String> WEB =
            Set.of("http", "https", "ftp", "ftps", "git", "ssh", "git+https", "svn", "ws", "wss");
    private static final Set<String> LOCAL =
            Set.of("localhost", "127.0.0.1", "0.0.0.0", "[::1]", "db", "host", "hostname");
    private static final Set<String> WEAK = Set.of(
            "password",
            "pass",
            "passwd",
            "pwd",
            "secret",
            "admin",
            "root",
            "user",
            "postgres",
            "guest",
            "test",
            "pw",
            "token",
            "username",
            "p",
            "mypassword",
            "pass1",
            "passwort",
            "hunter2",
            "changeme",
            "xxx",
            "xxxx");

    /** A port with a query that holds an @. */
    private static final Pattern PORT = Pattern.compile("\\d{1,5}(?:[?#].*)?");

    @Override
    public void verify(TextScan scan, int start, int end) {
        byte[] b = scan.bytes();
        int colon = -1;
        int at = -1;
        int stop = Math.min(scan.length(), end + MAX_USERINFO);
        for (int i = end; i < stop; i++) {
            if (b[i] == '@') {
                at = i;
            } else if (b[i] == ':' && colon < 0) {
                colon = i;
            } else if (STOP.has(b[i]) && !(b[i] == '{' || b[i] == '}' || b[i] == '$')) {
                break;
            }
            if (at >= 0 && colon < 0) {
                return;
            }
        }
        if (colon < 0 || at <= colon + 1 || at + 1 >= scan.length()) {
            return;
        }
        int schemeStart = start;
        while (schemeStart > 0 && start - schemeStart < MAX_SCHEME && SCHEME.has(b[schemeStart - 1])) {
            schemeStart--;
        }
        String scheme = text(b, schemeStart, start).toLowerCase(Locale.ROOT);
        String user = text(b, end, colon);
        String password = text(b, colon + 1, at);
        if (PORT.matcher(password).matches()
                || scheme.isEmpty()
                || Placeholders.isReference(password)
                || Placeholders.isTemplate(password)) {
            return;
        }
        boolean dummy = Placeholders.isDummy(password)
                || password.length() < 3
                || (WEAK.contains(password.toLowerCase(Locale.ROOT))
                        && (password.equalsIgnoreCase(user)
                                || WEAK.contains(user.toLowerCase(Locale.ROOT))
                                || user.isEmpty()))
                || !hostFollows(b, at + 1, scan.length());
        String host = host(b, at + 1, scan.length());
        boolean exampleHost = host.endsWith("example.com") || host.endsWith("example.org") || host.equals("host");
        boolean weak = WEAK.contains(password.toLowerCase(Locale.ROOT)) || password.equals(user);
        if (dummy || (exampleHost && weak)) {
            return;
        }
        boolean local = LOCAL.contains(host);
        RuleInfo rule = WEB.contains(scheme) ? BuiltinRules.URL_PASSWORD : BuiltinRules.DATABASE_URL;
        double confidence = weak ? 0.5 : local || exampleHost ? 0.7 : 0.9;
        scan.add(new Candidate(
                rule,
                colon + 1,
                at,
                0,
                Rank.STRUCTURE,
                confidence,
                weak || local ? Severity.LOW : rule.severity(),
                Validation.STRUCTURE_OK,
                null,
                null));
    }

    private static boolean hostFollows(byte[] b, int at, int limit) {
        return at < limit
                && (ByteSet.ALNUM.has(b[at])
                        || b[at] == '['
                        || b[at] == '$'
                        || b[at] == '{'
                        || b[at] == '%'
                        || b[at] == '(');
    }

    private static String host(byte[] b, int at, int limit) {
        int end = at;
        while (end < limit && end - at < 255 && (ByteSet.ALNUM.has(b[end]) || b[end] == '.' || b[end] == '-')) {
            end++;
        }
        return text(b, at, end).toLowerCase(Locale.ROOT);
    }

    private static String text(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
