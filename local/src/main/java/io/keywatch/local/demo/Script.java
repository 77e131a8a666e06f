package io.keywatch.local.demo;

import static io.keywatch.local.demo.Expectation.open;
import static io.keywatch.local.demo.Expectation.resolved;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywatch.local.AwsStandinsControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What happens in the organisation: a benign background, leaks, thefts in the shape of the published ones, a repair.
 * Every scene says what it must lead to; whatever else is found is a false alarm.
 */
final class Script {
    static final String PAYMENTS = "111122223333";
    static final String DATA = "444455556666";
    static final String TRAIL_BUCKET = "acme-cloudtrail-logs";
    static final String CONFIG_BUCKET = "acme-app-config";
    static final String ARTIFACT_BUCKET = "acme-artifacts";
    static final String MENDED = "notes/todo.txt";

    /** Far enough back that the newest events are a day and more after it. */
    private static final Duration CANCELLED_BEFORE = Duration.ofHours(30);

    private static final String OFFICE = "52.29.101.7";
    private static final String ELSEWHERE = "185.220.101.34";

    private final Cloud cloud;
    private final AwsStandinsControl control;
    private final Planted planted;
    private final Instant start;
    private final Trail payments = new Trail();
    private final Trail data = new Trail();
    private final List<Expectation> expected = new ArrayList<>();

    private final Actor checkout;
    private final Actor alice;
    private final Actor mallory;

    Script(Cloud cloud, AwsStandinsControl control, Planted planted, Instant start) {
        this.cloud = cloud;
        this.control = control;
        this.planted = planted;
        this.start = start;
        this.checkout = Actor.role(PAYMENTS, "checkout-service", "i-0a1b2c3d4e5f60718", session(), "10.20.3.4");
        this.alice = Actor.user(PAYMENTS, "alice", planted.accessKeyId(), OFFICE);
        this.mallory = Actor.user(DATA, "report-builder", planted.accessKeyId(), ELSEWHERE);
    }

    List<Expectation> expected() {
        return List.copyOf(expected);
    }

    /** Everything, in the order of the story. Blocks for a few hundred milliseconds. */
    void play() throws IOException {
        for (String bucket : List.of(TRAIL_BUCKET, CONFIG_BUCKET, ARTIFACT_BUCKET)) {
            cloud.makeBucket(bucket);
        }
        rotationCancelledYesterday();
        deliver();
        background();
        keyInAnObject();
        tokenInAnArchive();
        secretInAFunction();
        harvest();
        parameters();
        enumeration();
        persistence();
        deliver();
        leakToBeMended();
    }

    /** More of the ordinary, for a demo that goes on. */
    void background() {
        Instant at = start;
        for (int minute = 0; minute < 40; minute++) {
            read(payments.call(at, checkout, "secretsmanager", "GetSecretValue"), "payments/db");
            payments.call(at.plusSeconds(2), alice, "ec2", "DescribeInstances");
            payments.call(at.plusSeconds(3), checkout, "s3", "ListBuckets");
            at = at.plusSeconds(1);
        }
        cloud.put(CONFIG_BUCKET, "README.md", "Set AWS_ACCESS_KEY_ID=" + "AKIAIOSFODNN7" + "EXAMPLE and go.\n");
        cloud.put(
                CONFIG_BUCKET,
                "services/orders.yaml",
                "database:\n  user: orders\n  password: ${ssm:/orders/db/password}\n  host: db.orders.internal\n");
        cloud.put(CONFIG_BUCKET, "empty.txt", "");
    }

    void deliver() {
        // twice: SQS delivers at least once, and nothing may be counted twice
        cloud.deliver(TRAIL_BUCKET, PAYMENTS, payments, 2);
        cloud.deliver(TRAIL_BUCKET, DATA, data, 1);
    }

    private void rotationCancelledYesterday() {
        String secret =
                "arn:aws:secretsmanager:" + Trail.REGION + ":" + PAYMENTS + ":secret:payments/card-vault-a1B2c3";
        ObjectNode cancelled =
                payments.call(start.minus(CANCELLED_BEFORE), alice, "secretsmanager", "CancelRotateSecret");
        Trail.parameters(cancelled).put("secretId", secret);
        cancelled.putObject("responseElements").put("aRN", secret).put("name", "payments/card-vault");
        expected.add(open("rotation cancelled yesterday and not restored", "posture.rotation-cancelled", "card-vault"));
        expected.add(open("rotation cancelled yesterday and not restored", "access.rotation-cancelled", "alice"));
    }

    private void keyInAnObject() {
        Actor deployer = Actor.user(PAYMENTS, "ci-deployer", planted.accessKeyId(), ELSEWHERE);
        cloud.put(
                CONFIG_BUCKET,
                "services/checkout.env",
                "STAGE=prod\nAWS_ACCESS_KEY_ID=" + deployer.accessKeyId() + "\nAWS_SECRET_ACCESS_KEY="
                        + planted.secretAccessKey() + "\nDATABASE_URL=postgresql://checkout:" + planted.password()
                        + "@db.payments.internal:5432/checkout\n");
        String scene = "key pair in an S3 object";
        expected.add(open(scene, "aws-secret-access-key", "services/checkout.env"));
        expected.add(open(scene, "aws-access-key-id", "services/checkout.env"));
        expected.add(open(scene, "database-url-password", "services/checkout.env"));

        payments.call(start.plusSeconds(70), deployer, "sts", "GetCallerIdentity");
        payments.call(start.plusSeconds(71), deployer, "s3", "ListBuckets");
        expected.add(open("the leaked key is used from elsewhere", "access.exposed-key-used", "ci-deployer"));
    }

