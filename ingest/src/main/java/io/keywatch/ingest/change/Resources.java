package io.keywatch.ingest.change;

import io.keywatch.ingest.change.ResourceName.Arn;
import io.keywatch.ingest.change.ResourceName.InBucket;
import io.keywatch.schemas.v1.ApiCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each kind of call names what it changed. Paths are those of parameters.allow. */
final class Resources {
    private static final String CONFIGURATION = "configuration";
    private static final String CODE = "code";

    private Resources() {}

    static List<ResourceName> functionConfiguration(ApiCall call) {
        return function(call, CONFIGURATION);
    }

    static List<ResourceName> functionCode(ApiCall call) {
        return "true".equals(request(call, "dryRun")) ? List.of() : function(call, CODE);
    }

    private static List<ResourceName> function(ApiCall call, String part) {
        String name = first(response(call, "functionArn"), request(call, "functionName"));
        return name == null ? List.of() : List.of(new Arn(functionArn(call, name), part));
    }

    /** A name comes alone, as {@code account:function:name}, as an ARN, and each with a version behind it. */
    private static String functionArn(ApiCall call, String name) {
        int marker = name.indexOf("function:");
        String unqualified = marker < 0 ? name : name.substring(marker + "function:".length());
        int version = unqualified.indexOf(':');
        String bare = version < 0 ? unqualified : unqualified.substring(0, version);
        if (name.startsWith("arn:") && marker > 0) {
            return name.substring(0, marker) + "function:" + bare;
        }
        return ResourceName.arn(call, "lambda", "function:" + bare);
    }

    static List<ResourceName> layer(ApiCall call) {
        return arn(response(call, "layerVersionArn"));
    }

    static List<ResourceName> startedWithUserData(ApiCall call) {
        return request(call, "userData") == null ? List.of() : instances(call, call.getResponse());
    }

    static List<ResourceName> userDataOfInstance(ApiCall call) {
        boolean userData = request(call, "userData") != null || "userData".equals(request(call, "attribute"));
        String id = request(call, "instanceId");
        return userData && id != null ? List.of(instance(call, id)) : List.of();
    }

    static List<ResourceName> terminated(ApiCall call) {
        return instances(call, call.getParameters());
    }

    private static List<ResourceName> instances(ApiCall call, Map<String, String> named) {
        List<ResourceName> found = new ArrayList<>();
        for (String id : list(named, "instancesSet.items[", "].instanceId")) {
            found.add(instance(call, id));
        }
        return found;
    }

    private static ResourceName instance(ApiCall call, String id) {
        return new Arn(ResourceName.arn(call, "ec2", "instance/" + id), "userData");
    }

    static List<ResourceName> launchTemplate(ApiCall call) {
        String answer = "CreateLaunchTemplateResponse.launchTemplate.";
        return template(
                call, response(call, answer + "launchTemplateId"), response(call, answer + "latestVersionNumber"));
    }

    static List<ResourceName> launchTemplateVersion(ApiCall call) {
        String answer = "CreateLaunchTemplateVersionResponse.launchTemplateVersion.";
        return template(call, response(call, answer + "launchTemplateId"), response(call, answer + "versionNumber"));
    }

    private static List<ResourceName> template(ApiCall call, @Nullable String id, @Nullable String version) {
        return id == null
                ? List.of()
                : List.of(new Arn(
                        ResourceName.arn(call, "ec2", "launch-template/" + id),
                        version == null ? null : "v" + version));
    }

    static List<ResourceName> taskDefinition(ApiCall call) {
        return arn(response(call, "taskDefinition.taskDefinitionArn"));
    }

    static List<ResourceName> plainParameter(ApiCall call) {
        String type = request(call, "type");
        // an update may leave the type out and keeps the one it has: fetching will tell
        return "SecureString".equals(type) ? List.of() : parameter(call);
    }

    static List<ResourceName> parameter(ApiCall call) {
        String name = request(call, "name");
        return name == null ? List.of() : List.of(new Arn(parameterArn(call, name), null));
    }

    static List<ResourceName> deletedParameters(ApiCall call) {
        List<ResourceName> found = new ArrayList<>();
        for (String name : list(call.getParameters(), "names[", "]")) {
            found.add(new Arn(parameterArn(call, name), null));
        }
        return found;
    }

    private static String parameterArn(ApiCall call, String name) {
        if (name.startsWith("arn:")) {
            return name;
        }
        return ResourceName.arn(call, "ssm", name.startsWith("/") ? "parameter" + name : "parameter/" + name);
    }

    static List<ResourceName> document(ApiCall call) {
        String name = request(call, "name");
        return name == null ? List.of() : List.of(new Arn(named(call, "ssm", "document/", name), null));
    }

    static List<ResourceName> stack(ApiCall call) {
        String name = first(response(call, "stackId"), request(call, "stackName"));
        return name == null ? List.of() : List.of(new Arn(named(call, "cloudformation", "stack/", name), null));
    }

    static List<ResourceName> buildProject(ApiCall call) {
        String name = first(response(call, "project.arn"), request(call, "name"));
        return name == null ? List.of() : List.of(new Arn(named(call, "codebuild", "project/", name), null));
    }

    static List<ResourceName> repository(ApiCall call) {
        String name = first(request(call, "repositoryName"), response(call, "repositoryName"));
        if (name == null) {
            return call.getResources().isEmpty()
                    ? List.of()
                    : arn(call.getResources().getFirst().getArn());
        }
        return List.of(new Arn(
                named(call, "codecommit", "", name),
                first(request(call, "branchName"), request(call, "references[0].ref"))));
    }

    static List<ResourceName> stateMachine(ApiCall call) {
        return arn(first(response(call, "stateMachineArn"), request(call, "stateMachineArn")));
    }

    static List<ResourceName> glueJob(ApiCall call) {
        String name = first(request(call, "jobName"), request(call, "name"));
        return name == null ? List.of() : List.of(new Arn(ResourceName.arn(call, "glue", "job/" + name), null));
    }

    static List<ResourceName> object(ApiCall call) {
        String bucket = request(call, "bucketName");
        String key = request(call, "key");
        return bucket == null || key == null
                ? List.of()
                : List.of(new InBucket(
                        bucket, key, first(response(call, "x-amz-version-id"), request(call, "versionId"))));
    }

    static List<ResourceName> bucket(ApiCall call) {
        String bucket = request(call, "bucketName");
        return bucket == null ? List.of() : List.of(new InBucket(bucket, null, null));
    }

    private static String named(ApiCall call, String service, String type, String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : ResourceName.arn(call, service, type + nameOrArn);
    }

    private static List<ResourceName> arn(@Nullable String arn) {
        return arn == null ? List.of() : List.of(new Arn(arn, null));
    }

    private static @Nullable String request(ApiCall call, String path) {
        return call.getParameters().get(path);
    }

    private static @Nullable String response(ApiCall call, String path) {
        return call.getResponse().get(path);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    private static List<String> list(Map<String, String> values, String before, String after) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < ObjectChangeRouter.MAX_CHANGES; i++) {
            String value = values.get(before + i + after);
            if (value == null) {
                break;
            }
            found.add(value);
        }
        return found;
    }
}
