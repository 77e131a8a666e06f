package io.keywatch.detect.people;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who is behind a call, as far as names tell: the key by which all that concerns a person comes together. */
public final class Persons {
    /** What changes a user's way in; the user is the parameter, or the caller where there is none. */
    static final Set<String> USER_CHANGES = Set.of(
            "CreateUser",
            "DeleteUser",
            "CreateLoginProfile",
            "DeleteLoginProfile",
            "CreateAccessKey",
            "DeleteAccessKey",
            "UpdateAccessKey");

    /** By user id of the identity store. */
    static final Set<String> STORE_CHANGES = Set.of("DeleteUser", "DisableUser", "EnableUser", "CreateUser");

    private static final int LONGEST = 128;
    /** More digits than this in a row are a machine's work: instance, task and request ids. */
    private static final int MOST_DIGITS = 4;

    private Persons() {}

    /** Keys are lower case: people are not careful with that. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The caller's names: of the user or session, and the id in the identity store where that is told. */
    public static void ofCaller(ApiCall call, Consumer<String> out) {
        Principal who = call.getPrincipal();
        if (who.getType() == PrincipalType.IAM_USER) {
            out.accept(key(lastPart(who.getId())));
        } else if (who.getType() == PrincipalType.ASSUMED_ROLE && mayBeAPerson(who.getSessionName())) {
            out.accept(key(String.valueOf(who.getSessionName())));
        }
        if (who.getFederatedUser() != null
                && (who.getType() == PrincipalType.ASSUMED_ROLE
                        || who.getType() == PrincipalType.IDENTITY_CENTER_USER)) {
            out.accept(key(who.getFederatedUser()));
        }
    }

    /** Whom a change of a user is about; null for other calls. */
    public static @Nullable String ofChange(ApiCall call) {
        String source = call.getEventSource();
        if (source.startsWith("iam.") && USER_CHANGES.contains(call.getEventName())) {
            String user = call.getParameters().get("userName");
            if (user != null) {
                return key(user);
            }
            boolean own = call.getPrincipal().getType() == PrincipalType.IAM_USER;
            return own ? key(lastPart(call.getPrincipal().getId())) : null;
        }
        boolean store = source.startsWith("identitystore.") || source.startsWith("sso-directory.");
        if (store && STORE_CHANGES.contains(call.getEventName())) {
            String user = call.getParameters().get("userId");
            return user == null ? null : key(user);
        }
        return null;
    }

    static boolean mayBeAPerson(@Nullable String session) {
        if (session == null || session.length() < 2 || session.length() > LONGEST || session.startsWith("i-")) {
            return false;
        }
        if (session.indexOf('@') > 0) {
            return true;
        }
        int digits = 0;
        for (int i = 0; i < session.length(); i++) {
            digits = Character.isDigit(session.charAt(i)) ? digits + 1 : 0;
            if (digits > MOST_DIGITS) {
                return false;
            }
        }
        return true;
    }

    private static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
