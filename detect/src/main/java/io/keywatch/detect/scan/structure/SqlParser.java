package io.keywatch.detect.scan.structure;

import io.keywatch.detect.scan.assign.SecretName;
import io.keywatch.detect.scan.pattern.ByteSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Dumps of databases: the values of columns with a telling name, in INSERT and COPY statements. Where an INSERT names
 * no columns, those of the CREATE TABLE before it count. One pass; what it does not understand it passes over.
 */
final class SqlParser implements FieldParser {
    private static final int MAX_COLUMNS = 512;
    private static final int MAX_TABLES = 2_000;
    private static final int MAX_NAME = 128;

    /** What begins an entry of CREATE TABLE that is no column. */
    private static final Set<String> CONSTRAINTS =
            Set.of("primary", "key", "unique", "constraint", "index", "foreign", "check", "fulltext");

    @Override
    public void parse(byte[] b, int length, Fields fields) {
        new Reading(b, length, fields).statements();
    }

    /** Where the reading of one file stands. */
    private static final class Reading {
        private final byte[] b;
        private final int length;
        private final Fields fields;
        private final Map<String, List<String>> tables = new HashMap<>();

        /** The token: a word, a quoted text without its quotes, or one sign. */
        private int start;

        private int end;
        private char type;
        private int i;

        Reading(byte[] b, int length, Fields fields) {
            this.b = b;
            this.length = length;
            this.fields = fields;
        }

        void statements() {
            while (next()) {
                if (type != 'w') {
                    continue;
                }
                switch (word()) {
                    case "insert", "replace" -> insert();
                    case "create" -> create();
                    case "copy" -> copy();
                    default -> {
                        // of no interest
                    }
                }
            }
        }

        private void insert() {
            if (!next()) {
                return;
            }
            while (type == 'w' && !is("into")) {
                if (!next()) {
                    return;
                }
            }
            if (!is("into") || !next()) {
                return;
            }
            String table = name();
            List<String> columns = tables.getOrDefault(table, List.of());
            if (type == '(') {
                columns = columns();
            }
            if (type != 'w' || !(is("values") || is("value"))) {
                return;
            }
            if (columns.stream().anyMatch(c -> !c.isEmpty())) {
                tuples(columns);
            }
        }

        /** {@code (v, v), (v, v);} */
        private void tuples(List<String> columns) {
            int depth = 0;
            int column = 0;
            while (next() && type != ';') {
                switch (type) {
                    case '(' -> {
                        depth++;
                        column = depth == 1 ? 0 : column;
                    }
                    case ')' -> depth--;
                    case ',' -> column += depth == 1 ? 1 : 0;
                    case '\'', '"' -> {
                        if (depth == 1
                                && column < columns.size()
                                && !columns.get(column).isEmpty()
                                && end > start) {
                            fields.field(columns.get(column), start, end);
                        }
                    }
                    default -> {
                        // numbers, NULL, the E of E'…'
                    }
                }
                if (depth < 0) {
                    return;
                }
            }
        }

        /** At an open bracket; leaves the token behind the closed one. Names that tell nothing are empty. */
        private List<String> columns() {
            List<String> columns = new ArrayList<>();
            while (next() && type != ')' && type != ';' && columns.size() < MAX_COLUMNS) {
                if (type == 'w' || type == '"' || type == '\'') {
                    columns.add(telling());
                }
            }
            next();
            return columns;
        }

        private void create() {
            while (next() && type == 'w' && !is("table")) {
                // CREATE TEMPORARY TABLE
            }
            if (!is("table") || !next()) {
                return;
            }
            while (type == 'w' && (is("if") || is("not") || is("exists"))) {
                if (!next()) {
                    return;
                }
            }
            String table = name();
            if (type != '(') {
                return;
            }
            List<String> columns = new ArrayList<>();
            boolean first = true;
            int depth = 1;
            while (depth > 0 && next() && type != ';' && columns.size() < MAX_COLUMNS) {
                if (first && depth == 1 && (type == 'w' || type == '"')) {
                    if (type == '"' || !CONSTRAINTS.contains(word())) {
                        columns.add(telling());
                    }
                    first = false;
                }
                depth += type == '(' ? 1 : type == ')' ? -1 : 0;
                first |= type == ',' && depth == 1;
            }
            if (tables.size() < MAX_TABLES) {
                tables.put(table, columns);
            }
        }

