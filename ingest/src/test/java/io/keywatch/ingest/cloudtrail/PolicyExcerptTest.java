package io.keywatch.ingest.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.ApiCall;
import org.junit.jupiter.api.Test;

final class PolicyExcerptTest {
    @Test
    void keepsEffectPrincipalsAndConditionKeysOnly() {
        String policy =
                "{'Version':'2012-10-17','Id':'mine','Statement':[{'Sid':'all','Effect':'Allow','Principal':'*',"
                        + "'Action':'secretsmanager:*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'},"
                        + "'Bool':{'aws:SecureTransport':'true'}}},{'Effect':'Deny','NotPrincipal':{'AWS':"
                        + "['arn:aws:iam::111122223333:root','222233334444'],'Service':'lambda.amazonaws.com'},'Action':'*'}]}";

        assertThat(PolicyExcerpt.of(policy.replace('\'', '"')))
                .isEqualTo(
                        "{'Statement':[{'Effect':'Allow','Principal':{'AWS':['*']},'Condition':['aws:PrincipalOrgID',"
                                        .replace('\'', '"')
                                + "'aws:SecureTransport']},{'Effect':'Deny','NotPrincipal':{'AWS':['arn:aws:iam::111122223333:root',"
                                        .replace('\'', '"')
                                + "'222233334444'],'Service':['lambda.amazonaws.com']}}]}".replace('\'', '"'));
    }

    @Test
    void readsASingleStatementAndNamesNoStrangeNames() {
        String policy = "{'Statement':{'Effect':'Allow','Principal':{'AWS':'not a principal','Pass word':'*'},"
                + "'Condition':{'StringEquals':{'my secret words':'x'}}}}";

        assertThat(PolicyExcerpt.of(policy.replace('\'', '"')))
                .isEqualTo("{'Statement':[{'Effect':'Allow','Principal':{'AWS':['invalid'],'invalid':['*']},"
                                .replace('\'', '"')
                        + "'Condition':['invalid']}]}".replace('\'', '"'));
    }

    @Test
    void isNothingForWhatIsNoPolicy() {
        assertThat(PolicyExcerpt.of("")).isNull();
        assertThat(PolicyExcerpt.of("hello")).isNull();
        assertThat(PolicyExcerpt.of("[1]")).isNull();
        assertThat(PolicyExcerpt.of("{\"Statement\":[{\"Effect\":\"Allow\"")).isNull();
        assertThat(PolicyExcerpt.of("{\"Statement\":\"x\"}")).isEqualTo("{\"Statement\":[]}");
        assertThat(PolicyExcerpt.of("{\"Statement\":[1,\"x\",{\"Principal\":null,\"Condition\":1,\"Effect\":[]}]}"))
                .isEqualTo("{\"Statement\":[{\"Principal\":{\"AWS\":[]},\"Effect\":\"Deny\"}]}");
    }

    @Test
    void staysSmallWhateverThePolicyHolds() {
        String statement =
                "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[" + "\"111122223333\",".repeat(500) + "\"*\"]}},";
        String policy = "{\"Statement\":[" + statement.repeat(500) + "{}]}";

        assertThat(PolicyExcerpt.of(policy)).hasSizeLessThan(PolicyExcerpt.MAX_CHARS);
    }

    @Test
    void isTakenFromTextAndFromObjects() {
        ApiCall text = ParameterAllowListTest.call(
                "secretsmanager",
                "PutResourcePolicy",
                "\"requestParameters\":{\"secretId\":\"s\",\"resourcePolicy\":\"{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\","
                        + "\\\"Principal\\\":\\\"*\\\"}}\"}");
        ApiCall object = ParameterAllowListTest.call(
                "s3",
                "PutBucketPolicy",
                "\"requestParameters\":{\"bucketPolicy\":{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}}}");

        String excerpt = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"*\"]}}]}";
        assertThat(text.getParameters()).containsEntry("resourcePolicy", excerpt);
        assertThat(text.getRedacted()).containsExactly("resourcePolicy");
        assertThat(object.getParameters()).containsEntry("bucketPolicy", excerpt);
    }
}
