package io.keywatch.sink;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.schemas.v1.Access;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Context;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Location;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.NetworkClass;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.SecretInfo;
import io.keywatch.schemas.v1.Sequence;
import io.keywatch.schemas.v1.SequenceStep;
import io.keywatch.schemas.v1.Severity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine's part of a finding as JSON: the document of the index and, the same, of every other JSON target. Names
 * are ours in snake case, with ECS names where ECS has one; what is unknown is left out. Times are RFC 3339 in UTC with
 * milliseconds. Triage is no part of it.
 */
public final class FindingDocument {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Lucene refuses a keyword of more than 32,766 bytes, and flat_object has no ignore_above: 4 bytes a character. */
    static final int MAX_FLAT_CHARACTERS = 8_000;

    private FindingDocument() {}

    public static ObjectNode of(Finding finding) {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("@timestamp", time(finding.getLastSeen()));
        ObjectNode event = document.putObject("event");
        event.put("kind", "alert").put("module", "keywatch");
        document.putObject("finding").put("id", finding.getId());
        document.put("revision", finding.getRevision());
        document.put("class", lower(finding.getFindingClass()));
        document.put("state", lower(finding.getState()));
        document.put("transition", lower(finding.getTransition()));
        document.putObject("rule")
                .put("id", finding.getRule().getId())
                .put("name", finding.getRule().getName())
                .put("version", finding.getRule().getVersion());
        document.put("severity", lower(finding.getSeverity()));
        document.put("severity_id", severityId(finding.getSeverity()));
        document.put("confidence", finding.getConfidence());
        document.put("confidence_id", confidenceId(finding.getConfidence()));
        document.put("risk_score", finding.getRiskScore());
        document.put("title", finding.getTitle());
        document.put("explanation", finding.getExplanation());
        document.put("first_seen", time(finding.getFirstSeen()));
        document.put("last_seen", time(finding.getLastSeen()));
        document.put("detected_at", time(finding.getDetectedAt()));
        document.put("ingested_at", time(finding.getIngestedAt()));
        document.put("count", finding.getCount());
        document.put("origin", lower(finding.getOrigin()));
        document.put("late", finding.getLate());
        secret(document, finding.getSecret());
        location(document, finding.getLocation());
        access(document, event, finding.getAccess());
        actor(document, finding.getActor(), finding.getContext());
        network(document, finding.getNetwork(), finding.getContext());
        cloud(document, finding);
        resources(document, finding.getResources());
        evidence(document, finding.getEvidence());
        texts(document, "related_findings", finding.getRelated());
        sequence(document, finding.getSequence());
        threat(document, finding.getAttack());
        texts(document, "nist", finding.getNist());
        texts(document, "remediation", finding.getRemediation());
        text(document, "runbook_url", finding.getRunbookUrl());
        texts(document, "references", finding.getReferences());
        text(document, "suppression_id", finding.getSuppressionId());
        if (!finding.getFacts().isEmpty()) {
            ObjectNode facts = document.putObject("facts");
            finding.getFacts().forEach((name, value) -> facts.put(name, bounded(value)));
        }
        return document;
    }

    /** OCSF: 1 informational to 5 critical, 0 unknown. */
    public static int severityId(Severity severity) {
        return switch (severity) {
            case INFORMATIONAL -> 1;
            case LOW -> 2;
            case MEDIUM -> 3;
            case HIGH -> 4;
            case CRITICAL -> 5;
            case UNKNOWN -> 0;
        };
    }

    /** OCSF: 1 low, 2 medium, 3 high; the borders are ours. */
    static int confidenceId(double confidence) {
        if (confidence < 0.4) {
            return 1;
        }
        return confidence < 0.75 ? 2 : 3;
    }

    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static void secret(ObjectNode document, @Nullable SecretInfo secret) {
        if (secret == null) {
            return;
        }
        ObjectNode node = document.putObject("secret");
        node.put("type", secret.getType());
        text(node, "provider", secret.getProvider());
        node.put("fingerprint", secret.getFingerprint());
        node.put("preview", secret.getPreview());
        node.put("validation", lower(secret.getValidation()));
        text(node, "access_key_id", secret.getAccessKeyId());
        text(node, "account_id", secret.getAccountId());
    }

