package io.keywatch.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.local.AwsStandinsControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** Secrets made up for one run, each in a place of its own from which it must not get any further. */
final class Canaries {
    static final String OBJECTS = "canary-objects";
    static final String TRAILS = "canary-trails";
    static final String CUT = "cut.env";
    static final String FUNCTION = "canary-function";
    static final String INSTANCE = "i-0c0ffee0c0ffee000";
    static final String DENIED = "app/denied";
    /** A page of ListSecrets has 100. */
    static final int OTHER_SECRETS = 110;

    private static final String ACCOUNT = "111122223333";
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 32;

    private final Planted planted = new Planted();
    private final Map<String, String> byLabel = new LinkedHashMap<>();
    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final Trail trail = new Trail();
    private final String metadata = canary("object metadata");
    private final String environment = canary("function's environment");
    private final String userData = canary("instance's user data");
    private final String managed = canary("password in the vault and in an object");
    private final String parameter = canary("SecureString parameter");
    private final String plain = canary("secret as plain text");
    private final byte[] wholeLog;
    private final byte[] cutLog;
    private final int events;

    Canaries() throws IOException {
        objects.put("plain.env", password("object"));
        objects.put("managed.env", bytes("db_password = \"" + managed + "\"\n"));
        String key = planted.secretAccessKey();
        byLabel.put("AWS secret key", key);
        objects.put(
                "aws.env",
                bytes("AWS_ACCESS_KEY_ID=" + planted.accessKeyId() + "\nAWS_SECRET_ACCESS_KEY=" + key + "\n"));
        objects.put("one.zip", zip("inner/app.env", password("archive")));
        objects.put("two.zip", zip("one.zip", zip("inner/app.env", password("archive in an archive"))));
        String told = canary("name of a member that holds it");
        objects.put("named.zip", zip("before-" + told + "/app.env", bytes("db_password = \"" + told + "\"\n")));
        objects.put("whole.gz", gzip(password("gzip")));
        objects.put("half.gz", half(gzip(padded(password("truncated gzip")))));
        objects.put("half.zip", half(zip("app.env", padded(password("truncated zip")))));
        objects.put("utf16.txt", brokenUtf16(new String(password("invalid UTF-16"), StandardCharsets.UTF_8)));
        objects.put(CUT, padded(password("object whose body breaks off")));
        objects.put("noted.txt", bytes("nothing here\n"));
        calls();
        events = trail.size();
        wholeLog = trail.drain();
        cutLog = bytes("{\"Records\":[{\"eventVersion\":\"1.11\",\"requestParameters\":{\"value\":\""
                + canary("log file that breaks off"));
    }

    Map<String, String> byLabel() {
        return byLabel;
    }

    /** Names of the objects, all of which must lead to findings. */
    List<String> objects() {
        return List.copyOf(objects.keySet());
    }

    int events() {
        return events;
    }

    private void calls() {
        Actor actor = Actor.user(ACCOUNT, "canary-user", planted.accessKeyId(), "185.220.101.34");
        Instant at = Instant.now().minusSeconds(600);
        parameters(at, actor, "ssm", "PutParameter")
                .put("name", "/app/db")
                .put("type", "SecureString")
                .put("value", canary("PutParameter.value"));
        parameters(at, actor, "secretsmanager", "CreateSecret")
                .put("name", "app/db")
                .put("secretString", canary("CreateSecret.secretString"));
        parameters(at, actor, "secretsmanager", "PutSecretValue")
                .put("secretId", "app/db")
                .put("secretString", "{\"password\":\"" + canary("PutSecretValue.secretString") + "\"}");
        parameters(at, actor, "s3", "ListBuckets")
                .put(planted.text(ALPHANUMERIC, 9), canary("a parameter nobody knows"))
                .putObject("nested")
                .putArray("list")
                .add(canary("a nested parameter nobody knows"));

        ObjectNode update = trail.call(at, actor, "lambda", "UpdateFunctionConfiguration20150331v2");
        Trail.parameters(update)
                .put("functionName", FUNCTION)
                .putObject("environment")
                .putObject("variables")
                .put("DB_PASSWORD", canary("UpdateFunctionConfiguration.environment"));
        update.putObject("responseElements")
                .put("functionName", FUNCTION)
                .put("functionArn", "arn:aws:lambda:" + Trail.REGION + ":" + ACCOUNT + ":function:" + FUNCTION);

        ObjectNode run = trail.call(at, actor, "ec2", "RunInstances");
        Trail.parameters(run).put("userData", canary("RunInstances.userData"));
        run.putObject("responseElements")
                .putObject("instancesSet")
                .putArray("items")
                .addObject()
                .put("instanceId", INSTANCE);

        ObjectNode key = trail.call(at, actor, "iam", "CreateAccessKey");
        Trail.parameters(key).put("userName", "somebody-else");
        key.putObject("responseElements")
                .putObject("accessKey")
                .put("userName", "somebody-else")
                .put("accessKeyId", planted.accessKeyId())
                .put("status", "Active")
                .put("secretAccessKey", canary("CreateAccessKey.secretAccessKey"));
        key.putObject("additionalEventData").put("note", canary("additionalEventData"));

        ObjectNode denied = trail.call(at, actor, "secretsmanager", "GetSecretValue");
        denied.put("errorCode", "AccessDenied").put("errorMessage", "denied: " + canary("errorMessage"));
    }

