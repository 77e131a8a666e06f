package io.keywatch.ingest.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is behind a call: what profiles are kept by is never the session. */
final class PrincipalTest {
    @Test
    void aSessionOfARoleIsTheRole() {
        Principal principal = principal(
                "'type':'AssumedRole','principalId':'AROAX:i-1','arn':'arn:aws:sts::111122223333:assumed-role/app/i-1',"
                        + "'accountId':'111122223333','accessKeyId':'ASIA1','sessionContext':{'sessionIssuer':{'type':'Role',"
                        + "'principalId':'AROAX','arn':'arn:aws:iam::111122223333:role/path/app','userName':'app'},"
                        + "'attributes':{'creationDate':'2026-11-24T10:00:00Z','mfaAuthenticated':'true'}}");

        assertThat(principal.getId()).isEqualTo("arn:aws:iam::111122223333:role/path/app");
        assertThat(principal.getType()).isEqualTo(PrincipalType.ASSUMED_ROLE);
        assertThat(principal.getSessionName()).isEqualTo("i-1");
        assertThat(principal.getAccessKeyId()).isEqualTo("ASIA1");
        assertThat(principal.getMfa()).isTrue();
        assertThat(principal.getSessionCreated()).isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));
    }

    @Test
    void aSessionWithoutIssuerIsTheRoleOfItsArn() {
        assertThat(principal("'type':'AssumedRole','arn':'arn:aws:sts::111122223333:assumed-role/app/i-1'")
                        .getId())
                .isEqualTo("arn:aws:iam::111122223333:role/app");
    }

    @Test
    void aUserStaysAUserWithASessionToken() {
        Principal principal = principal("'type':'IAMUser','arn':'arn:aws:iam::111122223333:user/ann','userName':'ann',"
                + "'sessionContext':{'sessionIssuer':{},'attributes':{'mfaAuthenticated':'false'}}");

        assertThat(principal.getId()).isEqualTo("arn:aws:iam::111122223333:user/ann");
        assertThat(principal.getMfa()).isFalse();
    }

    @Test
    void servicesStrangersAndNobodyHaveNamesToo() {
        assertThat(principal("'type':'AWSService','invokedBy':'secretsmanager.amazonaws.com'")
                        .getId())
                .isEqualTo("secretsmanager.amazonaws.com");
        assertThat(principal("'accountId':'111122223333','invokedBy':'rotation.amazonaws.com'")
                        .getType())
                .isEqualTo(PrincipalType.AWS_SERVICE);
        assertThat(principal("'type':'AWSAccount','accountId':'999988887777','principalId':'AROAZ:session'")
                        .getId())
                .isEqualTo("999988887777/AROAZ");
        assertThat(principal("'type':'AWSAccount','accountId':'ANONYMOUS_PRINCIPAL','principalId':''")
                        .getId())
                .isEqualTo("anonymous");
        assertThat(principal("'type':'AWSAccount','accountId':'ANONYMOUS_PRINCIPAL','principalId':''")
                        .getType())
                .isEqualTo(PrincipalType.ANONYMOUS);
        assertThat(principal("").getId()).isEqualTo("111122223333");
        assertThat(principal("'type':'SomethingNew','arn':'arn:aws:new:x'").getType())
                .isEqualTo(PrincipalType.UNKNOWN);
    }

    @Test
    void federatedPeopleAreNamedByTheirDirectory() {
        Principal federated = principal(
                "'type':'FederatedUser','arn':'arn:aws:sts::111122223333:federated-user/eve','sessionContext':{"
                        + "'sessionIssuer':{'type':'IAMUser','arn':'arn:aws:iam::111122223333:user/ann'}}");
        assertThat(federated.getId()).isEqualTo("arn:aws:iam::111122223333:user/ann");
        assertThat(federated.getFederatedUser()).isEqualTo("eve");

        Principal center = principal(
                "'type':'IdentityCenterUser','accountId':'111122223333','onBehalfOf':{'userId':'u-1','identityStoreArn':'arn:store'}");
        assertThat(center.getId()).isEqualTo("arn:store/user/u-1");

        Principal web = principal("'type':'WebIdentityUser','principalId':'idp:app:bob','userName':'bob'");
        assertThat(web.getId()).isEqualTo("idp:app:bob");
        assertThat(web.getFederatedUser()).isEqualTo("bob");
    }

    private static Principal principal(String identity) {
        String event = "{\"userIdentity\":{" + identity.replace('\'', '"') + "},\"eventTime\":\"2026-11-24T11:59:00Z\","
                + "\"eventSource\":\"s\",\"eventName\":\"n\",\"eventID\":\"i\",\"recipientAccountId\":\"111122223333\"}";
        return TestLog.read(event).events().calls().getFirst().getPrincipal();
    }
}
