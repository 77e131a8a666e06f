package io.keywatch.ingest.cloudtrail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads {@code userIdentity}. One instance per file; {@link #reset} before every record. */
final class IdentityParser {
    private final Nesting nesting;

    private @Nullable String type;
    private @Nullable String principalId;
    private @Nullable String arn;
    private @Nullable String accountId;
    private @Nullable String accessKeyId;
    private @Nullable String userName;
    private @Nullable String invokedBy;
    private @Nullable String identityProvider;
    private @Nullable String issuerArn;
    private @Nullable Boolean mfa;
    private @Nullable Instant sessionCreated;
    private @Nullable String onBehalfOfUser;
    private @Nullable String onBehalfOfStore;

    IdentityParser(Nesting nesting) {
        this.nesting = nesting;
    }

    void reset() {
        type = null;
        principalId = null;
        arn = null;
        accountId = null;
        accessKeyId = null;
        userName = null;
        invokedBy = null;
        identityProvider = null;
        issuerArn = null;
        mfa = null;
        sessionCreated = null;
        onBehalfOfUser = null;
        onBehalfOfStore = null;
    }

    @Nullable
    String accountId() {
        return accountId;
    }

    /** The parser stands on the value of {@code userIdentity}. */
    void read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            nesting.skip(parser);
            return;
        }
        nesting.enter();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "type" -> type = text(parser);
                case "principalId" -> principalId = text(parser);
                case "arn" -> arn = text(parser);
                case "accountId" -> accountId = text(parser);
                case "accessKeyId" -> accessKeyId = text(parser);
                case "userName" -> userName = text(parser);
                case "invokedBy" -> invokedBy = text(parser);
                case "identityProvider" -> identityProvider = text(parser);
                case "sessionContext" -> sessionContext(parser);
                case "onBehalfOf" -> onBehalfOf(parser);
                default -> nesting.skip(parser);
            }
        }
        nesting.leave();
    }

    private void sessionContext(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            nesting.skip(parser);
            return;
        }
        nesting.enter();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            boolean known = name.equals("attributes") || name.equals("sessionIssuer");
            if (!known || token != JsonToken.START_OBJECT) {
                nesting.skip(parser);
                continue;
            }
            nesting.enter();
            for (String inner = parser.nextFieldName(); inner != null; inner = parser.nextFieldName()) {
                parser.nextToken();
                switch (inner) {
                    case "arn" -> issuerArn = text(parser);
                    case "mfaAuthenticated" -> mfa = "true".equals(text(parser));
                    case "creationDate" -> sessionCreated = time(text(parser));
                    default -> nesting.skip(parser);
                }
            }
            nesting.leave();
        }
        nesting.leave();
    }

    private void onBehalfOf(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            nesting.skip(parser);
            return;
        }
        nesting.enter();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "userId" -> onBehalfOfUser = text(parser);
                case "identityStoreArn" -> onBehalfOfStore = text(parser);
                default -> nesting.skip(parser);
            }
        }
        nesting.leave();
    }

    private @Nullable String text(JsonParser parser) throws IOException {
        return Scalars.text(parser, nesting);
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : IsoTime.parse(text);
    }

    /** @param recipientAccountId the account whose trail delivered the event, for identities that name none */
    Principal principal(String recipientAccountId) {
        PrincipalType known = PrincipalNames.type(type, accountId, invokedBy);
        String id = PrincipalNames.id(
                known, arn, issuerArn, onBehalfOfStore, onBehalfOfUser, principalId, invokedBy, accountId);
        String federated = switch (known) {
            case FEDERATED_USER -> PrincipalNames.lastPart(arn);
            case WEB_IDENTITY_USER, SAML_USER -> userName != null ? userName : identityProvider;
            case IDENTITY_CENTER_USER -> onBehalfOfUser;
            default -> onBehalfOfUser;
        };
        return new Principal(
                id == null ? recipientAccountId : id,
                known,
                arn,
                known == PrincipalType.ANONYMOUS ? null : accountId,
                accessKeyId,
                issuerArn,
                PrincipalNames.sessionName(known, arn, principalId),
                mfa,
                sessionCreated,
                invokedBy,
                federated);
    }
}
