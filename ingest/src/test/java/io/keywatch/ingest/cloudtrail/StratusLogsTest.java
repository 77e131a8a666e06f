package io.keywatch.ingest.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.PrincipalType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The published logs of real attacks: fields in alphabetical order, indented, some values randomised out of shape. */
final class StratusLogsTest {
    private static final Path LOGS = Path.of("..", "..", "shared", "data", "cloudtrail");

    @Test
    void readsEveryEventOfThePublishedLogs() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(LOGS), "no published logs beside this checkout");
        List<Path> files;
        try (Stream<Path> found = Files.list(LOGS)) {
            files = found.sorted().toList();
        }
        List<ApiCall> all = new ArrayList<>();
        for (Path file : files) {
            all.addAll(read(file));
        }
        assertThat(all).hasSize(158);
        assertThat(all).allSatisfy(call -> {
            assertThat(call.getEventTime()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
            assertThat(call.getPrincipal().getType()).isNotEqualTo(PrincipalType.UNKNOWN);
            assertThat(call.getPrincipal().getId()).startsWith("arn:aws:iam::");
        });
    }

    private static List<ApiCall> read(Path file) throws IOException {
        Events events = new Events();
        CloudTrailReader reader = new CloudTrailReader(
                ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.BACKFILL);
        Pointer where = Pointer.newBuilder().setKey(file.toString()).build();
        try (InputStream in = Files.newInputStream(file)) {
            reader.read(in, where, events);
        }
        assertThat(events.faults()).isEmpty();
        return events.calls();
    }
}
