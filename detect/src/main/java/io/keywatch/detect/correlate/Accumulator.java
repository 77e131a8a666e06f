package io.keywatch.detect.correlate;

import io.keywatch.detect.call.TimeKeys;
import io.keywatch.detect.episode.Episodes;
import io.keywatch.detect.rule.RuleSpec;
import io.keywatch.detect.rule.RuleSwitches;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.detect.state.Tables;
import io.keywatch.schemas.v1.Finding;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sums up per principal what the joins found worth remembering: all clues of one principal must come to the same
 * accumulator. Not thread-safe; called on the thread that owns its tables.
 */
public final class Accumulator {
    private static final int SWEEP_AT_ONCE = 1_000;
    private static final long FINDING_DAYS = 10;

    private final RuleSwitches switches;
    private final Episodes episodes;
    private final RareReads rareReads;
    private long sweptDay = Long.MIN_VALUE;

    /** The accumulator's memory. */
    public record Memory(
            TableSpec<SurpriseLedger> surprises,
            TableSpec<Circle> circles,
            TableSpec<Finding> findings,
            TableSpec<Boolean> unpublished) {

        public static Memory specs(Codec<Finding> findings) {
            return new Memory(
                    new TableSpec<>("sum-surprises", SurpriseLedger.CODEC),
                    new TableSpec<>("sum-circles", Circle.CODEC),
                    new TableSpec<>("sum-findings", findings),
                    new TableSpec<>("sum-unpublished", Codec.MARK));
        }

        public List<TableSpec<?>> all() {
            return List.of(surprises, circles, findings, unpublished);
        }
    }

    public Accumulator(RuleSwitches switches, RareReadSettings settings, Memory memory, Tables tables) {
        this.switches = switches;
        this.episodes = new Episodes(tables.open(memory.findings()), tables.open(memory.unpublished()));
        this.rareReads =
                new RareReads(settings, tables.open(memory.surprises()), tables.open(memory.circles()), episodes);
    }

    public static List<RuleSpec> rules() {
        return List.of(RareReads.RULE, RareReads.SLOW);
    }

    public void observe(Clue clue, Consumer<Finding> findings) {
        Consumer<Finding> out = switches.over(findings);
        if (clue instanceof Clue.Met(Company company)) {
            rareReads.observe(company, out);
            long day = TimeKeys.dayOf(company.read().use().at());
            if (day > sweptDay) {
                sweptDay = day;
                episodes.forgetBefore(day - FINDING_DAYS, SWEEP_AT_ONCE, out);
            }
        }
    }

    public int flush(Consumer<Finding> out) {
        return episodes.flush(switches.over(out));
    }
}
