package io.keywatch.app.scan;

import io.keywatch.app.accept.Acceptance;
import io.keywatch.app.accept.Accepted;
import io.keywatch.app.accept.InlineAllow;
import io.keywatch.app.files.FileTree;
import io.keywatch.detect.scan.Artifact;
import io.keywatch.detect.scan.Decision;
import io.keywatch.detect.scan.Match;
import io.keywatch.detect.scan.RuleInfo;
import io.keywatch.detect.scan.ScanLimits;
import io.keywatch.detect.scan.ScanOutcome;
import io.keywatch.detect.scan.Scanner;
import io.keywatch.detect.scan.assign.Ruling;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Scans files on several threads and reports in the order of the files, whatever the order of finishing. */
public final class FileScan {
    /** Files under way or waiting for their turn to be reported, per thread: enough that a large one delays nobody. */
    private static final int WINDOW_PER_THREAD = 64;

    private static final int KIB = 1024;

    private final Supplier<Scanner> scanner;
    private final Supplier<Set<String>> ruleIds;
    private final ScanLimits limits;
    private final int threads;
    private final double minConfidence;
    private final boolean explain;
    private final Accepted accepted;
    private final List<String> excludes;
    /** Content of all threads together: a quarter of the heap, for inflated archives need as much again and more. */
    private final Semaphore contentKiB;

    private final int budgetKiB;

    /**
     * @param minConfidence findings below are left out
     * @param explain whether values that were not reported are told too, with the reason
     * @param accepted findings that are counted and not reported
     * @param excludes patterns of what is not looked at, as in an ignore file
     */
    public record Choices(
            int threads, double minConfidence, boolean explain, Accepted accepted, List<String> excludes) {
        public Choices {
            excludes = List.copyOf(excludes);
        }
    }

    /** @param scanner asked for by any thread, when there is a file to scan: where there is none, no rule is read */
    public FileScan(Supplier<Scanner> scanner, ScanLimits limits, Choices choices) {
        this.scanner = scanner;
        this.ruleIds = new OnFirstUse<>(
                () -> scanner.get().rules().infos().stream().map(RuleInfo::id).collect(Collectors.toUnmodifiableSet()));
        this.limits = limits;
        this.threads = choices.threads();
        this.minConfidence = choices.minConfidence();
        this.explain = choices.explain();
        this.accepted = choices.accepted();
        this.excludes = choices.excludes();
        this.budgetKiB = (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 4 / KIB);
        this.contentKiB = new Semaphore(budgetKiB);
    }

    private record Done(String file, long bytes, FileOutcome outcome, List<Decision> suppressed, InlineAllow inline) {
        static Done notRead(String file, String cause) {
            InlineAllow nothing = InlineAllow.of(new byte[0], Set.of());
            return new Done(file, 0, new FileOutcome.NotRead(cause), List.of(), nothing);
        }
    }

    /** Counts kept on the reporting thread. */
    private static final class Counts {
        long files;
        long bytes;
        long findings;
        long notRead;
        long unreadable;
        long partial;
        long skipped;
        long accepted;
    }

