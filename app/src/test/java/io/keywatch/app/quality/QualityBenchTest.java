package io.keywatch.app.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.app.quality.attack.AttackClass;
import io.keywatch.app.quality.judge.RunVerdict;
import io.keywatch.app.quality.judge.Summary;
import io.keywatch.schemas.v1.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityBenchTest {
    private static final BenchSettings SMALL = new BenchSettings(100, List.of(42L), 1, Severity.MEDIUM, 2);

    @Test
    void judgesEveryContenderOnEveryGeneratorAndTheSameAgainOnTheSameSeed() throws InterruptedException {
        QualityResult once = run();
        QualityResult again = run();

        assertThat(once.summaries()).hasSize(8);
        for (Summary summary : once.summaries()) {
            assertThat(summary.classes()).containsOnlyKeys(AttackClass.values());
        }
        assertThat(once.runs().stream().map(RunVerdict::outcomes).toList())
                .isEqualTo(again.runs().stream().map(RunVerdict::outcomes).toList());
        assertThat(once.runs().stream().map(RunVerdict::falseAlertsByDay).toList())
                .isEqualTo(
                        again.runs().stream().map(RunVerdict::falseAlertsByDay).toList());
    }

    private static QualityResult run() throws InterruptedException {
        return QualityBench.run(SMALL, QualityBench.generators(), QualityBench.baselines(), line -> {});
    }
}