        /** {@code COPY t (c, c) FROM stdin;} and lines of tab-separated values up to {@code \\.}. */
        private void copy() {
            if (!next()) {
                return;
            }
            String table = name();
            List<String> columns = type == '(' ? columns() : tables.getOrDefault(table, List.of());
            if (!is("from") || !next() || !is("stdin")) {
                return;
            }
            while (i < length && b[i] != '\n') {
                i++;
            }
            i++;
            while (i < length && !(b[i] == '\\' && i + 1 < length && b[i + 1] == '.')) {
                int column = 0;
                int from = i;
                while (from <= length) {
                    int to = from;
                    while (to < length && b[to] != '\t' && b[to] != '\n') {
                        to++;
                    }
                    boolean empty = to - from <= 2;
                    if (!empty
                            && column < columns.size()
                            && !columns.get(column).isEmpty()) {
                        fields.field(columns.get(column), from, to);
                    }
                    column++;
                    from = to + 1;
                    if (to >= length || b[to] == '\n') {
                        break;
                    }
                }
                i = Math.min(from, length);
            }
        }

        /** A name, maybe with that of its schema: the last part of it, in lower case. Leaves the token behind it. */
        private String name() {
            String name = text();
            while (next() && type == '.') {
                if (next()) {
                    name = text();
                }
            }
            return name;
        }

        private String telling() {
            boolean secret = end - start <= MAX_NAME && SecretName.of(b, start, end) != SecretName.NONE;
            return secret ? text() : "";
        }

        private String word() {
            return type == 'w' ? text() : "";
        }

        private String text() {
            return new String(b, start, Math.min(end - start, MAX_NAME), StandardCharsets.ISO_8859_1)
                    .toLowerCase(Locale.ROOT);
        }

        private boolean is(String word) {
            return type == 'w' && end - start == word.length() && text().equals(word);
        }

        /** Reads the next token; a comment is none. */
        private boolean next() {
            while (i < length) {
                byte c = b[i];
                if (ByteSet.SPACE.has(c)) {
                    i++;
                } else if ((c == '-' && i + 1 < length && b[i + 1] == '-') || c == '#') {
                    while (i < length && b[i] != '\n') {
                        i++;
                    }
                } else {
                    return token(c);
                }
            }
            // an empty token: nothing is like it
            type = ';';
            start = length;
            end = length;
            return false;
        }

        private boolean token(byte c) {
            start = i;
            if (c == '\'' || c == '"' || c == '`') {
                quoted(c);
            } else if (c == '[') {
                start = ++i;
                while (i < length && i - start < MAX_NAME && b[i] != ']' && b[i] != '\n') {
                    i++;
                }
                end = i++;
                type = '"';
            } else if (ByteSet.WORD.has(c) || c < 0) {
                while (i < length && (ByteSet.WORD.has(b[i]) || b[i] < 0)) {
                    i++;
                }
                end = i;
                type = 'w';
            } else {
                end = ++i;
                type = (char) c;
            }
            return true;
        }

        private void quoted(byte quote) {
            i++;
            start = i;
            while (i < length) {
                if (b[i] == '\\') {
                    i++;
                } else if (b[i] == quote) {
                    if (i + 1 >= length || b[i + 1] != quote) {
                        break;
                    }
                    i++;
                }
                i++;
            }
            end = Math.min(i, length);
            i = Math.min(i + 1, length);
            type = quote == '\'' ? '\'' : '"';
        }
    }
}
