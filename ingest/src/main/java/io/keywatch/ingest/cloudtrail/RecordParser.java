package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.ResourceRef;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record from its tokens. What is not needed is skipped without being built. One instance per file; not
 * thread-safe.
 */
final class RecordParser {
    /** A transaction over many items names at most 100 resources. */
    private static final int MAX_RESOURCES = 100;

    private static final int MAX_EVENT_ID_CHARS = 128;

    private static final String SIGN_IN = "signin.amazonaws.com";
    private static final int MAX_MESSAGE_CHARS = 200;
    private static final String LEFT_OUT = "*";

    private final ParameterAllowList allowList;
    private final int maxBytes;
    private final Instant ingestedAt;
    private final Origin origin;
    private final Nesting nesting = new Nesting();
    private final IdentityParser identity = new IdentityParser(nesting);
    private final ParameterFilter filter = new ParameterFilter(nesting);

    private @Nullable String eventId;
    private @Nullable Instant eventTime;
    private @Nullable String eventSource;
    private @Nullable String eventName;
    private @Nullable String awsRegion;
    private @Nullable String recipientAccountId;
    private @Nullable String ip;
    private @Nullable String vpcEndpointId;
    private @Nullable String userAgent;
    private @Nullable String errorCode;
    private @Nullable String errorMessage;
    private @Nullable Boolean readOnly;
    private @Nullable String eventType;
    private @Nullable String eventCategory;
    private @Nullable String sharedEventId;
    private @Nullable String requestId;
    private List<ResourceRef> resources = List.of();
    private Kept kept = new Kept();
    private ParameterAllowList.@Nullable Event allowed;
    private final Map<ParameterPart, byte[]> early = new EnumMap<>(ParameterPart.class);

    /** @param maxBytes of a record; a longer one may be read, but {@link #call} must not be asked for it */
    RecordParser(ParameterAllowList allowList, int maxBytes, Instant ingestedAt, Origin origin) {
        this.allowList = allowList;
        this.maxBytes = maxBytes;
        this.ingestedAt = ingestedAt;
        this.origin = origin;
    }

    void start() {
        nesting.startRecord();
        nesting.enter();
        identity.reset();
        eventId = null;
        eventTime = null;
        eventSource = null;
        eventName = null;
        awsRegion = null;
        recipientAccountId = null;
        ip = null;
        vpcEndpointId = null;
        userAgent = null;
        errorCode = null;
        errorMessage = null;
        readOnly = null;
        eventType = null;
        eventCategory = null;
        sharedEventId = null;
        requestId = null;
        resources = List.of();
        kept = new Kept();
        allowed = null;
        early.clear();
    }