    /**
     * @throws IOException when the report cannot be written
     * @throws InterruptedException when told to stop
     */
    public ScanSummary run(List<Path> roots, ScanReport report) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Counts counts = new Counts();
        FileTree tree = new FileTree(roots, excludes);
        report.begin();
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("scan-", 0).factory());
        try {
            Deque<Future<Done>> window = new ArrayDeque<>();
            while (tree.hasNext()) {
                FileTree.Entry entry = tree.next();
                window.addLast(pool.submit(() -> look(entry)));
                if (window.size() >= threads * WINDOW_PER_THREAD) {
                    take(window.removeFirst(), report, counts);
                }
            }
            while (!window.isEmpty()) {
                take(window.removeFirst(), report, counts);
            }
        } finally {
            pool.shutdownNow();
        }
        ScanSummary summary = new ScanSummary(
                counts.files,
                counts.bytes,
                counts.findings,
                counts.notRead,
                counts.unreadable,
                counts.partial,
                counts.skipped,
                counts.accepted,
                tree.leftOut(),
                tree.linksSkipped(),
                (System.nanoTime() - start) / 1e9);
        report.end(summary);
        return summary;
    }

    private Done look(FileTree.Entry entry) throws InterruptedException {
        String file = entry.path().toString().replace(File.separatorChar, '/');
        if (entry.trouble().isPresent()) {
            return Done.notRead(file, entry.trouble().get());
        }
        try {
            long size = Math.min(Files.size(entry.path()), limits.maxBytes());
            int permits = Math.clamp(size / KIB + 1, 1, budgetKiB);
            contentKiB.acquire(permits);
            try {
                byte[] content = read(entry.path());
                return scan(Artifact.of(file, content));
            } finally {
                contentKiB.release(permits);
            }
        } catch (IOException e) {
            return Done.notRead(file, FileTree.causeOf(e));
        } catch (RuntimeException | StackOverflowError bug) {
            // one file must not end the others; only the class, a message may quote content
            return Done.notRead(file, "the scanner failed: " + bug.getClass().getSimpleName());
        }
    }

    private Done scan(Artifact artifact) {
        List<Decision> suppressed = new ArrayList<>();
        ScanOutcome outcome = explain
                ? scanner.get().explain(artifact, decision -> {
                    if (decision.ruling() != Ruling.FOUND) {
                        suppressed.add(decision);
                    }
                })
                : scanner.get().scan(artifact);
        byte[] content = artifact.content();
        InlineAllow inline = outcome.matches().isEmpty()
                ? InlineAllow.of(new byte[0], Set.of())
                : InlineAllow.of(content, ruleIds.get());
        return new Done(artifact.name(), content.length, new FileOutcome.Read(outcome), suppressed, inline);
    }

    /** One byte more than the limit at most: the scanner says that it is over. */
    private byte[] read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            // an array cannot be longer, and some VMs keep a few for themselves
            return in.readNBytes((int) Math.min(limits.maxBytes() + 1, Integer.MAX_VALUE - 8));
        }
    }

    private void take(Future<Done> future, ScanReport report, Counts counts) throws IOException, InterruptedException {
        Done done;
        try {
            done = future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a scanning thread failed", e.getCause());
        }
        counts.files++;
        counts.bytes += done.bytes();
        switch (done.outcome()) {
            case FileOutcome.NotRead(String cause) -> {
                counts.notRead++;
                report.trouble(done.file(), "could not be read: " + cause);
            }
            case FileOutcome.Read(ScanOutcome outcome) -> {
                for (Match match : outcome.matches()) {
                    if (match.confidence() >= minConfidence) {
                        finding(done, match, report, counts);
                    }
                }
                for (Decision decision : done.suppressed()) {
                    report.suppressed(done.file(), decision);
                }
                switch (outcome) {
                    case ScanOutcome.Clean clean -> {}
                    case ScanOutcome.Matched matched -> {}
                    case ScanOutcome.Partial(var some, String reason) -> {
                        counts.partial++;
                        report.trouble(done.file(), "read in part: " + reason);
                    }
                    case ScanOutcome.Skipped(String reason) -> {
                        counts.skipped++;
                        report.trouble(done.file(), "skipped: " + reason);
                    }
                    case ScanOutcome.Unreadable(String cause, boolean retryable) -> {
                        counts.unreadable++;
                        report.trouble(done.file(), "could not be looked at: " + cause);
                    }
                }
            }
        }
        report.progress(counts.files, counts.bytes, counts.findings);
    }

    private void finding(Done done, Match match, ScanReport report, Counts counts) throws IOException {
        Optional<Acceptance> why = done.inline().of(match).or(() -> accepted.of(done.file(), match));
        if (why.isPresent()) {
            counts.accepted++;
            report.accepted(done.file(), match, why.get());
        } else {
            counts.findings++;
            report.match(done.file(), match);
        }
    }
}
