package io.keywatch.detect.scan;

import io.keywatch.detect.scan.assign.Located;
import io.keywatch.detect.scan.assign.ValueScreen;
import io.keywatch.detect.scan.decode.Escape;
import io.keywatch.detect.scan.decode.Run;
import io.keywatch.detect.scan.judge.Place;
import io.keywatch.detect.scan.judge.Traits;
import io.keywatch.detect.scan.pattern.BytePattern.Attempt;
import io.keywatch.detect.scan.text.FileKind;
import io.keywatch.detect.scan.text.Lines;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The scan of one text: what detectors read and where they put what they find. Used by one thread. */
final class TextScan {
    /** Runs kept for decoding: each holds memory until the text is done. */
    private static final int MAX_NESTED = 20_000;

    /** Reasons kept of one text, when they are asked for. */
    private static final int MAX_JUDGEMENTS = 100_000;

    /** What to keep of the candidates that the classifier is asked about. */
    enum Explain {
        NOTHING,
        RULINGS,
        /** With their traits, to learn from. */
        SAMPLES
    }

    private final byte[] bytes;
    private final int length;
    private final FileKind kind;
    private final Attempt attempt = new Attempt();
    private final Located located = new Located();
    private final ValueScreen screen = new ValueScreen();
    private final List<Candidate> candidates = new ArrayList<>();
    private final int maxCandidates;
    private final List<Run> nested = new ArrayList<>();
    private final int[] decodedTo = new int[Escape.values().length];
    private final NextOccurrence nextSeparator = new NextOccurrence(KubernetesSecret.SEPARATOR);
    private final NextOccurrence nextData = new NextOccurrence(KubernetesSecret.DATA);
    private final NextOccurrence nextStringData = new NextOccurrence(KubernetesSecret.STRING_DATA);
    /** By the list of a rule, which is the same for the whole scan. */
    private final IdentityHashMap<List<String>, NearWords> nearWords = new IdentityHashMap<>();

    /** Ends of encrypted parts by their starts. */
    private final TreeMap<Integer, Integer> sealed = new TreeMap<>();

    private int secretTo;
    private int stringDataTo;
    private int nameEnd = -1;
    private boolean overflowed;
    private String location = "";
    private final ImportedHits importedHits = new ImportedHits();
    private @Nullable Lines lines;
    private final Explain explain;
    private final List<Judgement> judgements = new ArrayList<>();
    private @Nullable Place place;
    private @Nullable Traits traits;
    private @Nullable RulingMemory rulings;
    private final Allowance allowance;
    private boolean curtailed;
    private long toldSteps;

    TextScan(byte[] bytes, int length, FileKind kind, int maxCandidates) {
        this(bytes, length, kind, maxCandidates, Explain.NOTHING, Allowance.of(length));
    }

    TextScan(byte[] bytes, int length, FileKind kind, int maxCandidates, Explain explain, Allowance allowance) {
        this.bytes = bytes;
        this.allowance = allowance;
        this.explain = explain;
        this.length = length;
        this.kind = kind;
        this.maxCandidates = maxCandidates;
    }

    /** Object and member that the text is of, for rules that look at paths. */
    TextScan at(String path) {
        location = path;
        return this;
    }

    String location() {
        return location;
    }

    ImportedHits importedHits() {
        return importedHits;
    }

