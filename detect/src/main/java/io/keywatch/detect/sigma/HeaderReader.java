package io.keywatch.detect.sigma;

import io.keywatch.detect.sigma.match.Nearest;
import io.keywatch.schemas.v1.Severity;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The keys at the top of a document. Others are the author's own, as Sigma allows, unless they look like a slip. */
final class HeaderReader {
    /** Keys of our own: a rule says itself whether it is paged, and carries its tests. */
    static final String STAGED = "keywatch_staged";

    static final String TESTS = "keywatch_tests";

    private static final int MAX_TITLE = 256;

    private static final Set<String> KEYS = Set.of(
            "title",
            "id",
            "name",
            "related",
            "taxonomy",
            "status",
            "description",
            "license",
            "references",
            "author",
            "date",
            "modified",
            "logsource",
            "detection",
            "correlation",
            "filter",
            "fields",
            "falsepositives",
            "level",
            "tags",
            "scope",
            "generate",
            "action",
            STAGED,
            TESTS);

    private final SigmaSettings settings;
    private final BiConsumer<Integer, String> warn;

    HeaderReader(SigmaSettings settings, BiConsumer<Integer, String> warn) {
        this.settings = settings;
        this.warn = warn;
    }

    RuleHeader read(Yaml.Entries document, String source) throws RuleFault {
        for (String key : document.keys()) {
            String nearest = KEYS.contains(key) ? null : Nearest.of(key, KEYS);
            if (nearest != null) {
                warn.accept(
                        lineOf(document, key), "'" + key + "' is not a key of Sigma: did you mean '" + nearest + "'?");
            }
        }
        String taxonomy = document.text("taxonomy");
        if (taxonomy != null && !taxonomy.equals("sigma")) {
            throw new RuleFault(lineOf(document, "taxonomy"), "taxonomy '" + taxonomy + "': only 'sigma' is known");
        }
        if (document.get("timeframe") != null) {
            throw new RuleFault(
                    lineOf(document, "timeframe"),
                    "'timeframe' belongs to aggregations, which are not part of Sigma 2: write a correlation");
        }
        String title = document.required("title");
        if (title.length() > MAX_TITLE) {
            throw new RuleFault(lineOf(document, "title"), "'title' is longer than " + MAX_TITLE + " characters");
        }
        String name = document.text("name");
        String id = document.text("id");
        RuleStatus status = status(document);
        return new RuleHeader(
                id != null ? id : slug(name != null ? name : title),
                name,
                title,
                document.text("description"),
                status,
                level(document),
                AttackTags.of(document.texts("tags")),
                document.texts("references"),
                document.texts("falsepositives"),
                staged(document, status),
                source,
                document.line());
    }

    private static RuleStatus status(Yaml.Entries document) throws RuleFault {
        String text = document.text("status");
        RuleStatus status = text == null ? RuleStatus.EXPERIMENTAL : RuleStatus.of(text);
        if (status == null) {
            throw new RuleFault(
                    lineOf(document, "status"),
                    "status '" + text + "': one of stable, test, experimental, deprecated, unsupported");
        }
        return status;
    }

    private static Severity level(Yaml.Entries document) throws RuleFault {
        String text = document.text("level");
        return switch (text) {
            case null -> Severity.MEDIUM;
            case "informational" -> Severity.INFORMATIONAL;
            case "low" -> Severity.LOW;
            case "medium" -> Severity.MEDIUM;
            case "high" -> Severity.HIGH;
            case "critical" -> Severity.CRITICAL;
            default ->
                throw new RuleFault(
                        lineOf(document, "level"),
                        "level '" + text + "': one of informational, low, medium, high, critical");
        };
    }

    private boolean staged(Yaml.Entries document, RuleStatus status) throws RuleFault {
        Yaml own = document.get(STAGED);
        return own != null ? Yaml.truth(own, STAGED) : settings.staged().contains(status);
    }

    /** Only {@code product: aws, service: cloudtrail}; what rules leave out is no restriction. */
    static void requireCloudTrail(Yaml.Entries document) throws RuleFault {
        Yaml.Entries source = document.map("logsource");
        String product = source.text("product");
        String service = source.text("service");
        String category = source.text("category");
        boolean ours = (product == null || product.equals("aws"))
                && (service == null || service.equals("cloudtrail"))
                && (product != null || service != null)
                && category == null;
        if (!ours) {
            throw new RuleFault(
                    source.line(),
                    "logsource category=" + shown(category) + " product=" + shown(product) + " service="
                            + shown(service) + ": only product aws, service cloudtrail");
        }
    }

    private static String shown(@Nullable String text) {
        return text == null ? "-" : text;
    }

    static int lineOf(Yaml.Entries document, String key) {
        Yaml value = document.get(key);
        return value == null ? document.line() : value.line();
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
