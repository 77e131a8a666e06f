package io.keywatch.ingest.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.keywatch.schemas.v1.ChangeKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Every way in which a queue hears of an object. */
final class NotificationTest {
    private static final String S3 =
            "{'Records':[{'eventVersion':'2.1','eventSource':'aws:s3','awsRegion':'eu-central-1',".replace('\'', '"')
                    + ("'eventTime':'2026-11-24T11:59:00.123Z','eventName':'ObjectCreated:Put','userIdentity':{'principalId':'AWS:X'},"
                                    + "'s3':{'bucket':{'name':'b','arn':'arn:aws:s3:::b'},'object':{'key':'dir/a+b%2Bc%3D%C3%A9.txt',"
                                    + "'size':1024,'eTag':'e','versionId':'v','sequencer':'0055'}}}]}")
                            .replace('\'', '"');

    @Test
    void readsS3sOwnNotification() {
        ObjectEvent event = onlyObject(S3);

        assertThat(event.bucket()).isEqualTo("b");
        assertThat(event.key()).isEqualTo("dir/a b+c=\u00e9.txt");
        assertThat(event.rawKey()).isEqualTo("dir/a+b%2Bc%3D%C3%A9.txt");
        assertThat(event.change()).isEqualTo(ChangeKind.CREATED);
        assertThat(event.cause()).isEqualTo("ObjectCreated:Put");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-11-24T11:59:00.123Z"));
        assertThat(event.size()).isEqualTo(1024);
        assertThat(event.etag()).isEqualTo("e");
        assertThat(event.versionId()).isEqualTo("v");
        assertThat(event.sequencer()).isEqualTo("0055");
        assertThat(event.region()).isEqualTo("eu-central-1");
        assertThat(event.principalId()).isEqualTo("AWS:X");
    }

    @Test
    void readsTheSameWrappedInSnsAndInEventBridge() {
        assertThat(Notification.parse(sns(S3))).isEqualTo(Notification.parse(S3));
        assertThat(Notification.parse(sns(sns(S3)))).isEqualTo(Notification.parse(S3));
        assertThat(Notification.parse("{\"detail-type\":\"anything\",\"source\":\"my.bus\",\"detail\":" + S3 + "}"))
                .isEqualTo(Notification.parse(S3));
        assertThat(Notification.parse(sns(sns(sns(sns(sns(S3))))))).isInstanceOf(Notification.Unknown.class);
    }

