package io.keywatch.ingest.cloudtrail;

import static io.keywatch.ingest.cloudtrail.TestLog.event;
import static io.keywatch.ingest.cloudtrail.TestLog.gzip;
import static io.keywatch.ingest.cloudtrail.TestLog.read;
import static io.keywatch.ingest.cloudtrail.TestLog.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.PrincipalType;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a log file yields when it is well; {@link BrokenLogFilesTest} has the others. */
final class CloudTrailReaderTest {
    @Test
    void readsALogFileWithItsPointers() {
        TestLog.Result result = read(gzip(records(event("a"), event("b"))));

        assertThat(result.ids()).containsExactly("a", "b");
        ApiCall second = result.events().calls().get(1);
        assertThat(second.getPointer().getBucket()).isEqualTo("logs");
        assertThat(second.getPointer().getKey()).isEqualTo("some/file.json.gz");
        assertThat(second.getPointer().getRecordIndex()).isEqualTo(1);
        assertThat(second.getEventTime()).isEqualTo(Instant.parse("2026-11-24T11:59:00Z"));
        assertThat(second.getIngestedAt()).isEqualTo(TestLog.NOW);
        assertThat(second.getOrigin()).isEqualTo(Origin.LIVE);
        assertThat(second.getNetwork().getIp()).isEqualTo("192.0.2.1");
        assertThat(second.getPrincipal().getType()).isEqualTo(PrincipalType.IAM_USER);
        assertThat(result.summary().events()).isEqualTo(2);
        assertThat(result.summary().complete()).isTrue();
        assertThat(result.events().faults()).isEmpty();
    }

    @Test
    void readsPlainFilesArraysLinesAndSingleEventsAlike() {
        assertThat(read(records(event("a"), event("b"))).ids()).containsExactly("a", "b");
        assertThat(read("[" + event("a") + "," + event("b") + "]").ids()).containsExactly("a", "b");
        assertThat(read(event("a") + "\n" + event("b") + "\n").ids()).containsExactly("a", "b");
        assertThat(read(event("a")).ids()).containsExactly("a");
        assertThat(read(records(event("a")) + "\n" + records(event("b"))).ids()).containsExactly("a", "b");
    }

    @Test
    void readsAnEventThatEventBridgeWrapped() {
        String wrapped =
                "{\"version\":\"0\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.x\",\"detail\":"
                        + event("a") + ",\"resources\":[]}";

        assertThat(read(wrapped).ids()).containsExactly("a");
    }

    /** Messages of other calls quote what was asked. */
    @Test
    void keepsWhatIsSaidOfASignInAndOfOtherCallsThatSomethingWas() {
        String said = "\"errorMessage\":\"Failed authentication\",\"eventID\":";
        String other = event("a").replace("\"eventID\":", said);
        String signIn = other.replaceAll("\"eventSource\":\"[^\"]*\"", "\"eventSource\":\"signin.amazonaws.com\"");

        assertThat(read(records(event("a"), other, signIn)).events().calls())
                .extracting(ApiCall::getErrorMessage)
                .containsExactly(null, "*", "Failed authentication");
    }

    @Test
    void readsEveryMemberOfAGzipFile() {
        byte[] first = gzip(event("a") + "\n");
        byte[] second = gzip(event("b") + "\n");
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        assertThat(read(both).ids()).containsExactly("a", "b");
    }

    @Test
    void anEmptyFileIsEmptyAndNotBroken() {
        assertThat(read(new byte[0]).summary()).isEqualTo(new ReadSummary(0, 0, 0, 0, 0, true));
        assertThat(read(gzip("")).events().faults()).isEmpty();
        assertThat(read(records()).events().faults()).isEmpty();
    }

    @Test
    void takesOddTypesForWhatTheySay() {
        String odd = event("a")
                .replace("\"192.0.2.1\"", "\"225.01.00.16\"")
                .replace(
                        "\"eventVersion\":\"1.09\"",
                        "\"eventVersion\":1.09,\"readOnly\":\"true\",\"resources\":\"none\"")
                .replace("\"accountId\":\"111122223333\"", "\"accountId\":111122223333,\"sessionContext\":[]");

        ApiCall call = read(odd).events().calls().getFirst();

        assertThat(call.getNetwork().getIp()).isEqualTo("225.01.00.16");
        assertThat(call.getReadOnly()).isTrue();
        assertThat(call.getResources()).isEmpty();
        assertThat(call.getPrincipal().getAccountId()).isEqualTo("111122223333");
    }

    @Test
    void readsResourcesHoweverTheyAreSpelled() {
        String some = event(
                "a",
                ",\"resources\":[{\"ARN\":\"arn:one\",\"accountId\":\"1\",\"type\":\"T\"},{\"arn\":\"arn:two\"},"
                        + "{\"ARNPrefix\":\"arn:three/\"},{\"type\":\"without\"},null]");

        assertThat(read(some).events().calls().getFirst().getResources())
                .extracting(resource -> resource.getArn())
                .containsExactly("arn:one", "arn:two", "arn:three/*");
    }

    @Test
    void givesAnEventWithoutIdTheSameIdEveryTime() {
        String unnamed = event("x").replace("\"eventID\":\"x\",", "");

        String id = read(records(unnamed, unnamed)).ids().getFirst();

        assertThat(id).startsWith("kw-").hasSize(35);
        assertThat(read(records(unnamed, unnamed)).ids())
                .containsExactly(id, read(records(unnamed, unnamed)).ids().get(1));
        assertThat(read(records(unnamed, unnamed)).ids()).doesNotHaveDuplicates();
        assertThat(read(records(unnamed.replace("192.0.2.1", "192.0.2.2"))).ids())
                .doesNotContain(id);
    }

    @Test
    void passesOverInsights() {
        TestLog.Result result =
                read(records(event("a", ",\"eventCategory\":\"Insight\""), event("b", ",\"eventCategory\":\"Data\"")));

        assertThat(result.ids()).containsExactly("b");
        assertThat(result.summary().skipped()).isEqualTo(1);
    }

    @Test
    void keepsOrderAndTimesOfEventsThatComeOutOfOrder() {
        String later = event("later").replace("11:59:00", "11:59:30");
        String earlier = event("earlier").replace("11:59:00", "10:00:00.123");

        TestLog.Result result = read(records(later, earlier));

        assertThat(result.ids()).containsExactly("later", "earlier");
        assertThat(result.events().calls().get(1).getEventTime()).isEqualTo(Instant.parse("2026-11-24T10:00:00.123Z"));
    }

    @Test
    void aSourceThatFailsIsAnExceptionAndNotABrokenFile() {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(gzip(records(event("a"))))) {
            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                int read = super.read(b, off, Math.min(len, 20));
                if (read < 0 || in.available() < 50) {
                    throw new IOException("connection reset");
                }
                return read;
            }
        };

        assertThatThrownBy(() -> read(broken, ReaderLimits.DEFAULTS)).isInstanceOf(IOException.class);
    }
}
