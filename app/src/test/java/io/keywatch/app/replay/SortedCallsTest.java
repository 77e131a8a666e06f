package io.keywatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SortedCallsTest {
    private static final int RUN = 10;
    private static final int RUNS = 3;

    @TempDir
    private Path folder;

    /** Nothing, all on the heap, a run more or less, several merges of {@link #RUNS} runs. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 11, 29, 30, 31, 200})
    void givesEveryCallInEventTimeAndEqualTimesAsTheyCame(int count) throws IOException {
        Random random = new Random(count);
        List<ApiCall> given = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            given.add(call(i, random.nextInt(20)));
        }
        List<ApiCall> taken = new ArrayList<>();

        try (SortedCalls calls = new SortedCalls(folder, RUN, RUNS)) {
            for (ApiCall call : given) {
                calls.add(call);
            }
            assertThat(calls.size()).isEqualTo(count);
            for (Iterator<ApiCall> each = calls.inOrder(); each.hasNext(); ) {
                taken.add(each.next());
            }
        }

        assertThat(taken)
                .isEqualTo(given.stream()
                        .sorted(Comparator.comparing(ApiCall::getEventTime))
                        .toList());
        assertThat(folder).isEmptyDirectory();
    }

    private static ApiCall call(int index, int second) {
        return ApiCall.newBuilder()
                .setEventId("event-" + index)
                .setEventTime(Instant.ofEpochSecond(second))
                .setIngestedAt(Instant.EPOCH)
                .setEventSource("s3.amazonaws.com")
                .setEventName("ListBuckets")
                .setAwsRegion("eu-central-1")
                .setRecipientAccountId("123456789012")
                .setPrincipal(Principal.newBuilder().setId("somebody").build())
                .setNetwork(Network.newBuilder().build())
                .build();
    }
}