    /** The parser stands on the field's value; afterwards on its last token. */
    void field(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "userIdentity" -> identity.read(parser);
            case "eventTime" -> {
                String text = text(parser);
                eventTime = text == null ? null : IsoTime.parse(text);
            }
            case "eventSource" -> eventSource = text(parser);
            case "eventName" -> eventName = text(parser);
            case "awsRegion" -> awsRegion = text(parser);
            case "sourceIPAddress" -> ip = text(parser);
            case "userAgent" -> userAgent = text(parser);
            case "errorCode" -> errorCode = text(parser);
            case "errorMessage" -> errorMessage = text(parser);
            case "requestParameters" -> part(ParameterPart.REQUEST, parser);
            case "responseElements" -> part(ParameterPart.RESPONSE, parser);
            case "additionalEventData" -> part(ParameterPart.ADDITIONAL, parser);
            case "serviceEventDetails" -> part(ParameterPart.SERVICE, parser);
            case "requestID" -> requestId = text(parser);
            case "eventID" -> eventId = text(parser);
            case "readOnly" -> {
                String text = text(parser);
                readOnly = text == null ? null : Boolean.valueOf(text);
            }
            case "resources" -> resources(parser);
            case "eventType" -> eventType = text(parser);
            case "eventCategory" -> eventCategory = text(parser);
            case "recipientAccountId" -> recipientAccountId = text(parser);
            case "sharedEventID" -> sharedEventId = text(parser);
            case "vpcEndpointId" -> vpcEndpointId = text(parser);
            default -> nesting.skip(parser);
        }
    }

    int deepest() {
        return nesting.deepest();
    }

    /** Insights tell of rates, not of calls. */
    boolean isInsight() {
        return "Insight".equals(eventCategory) || "AwsCloudTrailInsight".equals(eventType);
    }

    /** @return the name of the first essential field that is missing or unreadable, null when all are there */
    @Nullable
    String missing() {
        if (eventTime == null) {
            return "eventTime";
        }
        if (eventSource == null) {
            return "eventSource";
        }
        return eventName == null ? "eventName" : null;
    }

    /** Only after {@link #missing} said null. */
    ApiCall call(Pointer pointer) throws IOException {
        if (eventTime == null || eventSource == null || eventName == null) {
            throw new IllegalStateException("asked for a call of a record without " + missing());
        }
        for (Map.Entry<ParameterPart, byte[]> part : early.entrySet()) {
            try (JsonParser parser = Json.FACTORY.createParser(part.getValue())) {
                parser.nextToken();
                filter.read(parser, part.getKey().of(allowed()), part.getKey(), kept);
            }
        }
        String recipient = recipientAccountId;
        if (recipient == null) {
            recipient = identity.accountId() == null ? "unknown" : identity.accountId();
        }
        ApiCall call = new ApiCall(
                "",
                eventTime,
                ingestedAt,
                eventSource,
                eventName,
                awsRegion == null ? "unknown" : awsRegion,
                recipient,
                identity.principal(recipient),
                new Network(ip, vpcEndpointId, userAgent),
                errorCode,
                readOnly,
                eventType,
                eventCategory,
                sharedEventId,
                kept.parameters(),
                kept.response(),
                kept.redacted(),
                resources,
                pointer,
                origin,
                keptMessage());
        boolean usable = eventId != null && eventId.length() <= MAX_EVENT_ID_CHARS;
        call.setEventId(usable ? eventId : EventIds.of(call, requestId));
        return call;
    }

    /** What AWS says of a sign-in names nothing; other messages quote requests. */
    private @Nullable String keptMessage() {
        boolean own = SIGN_IN.equals(eventSource) && errorMessage != null && errorMessage.length() <= MAX_MESSAGE_CHARS;
        return errorMessage == null || own ? errorMessage : LEFT_OUT;
    }

    private void part(ParameterPart part, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            nesting.skip(parser);
        } else if (eventSource != null && eventName != null) {
            filter.read(parser, part.of(allowed()), part, kept);
        } else {
            // tools that sort the fields put some parts before the name of the event: they wait, in memory only
            early.put(part, nesting.copy(parser, maxBytes));
        }
    }

    private ParameterAllowList.Event allowed() {
        ParameterAllowList.Event known = allowed;
        if (known == null) {
            known = eventSource == null || eventName == null
                    ? ParameterAllowList.Event.NOTHING
                    : allowList.of(eventSource, eventName);
            allowed = known;
        }
        return known;
    }

    private void resources(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            nesting.skip(parser);
            return;
        }
        nesting.enter();
        List<ResourceRef> found = new ArrayList<>(2);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                ResourceRef resource = resource(parser);
                if (resource != null && found.size() < MAX_RESOURCES) {
                    found.add(resource);
                }
            } else {
                nesting.skip(parser);
            }
        }
        resources = found;
        nesting.leave();
    }

    private @Nullable ResourceRef resource(JsonParser parser) throws IOException {
        String arn = null;
        String type = null;
        String account = null;
        nesting.enter();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "ARN", "arn" -> arn = text(parser);
                case "ARNPrefix" -> {
                    String prefix = text(parser);
                    arn = prefix == null ? arn : prefix + "*";
                }
                case "type" -> type = text(parser);
                case "accountId" -> account = text(parser);
                default -> nesting.skip(parser);
            }
        }
        nesting.leave();
        return arn == null ? null : new ResourceRef(arn, type, account);
    }

    private @Nullable String text(JsonParser parser) throws IOException {
        return Scalars.text(parser, nesting);
    }
}