    @Test
    void readsCloudTrailsOwnShapeWithPlainKeys() {
        String body = "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"AWSLogs/1/CloudTrail/a+b.json.gz\",\"second%20key\"]}";

        Notification parsed = Notification.parse(sns(body));

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Notification.LogFiles.class,
                        files -> assertThat(files.events())
                                .extracting(ObjectEvent::key)
                                .containsExactly("AWSLogs/1/CloudTrail/a+b.json.gz", "second%20key"));
    }

    @Test
    void readsEventBridgesShapeWithPlainKeys() {
        ObjectEvent created = onlyObject(eventBridge("Object Created"));

        assertThat(created.key()).isEqualTo("a+b c%20.txt");
        assertThat(created.change()).isEqualTo(ChangeKind.CREATED);
        assertThat(created.account()).isEqualTo("111122223333");
        assertThat(created.region()).isEqualTo("eu-central-1");
        assertThat(created.sequencer()).isEqualTo("00AB");
        assertThat(created.versionId()).isEqualTo("v");
        assertThat(created.time()).isEqualTo(Instant.parse("2026-11-24T11:59:00Z"));
        assertThat(onlyObject(eventBridge("Object Deleted")).change()).isEqualTo(ChangeKind.DELETED);
        assertThat(onlyObject(eventBridge("Object Tags Added")).change()).isEqualTo(ChangeKind.METADATA);
        assertThat(onlyObject(eventBridge("Object Restore Completed")).change()).isEqualTo(ChangeKind.UNKNOWN);
        assertThat(onlyObject(sns(eventBridge("Object Created"))).key()).isEqualTo("a+b c%20.txt");
    }

    @Test
    void takesWhatCompatibleStoresLeaveOutOrWriteOtherwise() {
        ObjectEvent event = onlyObject(
                "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"plain key=1.txt\"}}}]}");

        assertThat(event.cause()).isEqualTo("ObjectCreated:Put");
        assertThat(event.change()).isEqualTo(ChangeKind.CREATED);
        assertThat(event.key()).isEqualTo("plain key=1.txt");
        assertThat(event.time()).isNull();
        assertThat(event.size()).isNull();
        assertThat(event.versionId()).isNull();
        assertThat(event.sequencer()).isNull();
    }

    @Test
    void tellsWhatHappenedToTheObject() {
        assertThat(change("ObjectRemoved:DeleteMarkerCreated")).isEqualTo(ChangeKind.DELETED);
        assertThat(change("LifecycleExpiration:Delete")).isEqualTo(ChangeKind.DELETED);
        assertThat(change("ObjectTagging:Put")).isEqualTo(ChangeKind.METADATA);
        assertThat(change("ObjectAcl:Put")).isEqualTo(ChangeKind.UNKNOWN);
        assertThat(change("ObjectCreated:CompleteMultipartUpload")).isEqualTo(ChangeKind.CREATED);
    }

    private static ChangeKind change(String name) {
        return onlyObject(S3.replace("ObjectCreated:Put", name)).change();
    }

    @Test
    void passesACloudTrailEventOnAsItIs() {
        String event = "{\"eventVersion\":\"1.09\",\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"Decrypt\"}";

        assertThat(Notification.parse("{\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":" + event + "}"))
                .isEqualTo(new Notification.ApiEvent(event));
        assertThat(Notification.parse(event)).isEqualTo(new Notification.ApiEvent(event));
    }

    @Test
    void knowsTestMessages() {
        assertThat(Notification.parse("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}"))
                .isEqualTo(new Notification.Test());
        assertThat(
                        Notification.parse(
                                "{\"Type\":\"Notification\",\"TopicArn\":\"t\",\"Message\":\"CloudTrail validation message.\"}"))
                .isEqualTo(new Notification.Test());
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertThat(Notification.parse("{}")).isEqualTo(new Notification.Unknown("no shape we know"));
        assertThat(Notification.parse("[]")).isEqualTo(new Notification.Unknown("not a JSON object"));
        assertThat(Notification.parse("\"text\"")).isInstanceOf(Notification.Unknown.class);
        assertThat(Notification.parse("{\"Records\":[{\"kinesis\":{}}]}")).isInstanceOf(Notification.Unknown.class);
        assertThat(Notification.parse(
                        "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"t\",\"Message\":\"You have\"}"))
                .isEqualTo(new Notification.Unknown("SNS SubscriptionConfirmation"));
        assertThat(Notification.parse("")).isInstanceOf(Notification.Malformed.class);
        assertThat(Notification.parse("hello")).isEqualTo(new Notification.Malformed("not JSON"));
        assertThat(Notification.parse(S3.substring(0, 100))).isInstanceOf(Notification.Malformed.class);
        assertThat(Notification.parse("[".repeat(10_000))).isInstanceOf(Notification.Malformed.class);
    }

    @Test
    void anEmptyListOfRecordsIsNothingToDo() {
        assertThat(Notification.parse("{\"Records\":[]}")).isEqualTo(new Notification.Objects(List.of()));
    }

    @Property
    void decodesEveryKeyAsAwsEncodesIt(@ForAll @StringLength(min = 1, max = 50) String key) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
            String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");

            assertThat(ObjectKeys.decode(encoded)).isEqualTo(key);
        }
    }

    @Test
    void leavesPlainKeysAlone() {
        for (String plain :
                List.of("a b+c", "100%", "a%zz", "year=2026/x+y", "caf\u00e9+1", "a:b+c", "%", "plain", "%FF%FE")) {
            assertThat(ObjectKeys.decode(plain)).isEqualTo(plain);
        }
    }

    private static String eventBridge(String type) {
        return ("{'version':'0','detail-type':'" + type + "','source':'aws.s3','account':'111122223333','time':"
                        + "'2026-11-24T11:59:00Z','region':'eu-central-1','detail':{'version':'0','bucket':{'name':'b'},"
                        + "'object':{'key':'a+b c%20.txt','size':5,'etag':'e','version-id':'v','sequencer':'00AB'},"
                        + "'requester':'111122223333','reason':'PutObject'}}")
                .replace('\'', '"');
    }

    private static String sns(String message) {
        return "{\"Type\":\"Notification\",\"MessageId\":\"m\",\"TopicArn\":\"arn:aws:sns:x\",\"Message\":\""
                + new String(JsonStringEncoder.getInstance().quoteAsString(message)) + "\"}";
    }

    private static ObjectEvent onlyObject(String body) {
        Notification parsed = Notification.parse(body);
        assertThat(parsed).isInstanceOf(Notification.Objects.class);
        List<ObjectEvent> events = ((Notification.Objects) parsed).events();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }
}
