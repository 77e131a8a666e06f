package io.keywatch.enrich.knowledge;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Location;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.SecretInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code {name}} in a step. The steps are pasted into shells, and object keys, names and principals are chosen by
 * whoever made them: every value is quoted unless it is harmless by its characters. What is not known stays as
 * {@code <name>}.
 */
final class StepText {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

    /** No character of these means anything to a POSIX shell, wherever it stands. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

    /** Terminal control, C1 included, and what turns the direction of writing around. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}]");

    private final Finding finding;

    StepText(Finding finding) {
        this.finding = finding;
    }

    String fill(String step) {
        Matcher matcher = PLACEHOLDER.matcher(step);
        StringBuilder text = new StringBuilder(step.length() + 64);
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = value(name);
            String shown = value == null || value.isEmpty() ? "<" + name.replace('_', ' ') + ">" : quoted(value);
            matcher.appendReplacement(text, Matcher.quoteReplacement(shown));
        }
        return matcher.appendTail(text).toString();
    }

    /** Single quotes, in which nothing is special but the quote itself; control characters never reach a terminal. */
    static String quoted(String value) {
        String printable = CONTROL.matcher(value).replaceAll("?");
        if (HARMLESS.matcher(printable).matches() && !printable.startsWith("-")) {
            return printable;
        }
        return "'" + printable.replace("'", "'\\''") + "'";
    }

    private @Nullable String value(String name) {
        Location location = finding.getLocation();
        SecretInfo secret = finding.getSecret();
        Principal actor = finding.getActor();
        return switch (name) {
            case "access_key_id" -> accessKeyId(secret, actor);
            case "provider" -> secret == null ? null : secret.getProvider();
            case "bucket" -> location == null ? null : location.getBucket();
            case "key" -> location == null ? null : location.getKey();
            case "version_id" -> location == null ? null : location.getVersionId();
            case "arn" -> arn(location);
            case "name" -> nameOf(arn(location), location);
            case "resource" -> location == null ? arn(null) : location.getResourceId();
            case "principal" -> actor == null ? null : actor.getId();
            default -> null;
        };
    }

    private static @Nullable String accessKeyId(@Nullable SecretInfo secret, @Nullable Principal actor) {
        if (secret != null && secret.getAccessKeyId() != null) {
            return secret.getAccessKeyId();
        }
        return actor == null ? null : actor.getAccessKeyId();
    }

    private @Nullable String arn(@Nullable Location location) {
        if (location != null && location.getArn() != null) {
            return location.getArn();
        }
        return finding.getResources().isEmpty()
                ? null
                : finding.getResources().getFirst().getArn();
    }

    /** The last part of an ARN, which is what most commands want. */
    private static @Nullable String nameOf(@Nullable String arn, @Nullable Location location) {
        if (arn == null) {
            return location == null ? null : location.getResourceId();
        }
        return arn.substring(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
    }
}
