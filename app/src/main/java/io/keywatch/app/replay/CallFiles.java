package io.keywatch.app.replay;

import io.keywatch.app.files.FileTree;
import io.keywatch.ingest.cloudtrail.CloudTrailReader;
import io.keywatch.ingest.cloudtrail.EventSink;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import io.keywatch.ingest.cloudtrail.ReadFault;
import io.keywatch.ingest.cloudtrail.ReadSummary;
import io.keywatch.ingest.cloudtrail.ReaderLimits;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads CloudTrail files wholly and gives their calls in the order of event time; equal times keep the order of the
 * files. Calls are held on the heap until all is read, so their number is bounded.
 */
final class CallFiles {
    /** 200,000 calls of published attack logs were replayed in a heap of 1 GB (770 MB resident): 5 kB a call suffice. */
    private static final long HEAP_BYTES_PER_CALL = 5_000;

    private static final List<String> ENDINGS = List.of(".json", ".json.gz", ".jsonl", ".jsonl.gz");

    /** Calls that fit the heap. */
    static long capacity() {
        return Math.max(10_000, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CALL);
    }

    private final long capacity;
    private final Consumer<String> troubles;
    private final CloudTrailReader reader = new CloudTrailReader(
            ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.BACKFILL);
    private final List<ApiCall> calls = new ArrayList<>();
    private long files;
    private long ignored;
    private long faults;
    private long notRead;

    /** @param troubles told of everything that gave no event, one line each */
    CallFiles(long capacity, Consumer<String> troubles) {
        this.capacity = capacity;
        this.troubles = troubles;
    }

    /** More calls than fit. */
    static final class TooManyCalls extends RuntimeException {
        TooManyCalls(long capacity) {
            super("more than " + capacity + " events; replay fewer files at once, or give more heap with"
                    + " KEYWATCH_JAVA_OPTS=-Xmx8g");
        }
    }

    /** @throws TooManyCalls when they do not fit */
    List<ApiCall> read(List<Path> roots) {
        FileTree tree = new FileTree(roots);
        while (tree.hasNext()) {
            FileTree.Entry entry = tree.next();
            if (entry.trouble().isPresent()) {
                notRead++;
                troubles.accept(
                        entry.path() + ": could not be read: " + entry.trouble().get());
            } else if (roots.contains(entry.path()) || isLog(entry.path())) {
                read(entry.path());
            } else {
                ignored++;
            }
        }
        calls.sort(Comparator.comparing(ApiCall::getEventTime));
        return calls;
    }

    private static boolean isLog(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    private void read(Path file) {
        files++;
        Pointer where = Pointer.newBuilder().setKey(file.toString()).build();
        try (InputStream in = Files.newInputStream(file)) {
            ReadSummary summary = reader.read(in, where, new EventSink() {
                @Override
                public void event(ApiCall call) {
                    if (calls.size() >= capacity) {
                        throw new TooManyCalls(capacity);
                    }
                    calls.add(call);
                }

                @Override
                public void fault(ReadFault fault) {
                    troubles.accept(file + ": record " + fault.pointer().getRecordIndex() + ": "
                            + fault.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + fault.detail()
                            + (fault.endsFile() ? "; the rest of the file was not read" : ""));
                }
            });
            faults += summary.faults();
        } catch (IOException e) {
            notRead++;
            troubles.accept(file + ": could not be read: " + e.getClass().getSimpleName());
        }
    }

    long notRead() {
        return notRead;
    }

    /** One line for people. */
    String summary(int findings) {
        return findings + (findings == 1 ? " finding in " : " findings in ") + calls.size() + " events of " + files
                + (files == 1 ? " file" : " files")
                + (faults > 0 ? "; " + faults + " records or files gave no event" : "")
                + (notRead > 0 ? "; " + notRead + " could not be read" : "")
                + (ignored > 0 ? "; " + ignored + " other files ignored" : "");
    }
}