    /** Made when first asked for: most texts hold nothing. */
    Lines lines() {
        if (lines == null) {
            lines = new Lines(bytes, length);
        }
        return lines;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    FileKind kind() {
        return kind;
    }

    Attempt attempt() {
        return attempt;
    }

    Located located() {
        return located;
    }

    /** End of the last name that was looked at as an assignment, so that two words of it are one look. */
    int nameEnd() {
        return nameEnd;
    }

    void nameEnd(int end) {
        nameEnd = end;
    }

    Place place() {
        Place here = place;
        if (here == null) {
            here = Place.of(location, kind);
            place = here;
        }
        return here;
    }

    Explain explain() {
        return explain;
    }

    /** One for all values of the text, as {@link #located()}. */
    ValueScreen screen() {
        return screen;
    }

    /** One for all candidates of the text: they are looked at one after the other. */
    Traits traits() {
        Traits mine = traits;
        if (mine == null) {
            mine = new Traits();
            traits = mine;
        }
        return mine;
    }

    /** Of the values that names announce. */
    RulingMemory rulings() {
        RulingMemory mine = rulings;
        if (mine == null) {
            mine = new RulingMemory();
            rulings = mine;
        }
        return mine;
    }

    /** Asked before the classifier is; where the answer is no, the text counts as not read to its end. */
    boolean mayJudge() {
        boolean may = allowance.take();
        curtailed |= !may;
        return may;
    }

    /** Asked before each part of the text; where the answer is no, as above. */
    boolean mayVerify() {
        tellSteps();
        boolean may = allowance.mayStep();
        curtailed |= !may;
        return may;
    }

    /** Adds the steps since the last time to those of the object. */
    void tellSteps() {
        long now = attempt.steps();
        allowance.spend(now - toldSteps);
        toldSteps = now;
    }

    /** Whether something was left out because there was too much of it. */
    boolean curtailed() {
        return curtailed;
    }

    Allowance allowance() {
        return allowance;
    }

    void add(Judgement judgement) {
        if (judgements.size() < MAX_JUDGEMENTS) {
            judgements.add(judgement);
        }
    }

    List<Judgement> judgements() {
        return judgements;
    }

    void add(Candidate candidate) {
        if (candidates.size() >= maxCandidates) {
            overflowed = true;
        } else {
            candidates.add(candidate);
        }
    }

    /** Candidates that it still takes. */
    int room() {
        return maxCandidates - candidates.size();
    }

    /** Of documents of YAML. */
    NextOccurrence nextSeparator() {
        return nextSeparator;
    }

    /** Of what may be the values of a Kubernetes Secret. */
    NextOccurrence nextData() {
        return nextData;
    }

    NextOccurrence nextStringData() {
        return nextStringData;
    }

    /** End of the last Kubernetes Secret that was read. */
    int secretTo() {
        return secretTo;
    }

    void secretTo(int end) {
        secretTo = end;
    }

    /** End of the last values in the open that were read of a Kubernetes Secret on one line. */
    int stringDataTo() {
        return stringDataTo;
    }

    void stringDataTo(int end) {
        stringDataTo = end;
    }

    /** Nothing is found in what is encrypted. */
    void seal(int from, int to) {
        sealed.put(from, to);
    }

    boolean sealed(Candidate candidate) {
        Map.Entry<Integer, Integer> before = sealed.floorEntry(candidate.start());
        return before != null && candidate.start() < before.getValue();
    }

    /** Text to scan after this one. */
    void addNested(Run run) {
        if (nested.size() >= MAX_NESTED) {
            overflowed = true;
        } else {
            nested.add(run);
        }
    }

    List<Run> nested() {
        return nested;
    }

    /** End of the last text with an escape: they do not overlap, so that decoding costs no more than reading. */
    int decodedTo(Escape escape) {
        return decodedTo[escape.ordinal()];
    }

    void decodedTo(Escape escape, int end) {
        decodedTo[escape.ordinal()] = Math.max(decodedTo[escape.ordinal()], end);
    }

    List<Candidate> candidates() {
        return candidates;
    }

    /** Text decoded from this one held more than there is room for. */
    void overflow() {
        overflowed = true;
    }

    boolean overflowed() {
        return overflowed;
    }

    /** Whether one of the lower-case words stands within {@code reach} bytes around the value, whatever its case. */
    boolean near(List<String> words, int from, int to, int reach) {
        return nearWords
                .computeIfAbsent(words, w -> new NearWords(bytes, length, w))
                .around(from, to, reach);
    }
}
