package io.keywatch.app.replay;

import io.keywatch.schemas.v1.ApiCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Any number of calls in the order of event time, equal times in the order they came: what does not fit the heap goes to
 * a temporary folder in sorted runs, which are merged. What is written is what ingest would have sent to Kafka:
 * parameters have passed the allow-list. Not thread-safe.
 */
final class SortedCalls implements AutoCloseable {
    /** 200,000 calls of published attack logs were replayed in a heap of 1 GB: 5 kB a call suffice. */
    private static final long HEAP_BYTES_PER_CALL = 5_000;

    /** Runs share the heap with the detectors' tables. */
    private static final int HEAP_SHARE = 4;

    /** Longer runs sort no faster. */
    private static final int LONGEST_RUN = 200_000;

    /** An open file and about 200 kB of buffers each; the usual limit of open files is 1,024. */
    private static final int MAX_RUNS = 128;

    /** The fastest: a run is written once and read once. */
    private static final int DEFLATE = 1;

    private static final Comparator<ApiCall> BY_TIME = Comparator.comparing(ApiCall::getEventTime);

    private final Path parent;
    private final int runLength;
    private final int maxRuns;
    private final List<ApiCall> held = new ArrayList<>();
    private final List<Path> runs = new ArrayList<>();
    private final List<DataFileReader<ApiCall>> open = new ArrayList<>();
    private Path folder = Path.of("");
    private long count;
    private int written;

    SortedCalls() {
        this(
                Path.of(System.getProperty("java.io.tmpdir")),
                Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_SHARE / HEAP_BYTES_PER_CALL, 1_000, LONGEST_RUN),
                MAX_RUNS);
    }

    /**
     * @param parent of the temporary folder
     * @param runLength calls on the heap at once
     * @param maxRuns files open at once
     */
    SortedCalls(Path parent, int runLength, int maxRuns) {
        this.parent = parent;
        this.runLength = runLength;
        this.maxRuns = maxRuns;
    }

    void add(ApiCall call) throws IOException {
        count++;
        held.add(call);
        if (held.size() == runLength) {
            held.sort(BY_TIME);
            runs.add(write(held.iterator()));
            held.clear();
            if (runs.size() == maxRuns) {
                Path merged = write(merge());
                closeReaders();
                for (Path run : runs) {
                    Files.delete(run);
                }
                runs.clear();
                runs.add(merged);
            }
        }
    }

    /** Calls that were added. */
    long size() {
        return count;
    }

    /** Everything that was added, once; nothing may be added afterwards. */
    Iterator<ApiCall> inOrder() throws IOException {
        held.sort(BY_TIME);
        return runs.isEmpty() ? held.iterator() : merge();
    }

    private Path write(Iterator<ApiCall> calls) throws IOException {
        if (written == 0) {
            folder = Files.createTempDirectory(parent, "keywatch-replay-");
        }
        Path run = folder.resolve("run-" + written++);
        try (var file = new DataFileWriter<>(new SpecificDatumWriter<>(ApiCall.class))) {
            file.setCodec(CodecFactory.deflateCodec(DEFLATE));
            file.create(ApiCall.getClassSchema(), run.toFile());
            while (calls.hasNext()) {
                file.append(calls.next());
            }
        }
        return run;
    }

    private Iterator<ApiCall> merge() throws IOException {
        List<Iterator<ApiCall>> sources = new ArrayList<>();
        for (Path run : runs) {
            DataFileReader<ApiCall> reader =
                    new DataFileReader<>(run.toFile(), new SpecificDatumReader<>(ApiCall.class));
            open.add(reader);
            sources.add(reader);
        }
        sources.add(held.iterator());
        return new Merge(sources);
    }

    /** The earliest of several sorted sources; of equal times that of the source which came first. */
    private static final class Merge implements Iterator<ApiCall> {
        private record Head(ApiCall call, int source) {}

        private final List<Iterator<ApiCall>> sources;
        private final PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparing(Head::call, BY_TIME).thenComparingInt(Head::source));

        Merge(List<Iterator<ApiCall>> sources) {
            this.sources = sources;
            for (int i = 0; i < sources.size(); i++) {
                refill(i);
            }
        }

        private void refill(int source) {
            if (sources.get(source).hasNext()) {
                heads.add(new Head(sources.get(source).next(), source));
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public ApiCall next() {
            Head head = heads.poll();
            if (head == null) {
                throw new NoSuchElementException();
            }
            refill(head.source());
            return head.call();
        }
    }

    private void closeReaders() throws IOException {
        for (DataFileReader<ApiCall> reader : open) {
            reader.close();
        }
        open.clear();
    }

    /** Removes what is on disk. */
    @Override
    public void close() throws IOException {
        closeReaders();
        if (written > 0) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(SortedCalls::delete);
            }
            Files.delete(folder);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
