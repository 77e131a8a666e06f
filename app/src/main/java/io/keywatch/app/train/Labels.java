package io.keywatch.app.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What people said of lines of a corpus in CredData's layout: {@code meta/*.csv} with FilePath, LineStart, LineEnd,
 * GroundTruth (T, F, X), ValueStart, ValueEnd and Category. Matched as the corpus's scorer does.
 */
final class Labels {
    /** What a candidate is. */
    enum Answer {
        SECRET,
        /** Labelled as none. */
        NONE,
        UNLABELLED,
        /** Labelled as a secret of a kind that is left out. */
        LEFT_OUT
    }

    /** @param valueStart 0-based column, or -1; {@code valueEnd} is exclusive, or -1 */
    private record Row(int lineStart, int lineEnd, int valueStart, int valueEnd, boolean secret, Set<String> kinds) {
        boolean covers(int startLine, int endLine, int start, int end) {
            if (lineEnd < startLine || lineStart > endLine) {
                return false;
            }
            boolean oneLine = lineStart == lineEnd && startLine == endLine && lineStart == startLine;
            if (!oneLine || valueStart < 0) {
                return true;
            }
            int last = valueEnd > valueStart ? valueEnd : Integer.MAX_VALUE;
            return Math.max(end, start + 1) > valueStart && start < last;
        }
    }

    private final Map<String, List<Row>> byFile = new HashMap<>();
    private final Set<String> leftOut;

    private Labels(Set<String> leftOut) {
        this.leftOut = leftOut;
    }

    /** @param leftOut categories: a row with no other is neither right nor wrong */
    static Labels read(Path meta, Set<String> leftOut) throws IOException {
        Labels labels = new Labels(Set.copyOf(leftOut));
        List<Path> files;
        try (Stream<Path> list = Files.list(meta)) {
            files = list.filter(p -> p.toString().endsWith(".csv")).sorted().toList();
        }
        for (Path file : files) {
            labels.add(Files.readAllLines(file));
        }
        return labels;
    }

    private void add(List<String> lines) throws IOException {
        List<String> header = List.of(lines.getFirst().split(",", -1));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length != header.size()) {
                throw new IOException("a label with " + cells.length + " fields, not " + header.size());
            }
            Row row = new Row(
                    number(cells[header.indexOf("LineStart")]),
                    number(cells[header.indexOf("LineEnd")]),
                    number(cells[header.indexOf("ValueStart")]),
                    number(cells[header.indexOf("ValueEnd")]),
                    cells[header.indexOf("GroundTruth")].equals("T"),
                    Set.of(cells[header.indexOf("Category")].split(":")));
            byFile.computeIfAbsent(cells[header.indexOf("FilePath")], f -> new ArrayList<>())
                    .add(row);
        }
    }

    private static int number(String cell) {
        return cell.isEmpty() || cell.equals("nan") ? -1 : (int) Double.parseDouble(cell);
    }

    /** Lines 1-based, columns 0-based, {@code end} exclusive. */
    Answer of(String file, int startLine, int endLine, int start, int end) {
        Answer answer = Answer.UNLABELLED;
        for (Row row : byFile.getOrDefault(file, List.of())) {
            if (!row.covers(startLine, endLine, start, end)) {
                continue;
            }
            boolean counts = !leftOut.containsAll(row.kinds);
            if (row.secret && counts) {
                return Answer.SECRET;
            }
            if (row.secret || !counts) {
                answer = Answer.LEFT_OUT;
            } else if (answer == Answer.UNLABELLED) {
                answer = Answer.NONE;
            }
        }
        return answer;
    }
}
