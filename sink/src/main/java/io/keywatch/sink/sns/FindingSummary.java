package io.keywatch.sink.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.sink.FindingDocument;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message says: enough to decide whether to get up, and a link to the rest. Every text in it is cut at a fixed
 * length, so that it stays far below {@link #MAX_BYTES} without ever being split, which would break filter policies on
 * the body.
 */
final class FindingSummary {
    /** SNS: 256 KiB for body and attributes together. */
    static final int MAX_BYTES = 256 * 1024;

    /** Longest single text, in characters: 15 of them at 4 bytes each, escaped sixfold at worst, fit into a fifth. */
    static final int MAX_TEXT = 1_000;

    private static final int MAX_RESOURCES = 5;
    private static final int MAX_STEPS = 4;
    private static final JsonMapper MAPPER = new JsonMapper();

    private FindingSummary() {}

    static String of(Finding finding, Optional<URI> console) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("id", finding.getId());
        body.put("revision", finding.getRevision());
        body.put("transition", lower(finding.getTransition()));
        body.put("class", lower(finding.getFindingClass()));
        body.put("severity", lower(finding.getSeverity()));
        body.put("risk_score", finding.getRiskScore());
        text(body, "rule", finding.getRule().getId());
        text(body, "title", finding.getTitle());
        text(body, "explanation", finding.getExplanation());
        text(body, "account", finding.getAccountId());
        text(body, "region", finding.getRegion());
        if (finding.getContext() != null) {
            text(body, "account_name", finding.getContext().getAccountName());
            text(body, "owner", finding.getContext().getOwner());
        }
        if (finding.getActor() != null) {
            text(body, "principal", finding.getActor().getId());
        }
        if (finding.getLocation() != null) {
            text(body, "location", finding.getLocation().getResourceId());
        }
        if (finding.getSecret() != null) {
            text(body, "secret_type", finding.getSecret().getType());
            text(body, "secret_preview", finding.getSecret().getPreview());
        }
        if (!finding.getResources().isEmpty()) {
            var array = body.putArray("resources");
            finding.getResources().stream()
                    .limit(MAX_RESOURCES)
                    .map(ResourceRef::getArn)
                    .forEach(arn -> array.add(cut(arn)));
        }
        body.put("count", finding.getCount());
        body.put("first_seen", FindingDocument.time(finding.getFirstSeen()));
        body.put("last_seen", FindingDocument.time(finding.getLastSeen()));
        if (!finding.getRemediation().isEmpty()) {
            var array = body.putArray("next_steps");
            finding.getRemediation().stream().limit(MAX_STEPS).forEach(step -> array.add(cut(step)));
        }
        text(body, "runbook", finding.getRunbookUrl());
        console.ifPresent(uri -> body.put("link", link(uri, finding.getId())));
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers can always be written", e);
        }
    }

    /** ASCII and at most 100 characters, as SNS wants a subject; line breaks would be refused. */
    static String subject(Finding finding) {
        String text = "[" + lower(finding.getSeverity()) + "] " + finding.getTitle();
        StringBuilder subject = new StringBuilder();
        for (int i = 0; i < text.length() && subject.length() < 100; i++) {
            char c = text.charAt(i);
            subject.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return subject.toString();
    }

    static int bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String link(URI console, String id) {
        String base = console.toString();
        return (base.endsWith("/") ? base : base + "/") + "findings/" + id;
    }

    private static void text(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, cut(value));
        }
    }

    static String cut(String value) {
        if (value.length() <= MAX_TEXT) {
            return value;
        }
        // never half a surrogate pair
        int end = Character.isHighSurrogate(value.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return value.substring(0, end) + "…";
    }

    private static String lower(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT);
    }
}
