package io.keywatch.detect.access;

import io.keywatch.detect.call.Outcome;
import io.keywatch.detect.call.Params;
import io.keywatch.detect.call.ResourceNames;
import io.keywatch.schemas.v1.ApiCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which secrets, or places where secrets stand, a call reads. One map look-up for every call that reads none. */
final class Touches {
    private interface Reader {
        void read(ApiCall call, boolean allowed, List<Touch> into);
    }

    private record Entry(String source, Reader reader) {}

    private static final Map<String, Entry> READERS = new HashMap<>();

    static {
        on("secretsmanager", "GetSecretValue", Touches::secret);
        on("secretsmanager", "BatchGetSecretValue", Touches::batch);
        on("ssm", "GetParameter", Touches::parameters);
        on("ssm", "GetParameters", Touches::parameters);
        on("ssm", "GetParameterHistory", Touches::parameters);
        on("ssm", "GetParametersByPath", Touches::parameterPath);
        on("kms", "Decrypt", Touches::decrypted);
        for (String write : List.of("CreateSecret", "PutSecretValue", "UpdateSecret")) {
            on("secretsmanager", write, Touches::secretWritten);
        }
        on(
                "secretsmanager",
                "DeleteSecret",
                (call, allowed, into) -> add(into, Touch.Kind.SECRET_DELETED, Conditions.secret(call), allowed));
        on("ssm", "PutParameter", (call, allowed, into) -> {
            String name = Params.text(call, "name");
            add(into, Touch.Kind.PARAMETER_WRITTEN, name == null ? null : ResourceNames.parameter(call, name), allowed);
        });
        on(
                "ec2",
                "GetPasswordData",
                (call, allowed, into) -> add(into, Touch.Kind.PASSWORD_DATA, instance(call), allowed));
        on("ec2", "DescribeInstanceAttribute", (call, allowed, into) -> {
            if (Params.is(call, "attribute", "userData")) {
                add(into, Touch.Kind.USER_DATA, instance(call), allowed);
            }
        });
        Reader template = (call, allowed, into) -> add(
                into,
                Touch.Kind.LAUNCH_TEMPLATE,
                named(
                        call,
                        "ec2",
                        "launch-template/",
                        "launchTemplateId",
                        "LaunchTemplateId",
                        "launchTemplateName",
                        "DescribeLaunchTemplateVersionsRequest.LaunchTemplateId",
                        "DescribeLaunchTemplateVersionsRequest.LaunchTemplateName",
                        "GetLaunchTemplateDataRequest.InstanceId"),
                allowed);
        on("ec2", "GetLaunchTemplateData", template);
        on("ec2", "DescribeLaunchTemplateVersions", template);
        on(
                "autoscaling",
                "DescribeLaunchConfigurations",
                (call, allowed, into) -> addAll(
                        into,
                        Touch.Kind.LAUNCH_TEMPLATE,
                        Params.list(call, "launchConfigurationNames").stream()
                                .map(name -> ResourceNames.arn(call, "autoscaling", "launchConfiguration/" + name))
                                .toList(),
                        allowed));
        Reader function = (call, allowed, into) -> {
            String name = Params.text(call, "functionName");
            add(
                    into,
                    Touch.Kind.FUNCTION_CONFIGURATION,
                    name == null ? null : ResourceNames.function(call, name),
                    allowed);
        };
        for (String version : List.of("", "20150331", "20150331v2")) {
            on("lambda", "GetFunction" + version, function);
            on("lambda", "GetFunctionConfiguration" + version, function);
            // the list holds the environment of every function of the region
            on(
                    "lambda",
                    "ListFunctions" + version,
                    (call, allowed, into) ->
                            add(into, Touch.Kind.FUNCTION_CONFIGURATION, ResourceNames.function(call, "*"), allowed));
        }
        on(
                "codebuild",
                "BatchGetProjects",
                (call, allowed, into) -> addAll(into, Touch.Kind.BUILD_PROJECT, Params.list(call, "names"), allowed));
        on(
                "codecommit",
                "GetFile",
                (call, allowed, into) -> add(into, Touch.Kind.SOURCE_CODE, code(call, "filePath"), allowed));
        on(
                "codecommit",
                "GetBlob",
                (call, allowed, into) -> add(into, Touch.Kind.SOURCE_CODE, code(call, "blobId"), allowed));
        on("sso", "GetRoleCredentials", (call, allowed, into) -> {
            String role = ofPortal(call, "roleName", "role_name");
            String account = ofPortal(call, "accountId", "account_id");
            add(into, Touch.Kind.SSO_CREDENTIALS, role == null ? null : account + "/" + role, allowed);
        });
    }

    private Touches() {}

    /** Whether the call can touch anything at all; false for nearly every call of an account. */
    static boolean relevant(ApiCall call) {
        return READERS.containsKey(call.getEventName());
    }

