package io.keywatch.ingest.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.EventSink;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.ObjectChange;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.Surface;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the JSON of an event to what it changed: the router and the allow-list must agree on names. */
final class ObjectChangeRouterTest {
    private static final String ACCOUNT = "111122223333";
    private final ObjectChangeRouter router = new ObjectChangeRouter();

    @Test
    void aLambdaConfigurationUpdateChangesItsConfiguration() {
        List<ObjectChange> changes = changes(
                "lambda",
                "UpdateFunctionConfiguration20150331v2",
                "'requestParameters':{'functionName':'f'},'responseElements':{'functionArn':"
                        + "'arn:aws:lambda:eu-central-1:111122223333:function:f:3'}");

        assertThat(changes).hasSize(1);
        ObjectChange change = changes.getFirst();
        assertThat(change.getResourceId())
                .isEqualTo("arn:aws:lambda:eu-central-1:111122223333:function:f#configuration");
        assertThat(change.getArn()).isEqualTo("arn:aws:lambda:eu-central-1:111122223333:function:f");
        assertThat(change.getPart()).isEqualTo("configuration");
        assertThat(change.getSurface()).isEqualTo(Surface.LAMBDA_CONFIGURATION);
        assertThat(change.getChange()).isEqualTo(ChangeKind.UPDATED);
        assertThat(change.getEventId()).isEqualTo("id");
        assertThat(change.getEventTime()).isEqualTo(Instant.parse("2026-11-24T11:59:00Z"));
        assertThat(change.getCause()).isEqualTo("UpdateFunctionConfiguration20150331v2");
        assertThat(change.getPrincipalId()).isEqualTo("arn:aws:iam::111122223333:user/ann");
        assertThat(change.getAccountId()).isEqualTo(ACCOUNT);
        assertThat(change.getPointer().getKey()).isEqualTo("file");
    }

    @Test
    void namesOfFunctionsComeInManyForms() {
        for (String name : List.of(
                "f", "f:7", "111122223333:function:f", "arn:aws:lambda:eu-central-1:111122223333:function:f:prod")) {
            assertThat(ids("lambda", "DeleteFunction20150331", "'requestParameters':{'functionName':'" + name + "'}"))
                    .containsExactly(
                            "arn:aws:lambda:eu-central-1:111122223333:function:f#configuration",
                            "arn:aws:lambda:eu-central-1:111122223333:function:f#code");
        }
    }

    @Test
    void aNewFunctionHasConfigurationAndCodeAndADryRunHasNone() {
        assertThat(changes("lambda", "CreateFunction20150331", "'requestParameters':{'functionName':'f'}"))
                .extracting(ObjectChange::getSurface)
                .containsExactly(Surface.LAMBDA_CONFIGURATION, Surface.LAMBDA_CODE);
        assertThat(ids(
                        "lambda",
                        "UpdateFunctionCode20150331v2",
                        "'requestParameters':{'functionName':'f','dryRun':true}"))
                .isEmpty();
    }

    @Test
    void instancesCountOnlyWhenTheyGotUserData() {
        String answer = "'responseElements':{'instancesSet':{'items':[{'instanceId':'i-1'},{'instanceId':'i-2'}]}}";

        assertThat(ids("ec2", "RunInstances", "'requestParameters':{'userData':'<sensitiveDataRemoved>'}," + answer))
                .containsExactly(
                        "arn:aws:ec2:eu-central-1:111122223333:instance/i-1#userData",
                        "arn:aws:ec2:eu-central-1:111122223333:instance/i-2#userData");
        assertThat(ids("ec2", "RunInstances", "'requestParameters':{'imageId':'ami'}," + answer))
                .isEmpty();
        assertThat(ids("ec2", "ModifyInstanceAttribute", "'requestParameters':{'instanceId':'i-1','userData':'x'}"))
                .containsExactly("arn:aws:ec2:eu-central-1:111122223333:instance/i-1#userData");
        assertThat(ids("ec2", "ModifyInstanceAttribute", "'requestParameters':{'instanceId':'i-1','attribute':'x'}"))
                .isEmpty();
        assertThat(ids(
                        "ec2",
                        "TerminateInstances",
                        "'requestParameters':{'instancesSet':{'items':[{'instanceId':'i-9'}]}}"))
                .containsExactly("arn:aws:ec2:eu-central-1:111122223333:instance/i-9#userData");
    }

    @Test
    void manyInstancesAreCutBecauseTheyAllGotTheSame() {
        StringBuilder items = new StringBuilder("{'instanceId':'i-0'}");
        for (int i = 1; i < 100; i++) {
            items.append(",{'instanceId':'i-").append(i).append("'}");
        }

        assertThat(ids(
                        "ec2",
                        "RunInstances",
                        "'requestParameters':{'userData':'x'},'responseElements':{'instancesSet':{'items':[" + items
                                + "]}}"))
                .hasSize(ObjectChangeRouter.MAX_CHANGES);
    }

    @Test
    void eachVersionOfALaunchTemplateHasItsOwnContent() {
        assertThat(ids(
                        "ec2",
                        "CreateLaunchTemplateVersion",
                        "'responseElements':{'CreateLaunchTemplateVersionResponse':{'launchTemplateVersion':{"
                                + "'launchTemplateId':'lt-1','versionNumber':3}}}"))
                .containsExactly("arn:aws:ec2:eu-central-1:111122223333:launch-template/lt-1#v3");
        assertThat(ids(
                        "ec2",
                        "CreateLaunchTemplate",
                        "'responseElements':{'CreateLaunchTemplateResponse':{'launchTemplate':{"
                                + "'launchTemplateId':'lt-1','latestVersionNumber':1}}}"))
                .containsExactly("arn:aws:ec2:eu-central-1:111122223333:launch-template/lt-1#v1");
    }

