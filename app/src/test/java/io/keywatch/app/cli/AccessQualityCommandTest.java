package io.keywatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessQualityCommandTest {
    @Test
    void tellsFiguresOfKeywatchOnBothGeneratorsAndWritesThePage(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.html");
        CommandRun run = CommandRun.of(
                "bench",
                "access-quality",
                "--principals",
                "100",
                "--seeds",
                "5",
                "--attacks",
                "1",
                "--no-ablation",
                "--no-baselines",
                "--report",
                page.toString());

        assertThat(run.exit()).isEqualTo(ExitCodes.OK);
        List<String> judged = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            JsonNode figure = new ObjectMapper().readTree(line);
            if (figure.get("type").asText().equals("summary")) {
                judged.add(figure.get("generator").asText() + " "
                        + figure.get("contender").asText());
                assertThat(figure.get("falseAlertsPerDayPer1000").asDouble()).isGreaterThanOrEqualTo(0);
            }
        }
        assertThat(judged).containsExactlyInAnyOrder("office keywatch", "process keywatch");
        assertThat(Files.readString(page)).contains("Losing cases of keywatch");
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        CommandRun run = CommandRun.of("bench", "access-quality", "--seeds", "none");

        assertThat(run.exit()).isEqualTo(ExitCodes.ERROR);
        assertThat(run.err()).contains("seeds: train:N, test or numbers");
    }
}