    static List<Touch> of(ApiCall call) {
        Entry entry = READERS.get(call.getEventName());
        if (entry == null || !call.getEventSource().startsWith(entry.source())) {
            return List.of();
        }
        Outcome outcome = Outcome.of(call);
        if (outcome == Outcome.FAILED) {
            return List.of();
        }
        List<Touch> touches = new ArrayList<>(2);
        entry.reader().read(call, outcome == Outcome.ALLOWED, touches);
        return touches;
    }

    private static void secret(ApiCall call, boolean allowed, List<Touch> into) {
        String id = Params.text(call, "secretId");
        if (id != null) {
            add(into, Touch.Kind.SECRET, ResourceNames.secret(call, id), allowed);
        }
        region(call, allowed, into);
    }

    private static void secretWritten(ApiCall call, boolean allowed, List<Touch> into) {
        String id = Params.firstOf(call, "secretId", "name");
        add(into, Touch.Kind.SECRET_WRITTEN, id == null ? null : ResourceNames.secret(call, id), allowed);
    }

    /**
     * With a list of ids the secrets are known and count like single reads: derived GetSecretValue events, where AWS
     * writes them, then name the same secrets. With filters only the call itself is known.
     */
    private static void batch(ApiCall call, boolean allowed, List<Touch> into) {
        List<String> ids = Params.list(call, "secretIdList");
        if (!ids.isEmpty()) {
            addAll(
                    into,
                    Touch.Kind.SECRET,
                    ids.stream().map(id -> ResourceNames.secret(call, id)).toList(),
                    allowed);
        } else {
            add(into, Touch.Kind.BATCH_FILTER, call.getEventId(), allowed);
            List<String> wanted = Params.matching(call, "filters[", "]");
            if (!wanted.isEmpty() && wanted.stream().allMatch(value -> value.startsWith("!"))) {
                add(into, Touch.Kind.BATCH_CATCH_ALL, call.getEventId(), allowed);
            }
        }
        region(call, allowed, into);
    }

    private static void parameters(ApiCall call, boolean allowed, List<Touch> into) {
        if (!Params.is(call, "withDecryption", "true")) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (String list : List.of("name", "names")) {
            for (String name : Params.list(call, list)) {
                names.add(ResourceNames.parameter(call, name));
            }
        }
        addAll(into, Touch.Kind.PARAMETER, names, allowed);
        region(call, allowed, into);
    }

    private static void parameterPath(ApiCall call, boolean allowed, List<Touch> into) {
        String path = Params.text(call, "path");
        if (path == null || !Params.is(call, "withDecryption", "true")) {
            return;
        }
        String below = path.endsWith("/") ? path + "*" : path + "/*";
        add(into, Touch.Kind.PARAMETER, ResourceNames.parameter(call, below), allowed);
        region(call, allowed, into);
    }

    /** What a read by path, or a batch read by filter, returned is only told by the decryptions it caused. */
    private static void decrypted(ApiCall call, boolean allowed, List<Touch> into) {
        String secret = Params.text(call, "encryptionContext.SecretARN");
        if (secret != null) {
            add(into, Touch.Kind.SECRET, ResourceNames.secret(call, secret), allowed);
            return;
        }
        String parameter = Params.text(call, "encryptionContext.PARAMETER_ARN");
        if (parameter != null) {
            add(into, Touch.Kind.PARAMETER, ResourceNames.parameter(call, parameter), allowed);
        }
    }

    private static void region(ApiCall call, boolean allowed, List<Touch> into) {
        add(into, Touch.Kind.REGION, call.getAwsRegion(), allowed);
    }

    /** The access portal tells its parameters as a request, or as details of a service event. */
    private static @Nullable String ofPortal(ApiCall call, String name, String older) {
        String asked = Params.firstOf(call, name, older);
        return asked != null ? asked : Params.response(call, older);
    }

    private static @Nullable String instance(ApiCall call) {
        String id = Params.text(call, "instanceId");
        return id == null ? null : ResourceNames.instance(call, id);
    }

    private static @Nullable String named(ApiCall call, String service, String type, String... parameters) {
        String name = Params.firstOf(call, parameters);
        return name == null ? null : ResourceNames.arn(call, service, type + name);
    }

    private static @Nullable String code(ApiCall call, String part) {
        String repository = Params.text(call, "repositoryName");
        String path = Params.text(call, part);
        return repository == null || path == null
                ? null
                : ResourceNames.arn(call, "codecommit", repository) + "#" + path;
    }

    private static void add(List<Touch> into, Touch.Kind kind, @Nullable String resource, boolean allowed) {
        if (resource != null) {
            into.add(new Touch(kind, List.of(resource), allowed));
        }
    }

    private static void addAll(List<Touch> into, Touch.Kind kind, List<String> resources, boolean allowed) {
        if (!resources.isEmpty()) {
            into.add(new Touch(kind, resources, allowed));
        }
    }

    private static void on(String service, String eventName, Reader reader) {
        READERS.put(eventName, new Entry(service + ".", reader));
    }
}
