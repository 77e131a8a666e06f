package io.keywatch.app.replay;

import io.keywatch.app.files.FileTree;
import io.keywatch.app.terminal.ProgressLine;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads CloudTrail files into {@link SortedCalls}, and keeps count of what gave no event. */
final class CallFiles {
    private static final List<String> ENDINGS = List.of(".json", ".json.gz", ".jsonl", ".jsonl.gz");

    private final SortedCalls calls;
    private final Consumer<String> troubles;
    private final ProgressLine progress;
    private final CloudTrailReader reader = new CloudTrailReader(
            ReaderLimits.DEFAULTS, ParameterAllowList.bundled(), InstantSource.system(), Origin.BACKFILL);
    private long files;
    private long ignored;
    private long faults;
    private long notRead;

    /** @param troubles told of everything that gave no event, one line each */
    CallFiles(SortedCalls calls, Consumer<String> troubles, ProgressLine progress) {
        this.calls = calls;
        this.troubles = troubles;
        this.progress = progress;
    }

    void read(List<Path> roots) {
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
                    try {
                        calls.add(call);
                    } catch (IOException e) {
                        // the temporary folder, not this file: nothing after it can go well
                        throw new UncheckedIOException("cannot keep events in the temporary folder", e);
                    }
                    progress.tell(
                            () -> String.format(Locale.ROOT, "reading: %,d events of %,d files", calls.size(), files));
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
