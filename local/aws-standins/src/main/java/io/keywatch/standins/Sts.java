package io.keywatch.standins;

import static io.keywatch.standins.Outcome.badRequest;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** STS: who is calling, and credentials of a role, good for nothing but these stand-ins. */
final class Sts implements Service {
    private static final Pattern ROLE =
            Pattern.compile("arn:aws[a-z-]*:iam::(?<account>\\d{12}):role/(?:.*/)?(?<name>[^/]+)");
    private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final int DEFAULT_SECONDS = 3600;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String account;

    Sts(String account) {
        this.account = account;
    }

    @Override
    public Outcome handle(Call call) {
        return switch (call.operation()) {
            case "GetCallerIdentity" ->
                new Outcome.Xml(Xml.element("UserId", "AIDA" + "STANDIN")
                        + Xml.element("Account", account)
                        + Xml.element("Arn", "arn:aws:iam::" + account + ":user/local"));
            case "AssumeRole" -> assumeRole(call);
            default -> AwsApi.unknown(call);
        };
    }

    private static Outcome assumeRole(Call call) {
        Matcher role = ROLE.matcher(call.text("RoleArn"));
        String session = call.text("RoleSessionName");
        if (!role.matches() || !SESSION.matcher(session).matches()) {
            return badRequest("ValidationError", "RoleArn or RoleSessionName is missing or malformed");
        }
        String expiry = Instant.now()
                .plusSeconds(call.input().path("DurationSeconds").asInt(DEFAULT_SECONDS))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return new Outcome.Xml("<AssumedRoleUser>"
                + Xml.element("AssumedRoleId", "AROA" + "STANDIN:" + session)
                + Xml.element(
                        "Arn",
                        "arn:aws:sts::" + role.group("account") + ":assumed-role/" + role.group("name") + "/" + session)
                + "</AssumedRoleUser><Credentials>"
                + Xml.element(
                        "AccessKeyId",
                        "ASIA" + random(12).toUpperCase(Locale.ROOT).substring(0, 16))
                + Xml.element("SecretAccessKey", random(30))
                + Xml.element("SessionToken", random(96))
                + Xml.element("Expiration", expiry)
                + "</Credentials>");
    }

    private static String random(int bytes) {
        byte[] drawn = new byte[bytes];
        RANDOM.nextBytes(drawn);
        return Base64.getEncoder().encodeToString(drawn).replace('+', 'A').replace('/', 'B');
    }
}
