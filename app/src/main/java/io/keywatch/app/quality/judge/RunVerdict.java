package io.keywatch.app.quality.judge;

import java.util.List;
import java.util.Map;

/**
 * One contender on one stream.
 *
 * @param falseAlertsByDay per test day
 * @param trainAlerts alerts before the test days
 * @param lowByRule findings of the test days below paging severity that belong to no attack, by rule
 * @param workItems posture, coverage and exposure findings: counted, but neither alerts nor detections
 * @param scored all access findings of the test days
 */
public record RunVerdict(
        String generator,
        long seed,
        String contender,
        int principals,
        long calls,
        List<AttackOutcome> outcomes,
        List<Integer> falseAlertsByDay,
        List<Integer> alertsByDay,
        int trainAlerts,
        Map<String, Integer> lowByRule,
        int workItems,
        Map<String, Integer> falseByRule,
        Map<String, Integer> falseByKind,
        List<FalseAlert> samples,
        List<Scored> scored,
        double seconds) {}
