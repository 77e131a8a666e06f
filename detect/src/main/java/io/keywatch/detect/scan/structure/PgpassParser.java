package io.keywatch.detect.scan.structure;

/** {@code host:port:database:user:password}, with {@code \:} and {@code \\} inside a field. */
final class PgpassParser implements FieldParser {
    private static final int FIELDS = 5;

    @Override
    public void parse(byte[] b, int length, Fields fields) {
        int line = 0;
        while (line < length) {
            int end = line;
            while (end < length && b[end] != '\n' && b[end] != '\r') {
                end++;
            }
            int field = 1;
            int start = line;
            for (int i = line; i < end && field < FIELDS; i++) {
                if (b[i] == '\\') {
                    i++;
                } else if (b[i] == ':') {
                    field++;
                    start = i + 1;
                }
            }
            if (field == FIELDS && end > start && b[line] != '#' && !(end - start == 1 && b[start] == '*')) {
                fields.field("password", start, end);
            }
            line = end + 1;
        }
    }
}
