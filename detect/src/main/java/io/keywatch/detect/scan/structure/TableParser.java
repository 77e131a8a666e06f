package io.keywatch.detect.scan.structure;

import io.keywatch.detect.scan.assign.SecretName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Comma, semicolon or tab separated values with a header row: the columns with a telling name. */
final class TableParser implements FieldParser {
    private static final int MAX_COLUMNS = 256;

    @Override
    public void parse(byte[] b, int length, Fields fields) {
        int headerEnd = 0;
        while (headerEnd < length && b[headerEnd] != '\n') {
            headerEnd++;
        }
        byte separator = separator(b, headerEnd);
        List<String> header = new ArrayList<>();
        boolean any = false;
        for (int[] cell : row(b, 0, length, separator, new int[1])) {
            boolean secret = SecretName.of(b, cell[0], cell[1]) != SecretName.NONE;
            any |= secret;
            header.add(secret ? new String(b, cell[0], cell[1] - cell[0], StandardCharsets.ISO_8859_1) : "");
        }
        int[] next = {headerEnd + 1};
        while (any && next[0] < length) {
            List<int[]> cells = row(b, next[0], length, separator, next);
            for (int i = 0; i < Math.min(cells.size(), header.size()); i++) {
                int[] cell = cells.get(i);
                if (!header.get(i).isEmpty() && cell[1] > cell[0]) {
                    fields.field(header.get(i), cell[0], cell[1]);
                }
            }
        }
    }

    private static byte separator(byte[] b, int end) {
        byte best = ',';
        int most = 0;
        for (byte candidate : new byte[] {',', ';', '\t', '|'}) {
            int count = 0;
            for (int i = 0; i < end; i++) {
                count += b[i] == candidate ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    /** The quote that ends the cell, of those that stand alone: a doubled one is part of it. */
    private static int closingQuote(byte[] b, int from, int length) {
        int end = from;
        while (end < length && (b[end] != '"' || (end + 1 < length && b[end + 1] == '"'))) {
            end += b[end] == '"' ? 2 : 1;
        }
        return Math.min(end, length);
    }

    /** Bounds of the cells of the row at {@code at}, without their quotes; {@code next} becomes the start of the next. */
    private static List<int[]> row(byte[] b, int at, int length, byte separator, int[] next) {
        List<int[]> cells = new ArrayList<>();
        int i = at;
        while (i <= length && cells.size() < MAX_COLUMNS) {
            boolean quoted = i < length && b[i] == '"';
            int start = quoted ? i + 1 : i;
            int end = start;
            if (quoted) {
                end = closingQuote(b, start, length);
            } else {
                while (end < length && b[end] != separator && b[end] != '\n' && b[end] != '\r') {
                    end++;
                }
            }
            cells.add(new int[] {start, end});
            i = quoted ? end + 1 : end;
            if (i >= length || b[i] != separator) {
                break;
            }
            i++;
        }
        while (i < length && b[i] != '\n') {
            i++;
        }
        next[0] = i + 1;
        return cells;
    }
}
