package io.keywatch.app.quality;

import io.keywatch.app.quality.judge.Contender;
import io.keywatch.app.quality.judge.RunVerdict;
import io.keywatch.app.quality.judge.Summary;
import java.util.List;

/**
 * @param contenders in the order given; the first is the one whose losing cases are told
 * @param summaries by generator, then contender
 */
public record QualityResult(
        BenchSettings settings, List<Contender> contenders, List<RunVerdict> runs, List<Summary> summaries) {}