    private ObjectNode parameters(Instant at, Actor actor, String service, String name) {
        return Trail.parameters(trail.call(at, actor, service, name));
    }

    /** All of it, as AWS would bring it to the service. */
    void plant(DemoSite site, AwsStandinsControl control) throws IOException {
        Cloud cloud = site.cloud();
        cloud.makeBucket(OBJECTS);
        cloud.makeBucket(TRAILS);
        control.lambdaFunction(
                FUNCTION, Map.of("Environment", Map.of("Variables", Map.of("DB_PASSWORD", environment))));
        control.instanceUserData(INSTANCE, "#!/bin/sh\nexport DB_PASSWORD=" + userData + "\n");
        plantVault(control);
        objects.forEach((name, content) -> cloud.put(
                OBJECTS, name, content, name.equals("noted.txt") ? Map.of("db-password", metadata) : Map.of()));
        log(site, "whole.json.gz", wholeLog);
        log(site, "cut.json", cutLog);
        for (String queue : List.of("keywatch-cloudtrail", "keywatch-objects")) {
            send(site, queue, "{\"hello\":\"" + canary("unknown notification to " + queue) + "\"}");
            send(site, queue, "password = " + canary("text sent to " + queue));
        }
    }

    /** More than a page of secrets: two that share a password, one that may not be read, and parameters. */
    private void plantVault(AwsStandinsControl control) throws IOException {
        for (int i = 0; i < OTHER_SECRETS; i++) {
            control.secret("other/" + i, "{\"password\":\"" + planted.password() + "\"}");
        }
        for (String name : List.of("app/db", "app/db-copy")) {
            control.secret(name, "{\"username\":\"application\",\"password\":\"" + managed + "\"}");
        }
        control.secret("app/plain", plain + "\n");
        control.deniedSecret(DENIED);
        control.parameter("/app/key", "SecureString", parameter);
        control.parameter("/app/color", "String", "not a secret");
        control.deniedParameter("/app/denied");
    }

    /** The same content as files, for the commands. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("objects"));
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            Files.write(folder.resolve("objects").resolve(object.getKey()), object.getValue());
        }
        Files.createDirectories(folder.resolve("trails"));
        Files.write(folder.resolve("trails/whole.json.gz"), wholeLog);
        Files.write(folder.resolve("trails/cut.json"), cutLog);
    }

    private static void log(DemoSite site, String name, byte[] content) {
        String key = "AWSLogs/" + ACCOUNT + "/CloudTrail/" + Trail.REGION + "/2026/01/01/" + name;
        site.aws().s3().putObject(put -> put.bucket(TRAILS).key(key), RequestBody.fromBytes(content));
        send(
                site,
                "keywatch-cloudtrail",
                Cloud.notification("ObjectCreated:Put", TRAILS, key, content.length, "", Instant.now(), 1));
    }

    private static void send(DemoSite site, String queue, String body) {
        String url = site.aws()
                .sqs()
                .getQueueUrl(request -> request.queueName(queue))
                .queueUrl();
        site.aws().sqs().sendMessage(request -> request.queueUrl(url).messageBody(body));
    }

    private String canary(String label) {
        String value = planted.text(ALPHANUMERIC, LENGTH);
        byLabel.put(label, value);
        return value;
    }

    private byte[] password(String label) {
        return bytes("db_password = \"" + canary(label) + "\"\n");
    }

    /** Half of it still holds the beginning. */
    private static byte[] padded(byte[] content) {
        byte[] longer = Arrays.copyOf(content, 64 * 1024);
        byte[] line = bytes("nothing to see here\n");
        for (int at = content.length; at < longer.length; at++) {
            longer[at] = line[at % line.length];
        }
        return longer;
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    /** Not deflated, so that the stored bytes hold the text as it is. */
    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        }) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    /** A byte order mark, half of a surrogate pair and half of a character. */
    private static byte[] brokenUtf16(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0xff);
        bytes.write(0xfe);
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_16LE));
        bytes.writeBytes(new byte[] {0, (byte) 0xd8, 'x'});
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
