package io.keywatch.ingest.change;

import static io.keywatch.schemas.v1.ChangeKind.CREATED;
import static io.keywatch.schemas.v1.ChangeKind.DELETED;
import static io.keywatch.schemas.v1.ChangeKind.METADATA;
import static io.keywatch.schemas.v1.ChangeKind.UPDATED;

import io.keywatch.schemas.v1.ChangeKind;
import io.keywatch.schemas.v1.Surface;
import java.util.List;

/** The table: which event changes the content of what. */
final class Routes {
    static final List<Route> ALL = List.of(
            on("lambda", "CreateFunction", Surface.LAMBDA_CONFIGURATION, CREATED, Resources::functionConfiguration),
            on("lambda", "CreateFunction", Surface.LAMBDA_CODE, CREATED, Resources::functionCode),
            on(
                    "lambda",
                    "UpdateFunctionConfiguration",
                    Surface.LAMBDA_CONFIGURATION,
                    UPDATED,
                    Resources::functionConfiguration),
            on("lambda", "UpdateFunctionCode", Surface.LAMBDA_CODE, UPDATED, Resources::functionCode),
            on("lambda", "PublishLayerVersion", Surface.LAMBDA_CODE, CREATED, Resources::layer),
            on("lambda", "DeleteFunction", Surface.LAMBDA_CONFIGURATION, DELETED, Resources::functionConfiguration),
            on("lambda", "DeleteFunction", Surface.LAMBDA_CODE, DELETED, Resources::functionCode),
            // instances that get their user data from a template are covered by the template
            on("ec2", "RunInstances", Surface.EC2_USER_DATA, CREATED, Resources::startedWithUserData),
            on("ec2", "ModifyInstanceAttribute", Surface.EC2_USER_DATA, UPDATED, Resources::userDataOfInstance),
            on("ec2", "TerminateInstances", Surface.EC2_USER_DATA, DELETED, Resources::terminated),
            on("ec2", "CreateLaunchTemplate", Surface.EC2_LAUNCH_TEMPLATE, CREATED, Resources::launchTemplate),
            on(
                    "ec2",
                    "CreateLaunchTemplateVersion",
                    Surface.EC2_LAUNCH_TEMPLATE,
                    CREATED,
                    Resources::launchTemplateVersion),
            on("ecs", "RegisterTaskDefinition", Surface.ECS_TASK_DEFINITION, CREATED, Resources::taskDefinition),
            on("ecs", "DeregisterTaskDefinition", Surface.ECS_TASK_DEFINITION, DELETED, Resources::taskDefinition),
            // a SecureString is where a secret belongs
            on("ssm", "PutParameter", Surface.SSM_PARAMETER, UPDATED, Resources::plainParameter),
            on("ssm", "DeleteParameter", Surface.SSM_PARAMETER, DELETED, Resources::parameter),
            on("ssm", "DeleteParameters", Surface.SSM_PARAMETER, DELETED, Resources::deletedParameters),
            on("ssm", "CreateDocument", Surface.SSM_DOCUMENT, CREATED, Resources::document),
            on("ssm", "UpdateDocument", Surface.SSM_DOCUMENT, UPDATED, Resources::document),
            on("ssm", "DeleteDocument", Surface.SSM_DOCUMENT, DELETED, Resources::document),
            on("cloudformation", "CreateStack", Surface.CLOUDFORMATION_STACK, CREATED, Resources::stack),
            on("cloudformation", "UpdateStack", Surface.CLOUDFORMATION_STACK, UPDATED, Resources::stack),
            on("cloudformation", "ExecuteChangeSet", Surface.CLOUDFORMATION_STACK, UPDATED, Resources::stack),
            on("cloudformation", "DeleteStack", Surface.CLOUDFORMATION_STACK, DELETED, Resources::stack),
            on("codebuild", "CreateProject", Surface.CODEBUILD_PROJECT, CREATED, Resources::buildProject),
            on("codebuild", "UpdateProject", Surface.CODEBUILD_PROJECT, UPDATED, Resources::buildProject),
            on("codebuild", "DeleteProject", Surface.CODEBUILD_PROJECT, DELETED, Resources::buildProject),
            on("codecommit", "GitPush", Surface.CODECOMMIT, UPDATED, Resources::repository),
            on("codecommit", "CreateCommit", Surface.CODECOMMIT, UPDATED, Resources::repository),
            on("codecommit", "PutFile", Surface.CODECOMMIT, UPDATED, Resources::repository),
            on("states", "CreateStateMachine", Surface.STEP_FUNCTION, CREATED, Resources::stateMachine),
            on("states", "UpdateStateMachine", Surface.STEP_FUNCTION, UPDATED, Resources::stateMachine),
            on("states", "DeleteStateMachine", Surface.STEP_FUNCTION, DELETED, Resources::stateMachine),
            on("glue", "CreateJob", Surface.GLUE_JOB, CREATED, Resources::glueJob),
            on("glue", "UpdateJob", Surface.GLUE_JOB, UPDATED, Resources::glueJob),
            on("glue", "DeleteJob", Surface.GLUE_JOB, DELETED, Resources::glueJob),
            // data events, where a trail has them: often the only news of buckets without notifications
            on("s3", "PutObject", Surface.S3_OBJECT, CREATED, Resources::object),
            on("s3", "CopyObject", Surface.S3_OBJECT, CREATED, Resources::object),
            on("s3", "CompleteMultipartUpload", Surface.S3_OBJECT, CREATED, Resources::object),
            on("s3", "DeleteObject", Surface.S3_OBJECT, DELETED, Resources::object),
            on("s3", "PutObjectTagging", Surface.S3_OBJECT, METADATA, Resources::object),
            on("s3", "CreateBucket", Surface.S3_BUCKET, CREATED, Resources::bucket),
            on("s3", "PutBucketTagging", Surface.S3_BUCKET, METADATA, Resources::bucket),
            on("s3", "DeleteBucket", Surface.S3_BUCKET, DELETED, Resources::bucket));

    private Routes() {}

    private static Route on(String service, String event, Surface surface, ChangeKind change, Route.Named resources) {
        return new Route(service, event, surface, change, resources);
    }
}