    private void tokenInAnArchive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("release/scripts/publish.sh"));
            zip.write(("export GITHUB_TOKEN=" + planted.gitHubToken() + "\n").getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("release/tls/server.key"));
            zip.write(planted.privateKeyPem().getBytes(StandardCharsets.UTF_8));
        }
        cloud.put(ARTIFACT_BUCKET, "checkout/release-42.zip", bytes.toByteArray(), Map.of("build", "42"));
        expected.add(open("token in an archive", "github-personal-token", "release-42.zip"));
        expected.add(open("private key in an archive", "private-key", "release-42.zip"));
    }

    private void secretInAFunction() throws IOException {
        String arn = "arn:aws:lambda:" + Trail.REGION + ":" + PAYMENTS + ":function:charge-card";
        control.lambdaFunction(
                "charge-card",
                Map.of("Environment", Map.of("Variables", Map.of("STRIPE_KEY", planted.stripeKey(), "STAGE", "prod"))));
        ObjectNode update =
                payments.call(start.plusSeconds(80), alice, "lambda", "UpdateFunctionConfiguration20150331v2");
        Trail.parameters(update).put("functionName", "charge-card");
        update.putObject("responseElements").put("functionName", "charge-card").put("functionArn", arn);
        expected.add(open("secret in a function's environment", "stripe-live-key", "charge-card"));
    }

    private void harvest() {
        Instant at = start.plusSeconds(100);
        data.call(at, mallory, "secretsmanager", "ListSecrets");
        for (int i = 0; i < 24; i++) {
            read(
                    data.call(at.plusSeconds(1 + i / 8), mallory, "secretsmanager", "GetSecretValue"),
                    "warehouse/etl-" + i);
        }
        expected.add(open("24 secrets read in seconds", "access.bulk-secret-read", "report-builder"));

        Actor broker = Actor.role(DATA, "notebook-runner", "session-7", session(), ELSEWHERE);
        for (int i = 0; i < 5; i++) {
            ObjectNode batch = data.call(at.plusSeconds(20 + i), broker, "secretsmanager", "BatchGetSecretValue");
            ArrayNode filters = Trail.parameters(batch).putArray("filters");
            filters.addObject().put("key", "tag-key").putArray("values").add("!keywatch-none");
        }
        expected.add(open("every secret by one filter", "access.batch-secret-read-catch-all", "notebook-runner"));
        expected.add(open("every secret by one filter", "access.batch-secret-read", "notebook-runner"));
    }

    private void parameters() {
        Actor intern = Actor.user(DATA, "intern", planted.accessKeyId(), ELSEWHERE);
        for (int call = 0; call < 4; call++) {
            ObjectNode get = data.call(start.plusSeconds(130 + call), intern, "ssm", "GetParameters");
            ArrayNode names = Trail.parameters(get).put("withDecryption", true).putArray("names");
            for (int i = 0; i < 10; i++) {
                names.add("/warehouse/" + call + "/" + i + "/password");
            }
        }
        expected.add(open("40 parameters decrypted", "access.bulk-parameter-read", "intern"));
    }

    private void enumeration() {
        Actor probe = Actor.role(DATA, "web-frontend", "i-0fedcba9876543210", session(), "10.9.8.7");
        for (int i = 0; i < 7; i++) {
            ObjectNode call = data.call(start.plusSeconds(150 + i), probe, "secretsmanager", "GetSecretValue");
            read(call, "admin/root-" + i);
            Trail.deny(call);
        }
        expected.add(open("seven secrets denied", "access.denied-secret-reads", "web-frontend"));
    }

    private void persistence() {
        Actor eve = Actor.user(PAYMENTS, "eve", planted.accessKeyId(), OFFICE);
        Instant at = start.plusSeconds(170);
        Trail.parameters(payments.call(at, eve, "cloudtrail", "StopLogging")).put("name", "org-trail");
        expected.add(open("logging stopped", "access.trail-stopped", "eve"));

        ObjectNode key = payments.call(at.plusSeconds(1), eve, "iam", "CreateAccessKey");
        Trail.parameters(key).put("userName", "backup-admin");
        key.putObject("responseElements")
                .putObject("accessKey")
                .put("userName", "backup-admin")
                .put("accessKeyId", planted.accessKeyId())
                .put("status", "Active");
        expected.add(open("key made for somebody else", "access.access-key-for-another-user", "eve"));

        ObjectNode share = payments.call(at.plusSeconds(2), eve, "rds", "ModifyDBSnapshotAttribute");
        Trail.parameters(share)
                .put("dBSnapshotIdentifier", "payments-nightly")
                .put("attributeName", "restore")
                .putArray("valuesToAdd")
                .add("999900001111");
        expected.add(open("snapshot given to a stranger", "access.database-snapshot-shared", "eve"));
        expected.add(open("all three are one story", "sequence.incident", "eve"));
    }

    private void leakToBeMended() {
        cloud.put(CONFIG_BUCKET, MENDED, "old token, revoke: " + planted.gitHubToken() + "\n");
        expected.add(resolved("a leak is mended", "github-personal-token", MENDED));
    }

    /** To be called when the leak is known; mended at once it would never have been seen. */
    void mend() {
        cloud.put(CONFIG_BUCKET, MENDED, "nothing left to do\n");
    }

    private static void read(ObjectNode call, String secret) {
        Trail.parameters(call).put("secretId", secret);
    }

    /** Access key id of a temporary session. */
    private String session() {
        return "ASIA" + planted.accessKeyId().substring(4);
    }
}
