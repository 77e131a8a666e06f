package io.keywatch.app.quality.judge;

import io.keywatch.app.quality.attack.AttackClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One contender on one generator, all seeds together.
 *
 * @param exposure test days times thousands of principals
 */
public record Summary(
        String generator,
        String contender,
        int seeds,
        double exposure,
        Map<AttackClass, ClassFigures> classes,
        Interval falseAlerts,
        double lowPerDay,
        double workItemsPerDay,
        double trainAlertsPerDay,
        Interval precisionAt10,
        Interval precisionAt50,
        Interval precision,
        double prevalence,
        List<PrPoint> curve,
        Map<String, Integer> falseByRule,
        Map<String, Integer> falseByKind,
        Map<String, Integer> lowByRule,
        double callsPerRun,
        double secondsPerRun) {

    /**
     * @param paged recall counting only what rings
     * @param seen recall at whatever severity
     */
    public record ClassFigures(
            int attacks,
            Interval paged,
            Interval seen,
            double eventDelayP50,
            double eventDelayP95,
            double deliveryDelayP50,
            double deliveryDelayP95) {}

    /** Precision over findings and recall over attacks at a threshold of the score. */
    public record PrPoint(double threshold, double precision, double recall) {}

    /** A finding's attacks, told apart across runs. */
    private record Ranked(double score, int run, Scored scored) {}

    /** Rates are per day and 1,000 principals; {@code runs} are of one generator and one contender. */
    public static Summary of(List<RunVerdict> runs, int trainDays) {
        RunVerdict first = runs.getFirst();
        int testDays = first.falseAlertsByDay().size();
        double thousands =
                runs.stream().mapToDouble(run -> run.principals() / 1_000.0).sum();
        double exposure = testDays * thousands;
        long falseAlerts = 0;
        long alerts = 0;
        long attacks = 0;
        long top10 = 0;
        long hits10 = 0;
        long top50 = 0;
        long hits50 = 0;
        Map<String, Integer> byRule = new TreeMap<>();
        Map<String, Integer> byKind = new TreeMap<>();
        Map<String, Integer> low = new TreeMap<>();
        for (RunVerdict run : runs) {
            falseAlerts += sum(run.falseAlertsByDay());
            alerts += sum(run.alertsByDay());
            attacks += run.outcomes().size();
            run.falseByRule().forEach((rule, count) -> byRule.merge(rule, count, Integer::sum));
            run.lowByRule().forEach((rule, count) -> low.merge(rule, count, Integer::sum));
            run.falseByKind().forEach((kind, count) -> byKind.merge(kind, count, Integer::sum));
            for (int day = 0; day < testDays; day++) {
                List<Scored> best = best(run, day);
                List<Scored> ten = best.subList(0, Math.min(10, best.size()));
                List<Scored> fifty = best.subList(0, Math.min(50, best.size()));
                top10 += ten.size();
                hits10 += ten.stream().filter(Scored::hit).count();
                top50 += fifty.size();
                hits50 += fifty.stream().filter(Scored::hit).count();
            }
        }
        return new Summary(
                first.generator(),
                first.contender(),
                runs.size(),
                exposure,
                classes(runs),
                Interval.poissonRate(falseAlerts, exposure),
                low.values().stream().mapToInt(Integer::intValue).sum() / exposure,
                runs.stream().mapToInt(RunVerdict::workItems).sum() / exposure,
                runs.stream().mapToInt(RunVerdict::trainAlerts).sum() / (trainDays * thousands),
                Interval.wilson(hits10, top10),
                Interval.wilson(hits50, top50),
                Interval.wilson(alerts - falseAlerts, alerts),
                attacks / (thousands * 1_000),
                curve(runs),
                byRule,
                byKind,
                low,
                runs.stream().mapToLong(RunVerdict::calls).average().orElse(0),
                runs.stream().mapToDouble(RunVerdict::seconds).average().orElse(0));
    }

    private static List<Scored> best(RunVerdict run, int day) {
        return run.scored().stream()
                .filter(scored -> scored.day() == day)
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
    }

    private static Map<AttackClass, ClassFigures> classes(List<RunVerdict> runs) {
        Map<AttackClass, ClassFigures> figures = new EnumMap<>(AttackClass.class);
        for (AttackClass attackClass : AttackClass.values()) {
            List<AttackOutcome> outcomes = runs.stream()
                    .flatMap(run -> run.outcomes().stream())
                    .filter(outcome -> outcome.attackClass() == attackClass)
                    .toList();
            List<AttackOutcome> paged =
                    outcomes.stream().filter(AttackOutcome::paged).toList();
            long seen = outcomes.stream().filter(AttackOutcome::seen).count();
            double[] event = paged.stream()
                    .mapToDouble(AttackOutcome::eventDelaySeconds)
                    .sorted()
                    .toArray();
            double[] delivery = paged.stream()
                    .mapToDouble(AttackOutcome::deliveryDelaySeconds)
                    .sorted()
                    .toArray();
            figures.put(
                    attackClass,
                    new ClassFigures(
                            outcomes.size(),
                            Interval.wilson(paged.size(), outcomes.size()),
                            Interval.wilson(seen, outcomes.size()),
                            quantile(event, 0.5),
                            quantile(event, 0.95),
                            quantile(delivery, 0.5),
                            quantile(delivery, 0.95)));
        }
        return figures;
    }

    private static List<PrPoint> curve(List<RunVerdict> runs) {
        List<Ranked> all = new ArrayList<>();
        long attacks = 0;
        for (int i = 0; i < runs.size(); i++) {
            attacks += runs.get(i).outcomes().size();
            for (Scored scored : runs.get(i).scored()) {
                all.add(new Ranked(scored.score(), i, scored));
            }
        }
        all.sort(Comparator.comparingDouble(Ranked::score).reversed());
        List<PrPoint> curve = new ArrayList<>();
        Set<Long> found = new HashSet<>();
        int hits = 0;
        for (int i = 0; i < all.size(); i++) {
            Ranked ranked = all.get(i);
            hits += ranked.scored().hit() ? 1 : 0;
            for (int attack : ranked.scored().attacks()) {
                found.add(ranked.run() * 1_000_000L + attack);
            }
            boolean last = i + 1 == all.size() || all.get(i + 1).score() < ranked.score();
            if (last) {
                curve.add(new PrPoint(ranked.score(), hits / (i + 1.0), found.size() / (double) Math.max(1, attacks)));
            }
        }
        return curve;
    }

    /** Nearest rank; NaN of nothing. */
    static double quantile(double[] sorted, double q) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
    }

    private static long sum(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).sum();
    }
}
