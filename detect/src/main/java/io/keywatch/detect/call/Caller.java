package io.keywatch.detect.call;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who called and from where, as far as a finding shows it: what stores keep of a call beside what it touched. */
public record Caller(
        String id,
        PrincipalType type,
        @Nullable String arn,
        @Nullable String accountId,
        @Nullable String accessKeyId,
        @Nullable String sessionIssuerArn,
        @Nullable String sessionName,
        @Nullable Boolean mfa,
        @Nullable Instant sessionCreated,
        @Nullable String invokedBy,
        @Nullable String federatedUser,
        @Nullable String ip,
        @Nullable String vpcEndpointId,
        @Nullable String userAgent,
        String trailAccount,
        String region) {

    public static Caller of(ApiCall call) {
        Principal who = call.getPrincipal();
        Network from = call.getNetwork();
        return new Caller(
                who.getId(),
                who.getType(),
                who.getArn(),
                who.getAccountId(),
                who.getAccessKeyId(),
                who.getSessionIssuerArn(),
                who.getSessionName(),
                who.getMfa(),
                who.getSessionCreated(),
                who.getInvokedBy(),
                who.getFederatedUser(),
                from.getIp(),
                from.getVpcEndpointId(),
                from.getUserAgent(),
                call.getRecipientAccountId(),
                call.getAwsRegion());
    }

    /** Nobody in particular: what a service does of itself. */
    public static Caller service(String name, String account, String region) {
        return new Caller(
                name,
                PrincipalType.AWS_SERVICE,
                null,
                account,
                null,
                null,
                null,
                null,
                null,
                name,
                null,
                null,
                null,
                null,
                account,
                region);
    }

    /** Without what no ledger needs to tell who it was: half the bytes. */
    public Caller lean() {
        return new Caller(
                id,
                type,
                null,
                accountId,
                accessKeyId,
                sessionIssuerArn == null || sessionIssuerArn.equals(id) ? null : sessionIssuerArn,
                sessionName,
                null,
                sessionCreated,
                invokedBy,
                federatedUser,
                ip,
                vpcEndpointId,
                null,
                trailAccount,
                region);
    }

    public Principal principal() {
        return Principal.newBuilder()
                .setId(id)
                .setType(type)
                .setArn(arn)
                .setAccountId(accountId)
                .setAccessKeyId(accessKeyId)
                .setSessionIssuerArn(sessionIssuerArn)
                .setSessionName(sessionName)
                .setMfa(mfa)
                .setSessionCreated(sessionCreated)
                .setInvokedBy(invokedBy)
                .setFederatedUser(federatedUser)
                .build();
    }

    public Network network() {
        return Network.newBuilder()
                .setIp(ip)
                .setVpcEndpointId(vpcEndpointId)
                .setUserAgent(userAgent)
                .build();
    }

    public void write(BinaryOut out) {
        out.text(id)
                .text(type.name())
                .text(arn)
                .text(accountId)
                .text(accessKeyId)
                .text(sessionIssuerArn)
                .text(sessionName)
                .number(mfa == null ? -1 : mfa ? 1 : 0)
                .number(sessionCreated == null ? -1 : sessionCreated.toEpochMilli())
                .text(invokedBy)
                .text(federatedUser)
                .text(ip)
                .text(vpcEndpointId)
                .text(userAgent)
                .text(trailAccount)
                .text(region);
    }

    public static Caller read(BinaryIn in) {
        String id = in.text();
        PrincipalType type = typeOf(in.text());
        String arn = in.textOrNull();
        String accountId = in.textOrNull();
        String accessKeyId = in.textOrNull();
        String issuer = in.textOrNull();
        String sessionName = in.textOrNull();
        long mfa = in.number();
        long created = in.number();
        return new Caller(
                id,
                type,
                arn,
                accountId,
                accessKeyId,
                issuer,
                sessionName,
                mfa < 0 ? null : mfa == 1,
                created < 0 ? null : Instant.ofEpochMilli(created),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                in.text(),
                in.text());
    }

    private static PrincipalType typeOf(String name) {
        try {
            return PrincipalType.valueOf(name);
        } catch (IllegalArgumentException newerBuild) {
            return PrincipalType.UNKNOWN;
        }
    }
}
