package io.keywatch.detect.topology;

import io.keywatch.detect.access.AccessSettings;
import io.keywatch.detect.incident.IncidentDesk;
import io.keywatch.detect.incident.Members;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.SchemaIds;
import io.keywatch.schemas.Topics;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Lead;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The incident part of the access topology: what assessing leads to, and every finding in detections.v1, goes to leads.v1
 * by access key; a lead goes round leads.v1 once for each hop up its chain of keys, and ends as an incident in
 * detections.v1. Why a topic that is both written and read: ADR 12.
 */
final class IncidentTopology {
    static final String LED = "led";
    static final String LED_LEADS = "leads-of-calls";
    static final String CALL_LEADS = "call-leads";
    static final String FOUND = "detections-read";
    static final String MEMBERS = "members";
    static final String MEMBER_LEADS = "member-leads";
    static final String LEADS = "leads";
    static final String FOLLOW = "follow";
    static final String FOLLOWED = "followed";
    static final String FOLLOWED_LEADS = "followed-leads";
    static final String ONWARD_LEADS = "onward-leads";
    static final String ENDED = "ended";
    static final String INCIDENTS = "incidents";
    static final String INCIDENT_DETECTIONS = "incident-detections";

    private IncidentTopology() {}

    static void add(
            StreamsBuilder builder,
            KStream<String, Emitted> assessed,
            AccessSettings settings,
            AvroSerde<Finding> findings,
            SchemaIds ids,
            StoreTables.Medium medium) {
        AvroSerde<Lead> leads = AvroSerde.of(Topics.LEADS, ids);
        Codec<Lead> leadCodec = StoreTables.codec(Topics.LEADS, leads);
        Members.Memory members = Members.Memory.specs(leadCodec);
        IncidentDesk.Memory desk = IncidentDesk.Memory.specs(leadCodec, StoreTables.codec(Topics.DETECTIONS, findings));
        Produced<String, Lead> toLeads = Produced.with(Serdes.String(), leads);

        assessed.filter((key, value) -> value instanceof Emitted.Led, Named.as(LED))
                .mapValues(Emitted::lead, Named.as(LED_LEADS))
                .to(Topics.LEADS.name(), toLeads.withName(CALL_LEADS));

        builder.stream(
                        Topics.DETECTIONS.name(),
                        Consumed.with(Serdes.String(), findings).withName(FOUND))
                .process(() -> new MembersProcessor(members), Named.as(MEMBERS), medium.add(builder, members.all()))
                .to(Topics.LEADS.name(), toLeads.withName(MEMBER_LEADS));

        KStream<String, Emitted> followed = builder.stream(
                        Topics.LEADS.name(),
                        Consumed.with(Serdes.String(), leads).withName(LEADS))
                .process(
                        () -> new IncidentProcessor(settings, desk), Named.as(FOLLOW), medium.add(builder, desk.all()));
        followed.filter((key, value) -> value instanceof Emitted.Led, Named.as(FOLLOWED))
                .mapValues(Emitted::lead, Named.as(FOLLOWED_LEADS))
                .to(Topics.LEADS.name(), toLeads.withName(ONWARD_LEADS));
        followed.filter((key, value) -> value instanceof Emitted.Found, Named.as(ENDED))
                .mapValues(Emitted::finding, Named.as(INCIDENTS))
                .to(
                        Topics.DETECTIONS.name(),
                        Produced.with(Serdes.String(), findings).withName(INCIDENT_DETECTIONS));
    }
}
