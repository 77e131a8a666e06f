package io.keywatch.detect.episode;

import io.keywatch.schemas.v1.Access;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.ResourceRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Puts parts of one finding together. Everything is a minimum, a maximum or a bounded union, except the count, which is
 * a sum over events that are counted once: so parts in any order give the same finding.
 */
final class Merge {
    static final int MAX_EVIDENCE = 20;
    /** Enough to rotate by hand; the count of different ones is exact up to here. */
    static final int MAX_RESOURCES = 100;

    private static final int MAX_RELATED = 50;
    private static final Comparator<Evidence> OLDEST_FIRST = Comparator.comparing(Evidence::getTime)
            .thenComparing(evidence -> String.valueOf(evidence.getEventId()))
            .thenComparing(evidence -> String.valueOf(evidence.getResource()));

    private Merge() {}

    /** The first part, in the shape that merging gives. */
    static Finding first(Finding part) {
        Finding nothing = Finding.newBuilder(part)
                .setCount(0)
                .setEvidence(List.of())
                .setResources(List.of())
                .build();
        return of(nothing, part);
    }

    static Finding of(Finding known, Finding part) {
        Finding older = olderOf(known, part);
        List<ResourceRef> resources = resources(known, part);
        return Finding.newBuilder(known)
                .setSeverity(
                        known.getSeverity().ordinal() >= part.getSeverity().ordinal()
                                ? known.getSeverity()
                                : part.getSeverity())
                .setFirstSeen(min(known.getFirstSeen(), part.getFirstSeen()))
                .setLastSeen(max(known.getLastSeen(), part.getLastSeen()))
                .setDetectedAt(min(known.getDetectedAt(), part.getDetectedAt()))
                .setIngestedAt(max(known.getIngestedAt(), part.getIngestedAt()))
                .setCount(known.getCount() + part.getCount())
                .setAccountId(older.getAccountId())
                .setRegion(older.getRegion())
                .setActor(older.getActor())
                .setNetwork(older.getNetwork())
                .setEvidence(evidence(known, part))
                .setResources(resources)
                .setAccess(access(known, part, older, resources.size()))
                .setRelated(Stream.concat(known.getRelated().stream(), part.getRelated().stream())
                        .distinct()
                        .sorted()
                        .limit(MAX_RELATED)
                        .toList())
                .setFacts(facts(known.getFacts(), part.getFacts()))
                .build();
    }

    /** Whose earliest event is the earliest tells who acted; a part without evidence never does. */
    private static Finding olderOf(Finding known, Finding part) {
        if (part.getEvidence().isEmpty()) {
            return known;
        }
        if (known.getEvidence().isEmpty()) {
            return part;
        }
        return OLDEST_FIRST.compare(
                                known.getEvidence().getFirst(),
                                part.getEvidence().getFirst())
                        <= 0
                ? known
                : part;
    }

    /** For every action on a resource the earliest event; the oldest of those. */
    private static List<Evidence> evidence(Finding known, Finding part) {
        Map<String, Evidence> first = new LinkedHashMap<>();
        Stream.concat(known.getEvidence().stream(), part.getEvidence().stream())
                .sorted(OLDEST_FIRST)
                .forEach(evidence -> first.putIfAbsent(subject(evidence), evidence));
        return first.values().stream().limit(MAX_EVIDENCE).toList();
    }

    private static String subject(Evidence evidence) {
        return evidence.getResource() == null
                ? String.valueOf(evidence.getEventId())
                : evidence.getAction() + " " + evidence.getResource();
    }

    private static List<ResourceRef> resources(Finding known, Finding part) {
        TreeMap<String, ResourceRef> byArn = new TreeMap<>();
        known.getResources().forEach(resource -> byArn.put(resource.getArn(), resource));
        part.getResources().forEach(resource -> byArn.putIfAbsent(resource.getArn(), resource));
        return byArn.values().stream().limit(MAX_RESOURCES).toList();
    }

    private static Access access(Finding known, Finding part, Finding older, int distinct) {
        boolean anyAllowed = "allowed".equals(known.getAccess().getOutcome())
                || "allowed".equals(part.getAccess().getOutcome());
        TreeSet<String> codes = new TreeSet<>();
        Stream.of(known, part)
                .map(finding -> finding.getAccess().getErrorCode())
                .filter(code -> code != null)
                .forEach(codes::add);
        return Access.newBuilder()
                .setAction(older.getAccess().getAction())
                .setOutcome(anyAllowed ? "allowed" : "denied")
                .setErrorCode(codes.isEmpty() ? null : codes.first())
                .setDistinctResources(distinct)
                .build();
    }

    /** The larger value wins, as numbers where both are numbers. */
    private static Map<String, String> facts(Map<String, String> known, Map<String, String> part) {
        Map<String, String> merged = new TreeMap<>(known);
        part.forEach((name, value) -> merged.merge(name, value, Merge::larger));
        return merged;
    }

    private static String larger(String left, String right) {
        boolean longer = left.length() != right.length() && isNumber(left) && isNumber(right);
        if (longer) {
            return left.length() > right.length() ? left : right;
        }
        return left.compareTo(right) >= 0 ? left : right;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Instant min(Instant left, Instant right) {
        return left.isBefore(right) ? left : right;
    }

    private static Instant max(Instant left, Instant right) {
        return left.isAfter(right) ? left : right;
    }
}
