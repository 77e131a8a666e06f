package io.keywatch.app.quality.office;

import io.keywatch.app.quality.Caller;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Instant;

/** An IAM user or role, and the callers that it becomes. */
record Identity(String arn, String accountId, String name, boolean user, String region) {
    static Identity user(String accountId, String name, String region) {
        return new Identity("arn:aws:iam::" + accountId + ":user/" + name, accountId, name, true, region);
    }

    /** @param path with slashes at both ends, or just one slash */
    static Identity role(String accountId, String path, String name, String region) {
        return new Identity("arn:aws:iam::" + accountId + ":role" + path + name, accountId, name, false, region);
    }

    Caller withKey(String keyId, Network network) {
        Principal principal =
                new Principal(arn, PrincipalType.IAM_USER, arn, accountId, keyId, null, null, null, null, null, null);
        return new Caller(principal, network, region);
    }

    Caller session(String sessionName, String keyId, Instant created, Network network) {
        Principal principal = new Principal(
                arn,
                PrincipalType.ASSUMED_ROLE,
                "arn:aws:sts::" + accountId + ":assumed-role/" + name + "/" + sessionName,
                accountId,
                keyId,
                arn,
                sessionName,
                false,
                created,
                null,
                null);
        return new Caller(principal, network, region);
    }
}
