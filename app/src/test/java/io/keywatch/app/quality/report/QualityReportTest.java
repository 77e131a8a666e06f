package io.keywatch.app.quality.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywatch.app.quality.BenchSettings;
import io.keywatch.app.quality.QualityBench;
import io.keywatch.app.quality.QualityResult;
import io.keywatch.app.quality.process.ProcessGenerator;
import io.keywatch.schemas.v1.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityReportTest {
    @Test
    void writesLinesThatParseAndAPageThatNeedsNothingElse(@TempDir Path folder)
            throws InterruptedException, IOException {
        BenchSettings settings = new BenchSettings(100, List.of(7L), 1, Severity.MEDIUM, 1);
        QualityResult result =
                QualityBench.run(settings, List.of(new ProcessGenerator()), QualityBench.baselines(), line -> {});

        Path file = folder.resolve("docs").resolve("quality.html");
        QualityReport.writePage(result, file);

        ObjectMapper json = new ObjectMapper();
        Set<String> types = new HashSet<>();
        for (String line : QualityReport.lines(result)) {
            JsonNode node = json.readTree(line);
            types.add(node.get("type").asText());
        }
        assertThat(types).contains("summary", "class", "run", "miss", "false-alert");
        String page = Files.readString(file);
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<svg", "Losing cases of elastic", "no public benchmark", "at most 0.50")
                .doesNotContain("<script", "src=", "href=", "@import", "NaN");
    }

    @Test
    void escapesWhatItShows() {
        assertThat(Html.escape("<b a=\"1\">&")).isEqualTo("&lt;b a=&quot;1&quot;&gt;&amp;");
    }
}