    private static void location(ObjectNode document, @Nullable Location location) {
        if (location == null) {
            return;
        }
        ObjectNode node = document.putObject("object");
        node.put("resource_id", location.getResourceId());
        node.put("surface", lower(location.getSurface()));
        text(node, "bucket", location.getBucket());
        text(node, "key", location.getKey());
        text(node, "version", location.getVersionId());
        text(node, "etag", location.getEtag());
        number(node, "size", location.getSize());
        text(node, "arn", location.getArn());
        text(node, "part", location.getPart());
        text(node, "archive_path", location.getArchivePath());
        number(node, "line", location.getStartLine());
        number(node, "end_line", location.getEndLine());
        number(node, "column", location.getStartColumn());
        number(node, "end_column", location.getEndColumn());
    }

    private static void access(ObjectNode document, ObjectNode event, @Nullable Access access) {
        if (access == null) {
            return;
        }
        event.put("outcome", access.getErrorCode() == null ? "success" : "failure");
        ObjectNode node = document.putObject("access");
        text(node, "action", access.getAction());
        node.put("outcome", access.getOutcome());
        text(node, "error_code", access.getErrorCode());
        text(node, "baseline", access.getBaseline());
        text(node, "deviation", access.getDeviation());
        node.put("distinct_resources", access.getDistinctResources());
    }

    private static void actor(ObjectNode document, @Nullable Principal actor, @Nullable Context context) {
        if (actor == null) {
            return;
        }
        ObjectNode node = document.putObject("actor");
        node.put("principal_id", actor.getId());
        node.put("type", lower(actor.getType()));
        text(node, "kind", context == null ? null : context.getPrincipalKind());
        text(node, "arn", actor.getArn());
        text(node, "account_id", actor.getAccountId());
        text(node, "session_issuer", actor.getSessionIssuerArn());
        text(node, "session_name", actor.getSessionName());
        if (actor.getMfa() != null) {
            node.put("mfa", actor.getMfa());
        }
        text(node, "access_key_id", actor.getAccessKeyId());
        text(node, "federated_user", actor.getFederatedUser());
        text(node, "invoked_by", actor.getInvokedBy());
    }

    private static void network(ObjectNode document, @Nullable Network network, @Nullable Context context) {
        if (network == null) {
            return;
        }
        NetworkClass kind = context == null ? NetworkClass.UNKNOWN : context.getNetworkClass();
        ObjectNode source = document.putObject("source");
        source.put("network_class", lower(kind));
        text(source, "address", network.getIp());
        text(source, "vpc_endpoint", network.getVpcEndpointId());
        if (isAddress(kind)) {
            text(source, "ip", network.getIp());
        }
        if (network.getUserAgent() != null) {
            document.putObject("user_agent").put("original", network.getUserAgent());
        }
    }

    /** CloudTrail's source may as well be a service's name or, in anonymised logs, no address at all. */
    private static boolean isAddress(NetworkClass kind) {
        return switch (kind) {
            case PRIVATE, PUBLIC, AWS_ADDRESS, VPC_ENDPOINT -> true;
            case AWS_SERVICE, INVALID, UNKNOWN -> false;
        };
    }

    private static void cloud(ObjectNode document, Finding finding) {
        ObjectNode cloud = document.putObject("cloud");
        cloud.put("provider", "aws");
        text(cloud, "region", finding.getRegion());
        ObjectNode account = MAPPER.createObjectNode();
        text(account, "id", finding.getAccountId());
        Context context = finding.getContext();
        if (context != null) {
            text(account, "name", context.getAccountName());
            text(account, "ou", context.getOrganizationalUnit());
            text(account, "env", context.getEnvironment());
            text(document, "owner", context.getOwner());
            if (context.getCriticality() != null) {
                document.putObject("asset").put("criticality", context.getCriticality());
            }
        }
        if (!account.isEmpty()) {
            cloud.set("account", account);
        }
    }

