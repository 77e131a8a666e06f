package io.keywatch.app.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywatch.schemas.v1.Access;
import io.keywatch.schemas.v1.Attack;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.SequenceStep;
import io.keywatch.schemas.v1.Severity;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding in OCSF 1.5: Detection Finding 2004 for access and sequences, Data Security Finding 2006 for exposures,
 * Compliance Finding 2003 for posture and coverage.
 */
final class OcsfFinding {
    private static final String VERSION = "1.5.0";
    private static final int ACTIVITY_CREATE = 1;

    /** ATT&CK version whose ids the findings carry. */
    private static final String ATTACK_VERSION = "19";

    private OcsfFinding() {}

    static void write(Finding finding, JsonGenerator json) throws IOException {
        int classUid = classUid(finding.getFindingClass());
        json.writeStartObject();
        json.writeNumberField("class_uid", classUid);
        json.writeStringField("class_name", className(classUid));
        json.writeNumberField("category_uid", 2);
        json.writeStringField("category_name", "Findings");
        json.writeNumberField("activity_id", ACTIVITY_CREATE);
        json.writeStringField("activity_name", "Create");
        json.writeNumberField("type_uid", classUid * 100 + ACTIVITY_CREATE);
        json.writeNumberField("severity_id", severityId(finding.getSeverity()));
        json.writeStringField("severity", capitalised(PlainFinding.label(finding.getSeverity())));
        json.writeNumberField("time", finding.getDetectedAt().toEpochMilli());
        json.writeNumberField("start_time", finding.getFirstSeen().toEpochMilli());
        json.writeNumberField("end_time", finding.getLastSeen().toEpochMilli());
        json.writeNumberField("count", finding.getCount());
        json.writeNumberField("status_id", 1);
        json.writeStringField("status", "New");
        json.writeNumberField("confidence_score", Math.round(finding.getConfidence() * 100));
        json.writeNumberField("risk_score", finding.getRiskScore());
        if (classUid == 2004) {
            json.writeBooleanField("is_alert", true);
        }
        metadata(finding, json);
        cloud(finding, json);
        info(finding, json);
        evidences(finding, json);
        resources(finding.getResources(), json);
        if (classUid == 2004 && finding.getAccess() != null) {
            anomaly(finding, finding.getAccess(), json);
        }
        if (classUid == 2003) {
            compliance(finding, json);
        }
        if (!finding.getRemediation().isEmpty()) {
            json.writeObjectFieldStart("remediation");
            json.writeStringField("desc", String.join(" ", finding.getRemediation()));
            json.writeEndObject();
        }
        json.writeObjectFieldStart("unmapped");
        json.writeStringField("keywatch_class", PlainFinding.label(finding.getFindingClass()));
        strings(json, "nist_800_53_r5", finding.getNist());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void metadata(Finding finding, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("metadata");
        json.writeStringField("version", VERSION);
        json.writeStringField("uid", finding.getId() + ":" + finding.getRevision());
        strings(json, "profiles", List.of("cloud"));
        json.writeObjectFieldStart("product");
        json.writeStringField("name", "Keywatch");
        json.writeStringField("vendor_name", "Keywatch");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void cloud(Finding finding, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("cloud");
        json.writeStringField("provider", "AWS");
        optional(json, "region", finding.getRegion());
        uid(json, "account", finding.getAccountId());
        json.writeEndObject();
    }

    private static void info(Finding finding, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("finding_info");
        json.writeStringField("uid", finding.getId());
        json.writeStringField("title", finding.getTitle());
        json.writeStringField("desc", finding.getExplanation());
        json.writeNumberField("created_time", finding.getDetectedAt().toEpochMilli());
        json.writeNumberField("modified_time", finding.getLastSeen().toEpochMilli());
        json.writeNumberField("first_seen_time", finding.getFirstSeen().toEpochMilli());
        json.writeNumberField("last_seen_time", finding.getLastSeen().toEpochMilli());
        json.writeObjectFieldStart("analytic");
        json.writeStringField("uid", finding.getRule().getId());
        json.writeStringField("name", finding.getRule().getName());
        json.writeStringField("version", finding.getRule().getVersion());
        json.writeNumberField("type_id", 1);
        json.writeStringField("type", "Rule");
        json.writeEndObject();
        json.writeArrayFieldStart("attacks");
        for (Attack attack : finding.getAttack()) {
            attack(attack, json);
        }
        json.writeEndArray();
        relatedEvents(finding, json);
        json.writeEndObject();
    }

    /** Of an incident the steps, each with its finding where it is one; else the events of the evidence. */
    private static void relatedEvents(Finding finding, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("related_events");
        if (finding.getSequence() != null) {
            for (SequenceStep step : finding.getSequence().getSteps()) {
                step(step, json);
            }
            json.writeEndArray();
            return;
        }
        for (Evidence evidence : finding.getEvidence()) {
            if (evidence.getEventId() != null) {
                json.writeStartObject();
                json.writeStringField("uid", evidence.getEventId());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void step(SequenceStep step, JsonGenerator json) throws IOException {
        String uid = step.getFindingId() == null ? step.getEventId() : step.getFindingId();
        if (uid == null) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("uid", uid);
        json.writeStringField("type", step.getFindingId() == null ? "API Activity" : "Detection Finding");
        json.writeNumberField("first_seen_time", step.getTime().toEpochMilli());
        json.writeStringField("desc", PlainFinding.line(step));
        json.writeEndObject();
    }

    private static void attack(Attack attack, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", ATTACK_VERSION);
        String id = attack.getTechnique();
        int dot = id.indexOf('.');
        uid(json, "technique", dot < 0 ? id : id.substring(0, dot), dot < 0 ? attack.getName() : null);
        if (dot >= 0) {
            uid(json, "sub_technique", id, attack.getName());
        }
        if (attack.getTactic() != null) {
            json.writeObjectFieldStart("tactic");
            json.writeStringField("name", attack.getTactic());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void evidences(Finding finding, JsonGenerator json) throws IOException {
        Principal actor = finding.getActor();
        Network network = finding.getNetwork();
        if (actor == null && network == null && finding.getEvidence().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("evidences");
        json.writeStartObject();
        if (actor != null) {
            actor(actor, json);
        }
        if (network != null && network.getIp() != null) {
            json.writeObjectFieldStart("src_endpoint");
            json.writeStringField("ip", network.getIp());
            optional(json, "vpc_uid", network.getVpcEndpointId());
            json.writeEndObject();
        }
        finding.getEvidence().stream()
                .map(Evidence::getAction)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .ifPresent(action -> api(action, json));
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void actor(Principal actor, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("actor");
        json.writeObjectFieldStart("user");
        json.writeStringField("uid", actor.getId());
        json.writeStringField("type", PlainFinding.label(actor.getType()));
        optional(json, "credential_uid", actor.getAccessKeyId());
        uid(json, "account", actor.getAccountId());
        json.writeEndObject();
        if (actor.getArn() != null) {
            json.writeObjectFieldStart("session");
            json.writeStringField("uid", actor.getArn());
            optional(json, "issuer", actor.getSessionIssuerArn());
            if (actor.getMfa() != null) {
                json.writeBooleanField("is_mfa", actor.getMfa());
            }
            json.writeEndObject();
        }
        optional(json, "invoked_by", actor.getInvokedBy());
        json.writeEndObject();
    }

    private static void api(String action, JsonGenerator json) {
        try {
            json.writeObjectFieldStart("api");
            json.writeStringField("operation", action);
            json.writeEndObject();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void resources(List<ResourceRef> resources, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("resources");
        for (ResourceRef resource : resources) {
            json.writeStartObject();
            json.writeStringField("uid", resource.getArn());
            optional(json, "type", resource.getType());
            if (resource.getAccountId() != null) {
                json.writeObjectFieldStart("owner");
                uid(json, "account", resource.getAccountId());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What was seen beside what is usual. */
    private static void anomaly(Finding finding, Access access, JsonGenerator json) throws IOException {
        if (access.getDeviation() == null) {
            return;
        }
        String principal = PlainFinding.principal(finding);
        json.writeArrayFieldStart("anomaly_analyses");
        json.writeStartObject();
        json.writeArrayFieldStart("analysis_targets");
        json.writeStartObject();
        json.writeStringField("name", principal == null ? finding.getRule().getId() : principal);
        json.writeStringField("type", "Principal");
        json.writeEndObject();
        json.writeEndArray();
        observations(json, "anomalies", access.getDeviation());
        if (access.getBaseline() != null) {
            observations(json, "baselines", access.getBaseline());
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void observations(JsonGenerator json, String name, String value) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeStartObject();
        json.writeStringField("observation_parameter", "access to secrets");
        json.writeArrayFieldStart("observations");
        json.writeStartObject();
        json.writeStringField("value", value);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void compliance(Finding finding, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("compliance");
        json.writeStringField("control", finding.getRule().getId());
        strings(json, "standards", List.of("NIST SP 800-53 Rev. 5"));
        strings(json, "requirements", finding.getNist());
        json.writeNumberField("status_id", 3);
        json.writeStringField("status", "Fail");
        json.writeEndObject();
    }

    private static int classUid(FindingClass findingClass) {
        return switch (findingClass) {
            case EXPOSURE -> 2006;
            case POSTURE, COVERAGE -> 2003;
            case ACCESS, SEQUENCE, UNKNOWN -> 2004;
        };
    }

    private static String className(int classUid) {
        return switch (classUid) {
            case 2003 -> "Compliance Finding";
            case 2006 -> "Data Security Finding";
            default -> "Detection Finding";
        };
    }

    private static int severityId(Severity severity) {
        return switch (severity) {
            case UNKNOWN -> 0;
            case INFORMATIONAL -> 1;
            case LOW -> 2;
            case MEDIUM -> 3;
            case HIGH -> 4;
            case CRITICAL -> 5;
        };
    }

    private static String capitalised(String label) {
        return Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void uid(JsonGenerator json, String name, @Nullable String uid) throws IOException {
        uid(json, name, uid, null);
    }

    private static void uid(JsonGenerator json, String object, @Nullable String uid, @Nullable String name)
            throws IOException {
        if (uid != null) {
            json.writeObjectFieldStart(object);
            json.writeStringField("uid", uid);
            optional(json, "name", name);
            json.writeEndObject();
        }
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
