package io.keywatch.detect.rule;

import io.keywatch.detect.call.Arn;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Fills a template from a finding: {@code {actor}}, {@code {ip}}, {@code {count}}, {@code {distinct}},
 * {@code {resource}}, {@code {from}}, {@code {to}}, {@code {span}}, and any fact by its name. An unknown name stays
 * visible as {@code ?}, so that a text is never silently wrong.
 */
public final class Wording {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_TITLE = 256;

    private Wording() {}

    /** Rule name and actor: what an analyst reads in a list. Security Hub takes 256 characters. */
    public static String title(RuleSpec rule, Finding finding) {
        String title = rule.name() + ": " + actor(finding);
        return title.length() <= MAX_TITLE ? title : title.substring(0, MAX_TITLE);
    }

    public static String fill(String template, Finding finding) {
        StringBuilder text = new StringBuilder(template.length() + 64);
        int at = 0;
        while (true) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                return text.append(template, at, template.length()).toString();
            }
            text.append(template, at, open).append(value(template.substring(open + 1, close), finding));
            at = close + 1;
        }
    }

    private static String value(String name, Finding finding) {
        return switch (name) {
            case "actor" -> actor(finding);
            case "ip" -> ip(finding);
            case "count" -> Long.toString(finding.getCount());
            case "distinct" -> distinct(finding);
            case "resource" -> resources(finding.getResources());
            case "from" -> CLOCK.format(finding.getFirstSeen());
            case "to" -> CLOCK.format(finding.getLastSeen());
            case "span" -> span(finding.getFirstSeen(), finding.getLastSeen());
            default -> finding.getFacts().getOrDefault(name, "?");
        };
    }

    private static String distinct(Finding finding) {
        return finding.getAccess() == null
                ? Integer.toString(finding.getResources().size())
                : Integer.toString(finding.getAccess().getDistinctResources());
    }

    private static String ip(Finding finding) {
        Network network = finding.getNetwork();
        return network == null || network.getIp() == null ? "an unknown address" : network.getIp();
    }

    private static String actor(Finding finding) {
        Principal actor = finding.getActor();
        return actor == null ? "unknown principal" : shortName(actor.getId());
    }

    /** The part of an ARN that people know: {@code user/alice}, {@code role/ci}; other names stay as they are. */
    public static String shortName(String name) {
        Arn arn = Arn.of(name);
        return arn == null ? name : arn.resource();
    }

    private static String resources(List<ResourceRef> resources) {
        if (resources.isEmpty()) {
            return "an unnamed resource";
        }
        String first = shortName(resources.getFirst().getArn());
        return resources.size() == 1 ? first : first + " and " + (resources.size() - 1) + " more";
    }

    private static String span(Instant from, Instant to) {
        Duration span = Duration.between(from, to);
        if (span.compareTo(Duration.ofMinutes(2)) < 0) {
            return Math.max(1, span.toSeconds()) + " s";
        }
        return span.compareTo(Duration.ofHours(3)) < 0 ? span.toMinutes() + " min" : span.toHours() + " h";
    }
}