    @Test
    void aSecureStringIsWhereASecretBelongs() {
        assertThat(ids("ssm", "PutParameter", "'requestParameters':{'name':'/app/x','type':'String'}"))
                .containsExactly("arn:aws:ssm:eu-central-1:111122223333:parameter/app/x");
        assertThat(ids("ssm", "PutParameter", "'requestParameters':{'name':'x'}"))
                .containsExactly("arn:aws:ssm:eu-central-1:111122223333:parameter/x");
        assertThat(ids("ssm", "PutParameter", "'requestParameters':{'name':'x','type':'SecureString'}"))
                .isEmpty();
        assertThat(ids("ssm", "DeleteParameters", "'requestParameters':{'names':['a','b']}"))
                .hasSize(2);
    }

    @Test
    void everythingElseOfTheTableNamesItsResource() {
        assertThat(ids(
                        "ecs",
                        "RegisterTaskDefinition",
                        "'responseElements':{'taskDefinition':{'taskDefinitionArn':'arn:t:1'}}"))
                .containsExactly("arn:t:1");
        assertThat(ids("cloudformation", "CreateStack", "'responseElements':{'stackId':'arn:stack/x/1'}"))
                .containsExactly("arn:stack/x/1");
        assertThat(ids("codebuild", "UpdateProject", "'requestParameters':{'name':'p'}"))
                .containsExactly("arn:aws:codebuild:eu-central-1:111122223333:project/p");
        assertThat(ids("codecommit", "PutFile", "'requestParameters':{'repositoryName':'r','branchName':'main'}"))
                .containsExactly("arn:aws:codecommit:eu-central-1:111122223333:r#main");
        assertThat(ids("states", "UpdateStateMachine", "'requestParameters':{'stateMachineArn':'arn:sm'}"))
                .containsExactly("arn:sm");
        assertThat(ids("glue", "CreateJob", "'requestParameters':{'name':'j'}"))
                .containsExactly("arn:aws:glue:eu-central-1:111122223333:job/j");
        assertThat(ids("ssm", "CreateDocument", "'requestParameters':{'name':'d'}"))
                .containsExactly("arn:aws:ssm:eu-central-1:111122223333:document/d");
    }

    @Test
    void dataEventsOfS3AreNewsOfObjects() {
        ObjectChange put = changes(
                        "s3",
                        "PutObject",
                        "'requestParameters':{'bucketName':'b','key':'a b/c+d'},'responseElements':{'x-amz-version-id':'v'}")
                .getFirst();

        assertThat(put.getResourceId()).isEqualTo("b/a b/c+d");
        assertThat(put.getBucket()).isEqualTo("b");
        assertThat(put.getKey()).isEqualTo("a b/c+d");
        assertThat(put.getVersionId()).isEqualTo("v");
        assertThat(put.getArn()).isNull();
        assertThat(ids("s3", "CreateBucket", "'requestParameters':{'bucketName':'b'}"))
                .containsExactly("b");
        assertThat(ids("s3", "GetObject", "'requestParameters':{'bucketName':'b','key':'k'}"))
                .isEmpty();
    }

    @Test
    void callsThatFailedOrOnlyReadChangeNothing() {
        String put = "'requestParameters':{'bucketName':'b','key':'k'}";

        assertThat(ids("s3", "PutObject", put + ",'errorCode':'AccessDenied'")).isEmpty();
        assertThat(ids("s3", "PutObject", put + ",'readOnly':true")).isEmpty();
        assertThat(ids("s3", "PutObject", put + ",'readOnly':false")).containsExactly("b/k");
        assertThat(ids("s3express", "PutObject", put)).isEmpty();
    }

    @Test
    void otherPartitionsHaveOtherArns() {
        assertThat(router.changes(call("glue", "CreateJob", "'requestParameters':{'name':'j'}", "us-gov-west-1")))
                .extracting(ObjectChange::getResourceId)
                .containsExactly("arn:aws-us-gov:glue:us-gov-west-1:111122223333:job/j");
        assertThat(router.changes(call("glue", "CreateJob", "'requestParameters':{'name':'j'}", "cn-north-1")))
                .extracting(ObjectChange::getResourceId)
                .containsExactly("arn:aws-cn:glue:cn-north-1:111122223333:job/j");
    }

    private List<String> ids(String service, String event, String parts) {
        return changes(service, event, parts).stream()
                .map(ObjectChange::getResourceId)
                .toList();
    }

    private List<ObjectChange> changes(String service, String event, String parts) {
        return router.changes(call(service, event, parts, "eu-central-1"));
    }

    private static ApiCall call(String service, String event, String parts, String region) {
        String json = ("{'eventTime':'2026-11-24T11:59:00Z','eventSource':'" + service + ".amazonaws.com','eventName':'"
                        + event + "','awsRegion':'" + region + "','eventID':'id','recipientAccountId':'" + ACCOUNT
                        + "','userIdentity':{'type':'IAMUser','arn':'arn:aws:iam::111122223333:user/ann'}," + parts
                        + "}")
                .replace('\'', '"');
        List<ApiCall> calls = new ArrayList<>();
        EventSink sink = new EventSink() {
            @Override
            public void event(ApiCall call) {
                calls.add(call);
            }

            @Override
            public void fault(ReadFault fault) {
                throw new AssertionError(fault.detail());
            }
        };
        try {
            new CloudTrailReader(
                            ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.LIVE)
                    .read(
                            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                            Pointer.newBuilder().setKey("file").build(),
                            sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls.getFirst();
    }
}