    private static void resources(ObjectNode document, List<ResourceRef> resources) {
        if (resources.isEmpty()) {
            return;
        }
        ArrayNode array = document.putArray("resources");
        for (ResourceRef resource : resources) {
            ObjectNode node = array.addObject().put("arn", resource.getArn());
            text(node, "type", resource.getType());
            text(node, "account_id", resource.getAccountId());
        }
    }

    private static void evidence(ObjectNode document, List<Evidence> evidence) {
        if (evidence.isEmpty()) {
            return;
        }
        ArrayNode array = document.putArray("evidence");
        for (Evidence one : evidence) {
            ObjectNode node = array.addObject();
            text(node, "event_id", one.getEventId());
            node.put("time", time(one.getTime()));
            text(node, "action", one.getAction());
            text(node, "resource", one.getResource());
            if (one.getPointer() != null) {
                pointer(node.putObject("pointer"), one.getPointer());
            }
        }
    }

    private static void sequence(ObjectNode document, @Nullable Sequence sequence) {
        if (sequence == null) {
            return;
        }
        ObjectNode node = document.putObject("sequence");
        texts(node, "stages", sequence.getStages());
        texts(node, "accounts", sequence.getAccounts());
        node.put("signals", sequence.getSignals());
        text(node, "raised_because", sequence.getRaisedBecause());
        ArrayNode steps = node.putArray("steps");
        for (SequenceStep step : sequence.getSteps()) {
            ObjectNode line = steps.addObject();
            line.put("time", time(step.getTime()));
            text(line, "stage", step.getStage());
            text(line, "account_id", step.getAccountId());
            line.put("who", step.getWho()).put("what", step.getWhat());
            line.put("severity", lower(step.getSeverity()));
            text(line, "finding_id", step.getFindingId());
            text(line, "event_id", step.getEventId());
        }
    }

    private static void pointer(ObjectNode node, Pointer pointer) {
        text(node, "bucket", pointer.getBucket());
        text(node, "key", pointer.getKey());
        text(node, "version", pointer.getVersionId());
        number(node, "record", pointer.getRecordIndex());
        text(node, "topic", pointer.getTopic());
        number(node, "partition", pointer.getPartition());
        number(node, "offset", pointer.getOffset());
    }

    private static void threat(ObjectNode document, List<Attack> attack) {
        if (attack.isEmpty()) {
            return;
        }
        ObjectNode threat = document.putObject("threat");
        threat.put("framework", "MITRE ATT&CK");
        texts(threat.putObject("tactic"), "name", distinct(attack, Attack::getTactic));
        ObjectNode technique = threat.putObject("technique");
        texts(technique, "id", distinct(attack, Attack::getTechnique));
        texts(technique, "name", distinct(attack, Attack::getName));
        texts(technique, "alias", distinct(attack, Attack::getAlias));
    }

    private static List<String> distinct(List<Attack> attack, Function<Attack, @Nullable String> field) {
        return attack.stream()
                .flatMap(one -> Stream.ofNullable(field.apply(one)))
                .distinct()
                .toList();
    }

    private static String lower(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT);
    }

    private static String bounded(String value) {
        return value.length() <= MAX_FLAT_CHARACTERS ? value : value.substring(0, MAX_FLAT_CHARACTERS) + "…";
    }

    private static void text(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void number(ObjectNode node, String name, @Nullable Number value) {
        if (value != null) {
            node.put(name, value.longValue());
        }
    }

    private static void texts(ObjectNode node, String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(name);
            values.forEach(array::add);
        }
    }
}
